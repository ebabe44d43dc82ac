"""`crosstwin plan`: what a deployment would change, for a person, a pull request or a program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from crosstwin.cli import complete
from crosstwin.cli.synth import why_no_stack
from crosstwin.console import note, warn
from crosstwin.errors import Failure
from crosstwin.packages.node import why_no_node
from crosstwin.terraform.finding import find_terraform, why_no_cli
from crosstwin.terraform.left_behind import left_behind
from crosstwin.terraform.outputs import output_folder
from crosstwin.terraform.plan.machine import machine_json
from crosstwin.terraform.plan.markdown import markdown
from crosstwin.terraform.plan.model import StackPlan, exit_code
from crosstwin.terraform.plan.run import Planner
from crosstwin.terraform.plan.text import text
from crosstwin.twin import refresh_cost
from crosstwin.twin.deployment import Deployment, load


class PlanCommand(TyperCommand):
    """Wrong usage ends with 1 here: 2 says that there are changes."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except Exception as error:
            if hasattr(error, "exit_code") and hasattr(error, "format_message"):
                error.exit_code = 1
            raise


def plan(
    stacks: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="STACKS", help="The stacks to plan. Default: all.", autocompletion=complete.stacks
        ),
    ] = None,
    *,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="Print Markdown for a comment on a pull request.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    output: Annotated[
        Path | None, typer.Option(help="The folder to write. Default: CDKTF_OUTDIR, else cdktf.out.")
    ] = None,
) -> None:
    """Show what deploying twin.yaml would change, the riskiest changes first.

    The command writes the stacks as `crosstwin synth` does, and runs terraform init and plan in their
    folders. It uses placeholders for the outputs of a stack that was never deployed, and names that stack.
    It never shows sensitive values.

    Exit code: 0 if nothing changes, 2 if something changes, 1 on any error, wrong usage included.

    Examples:

        crosstwin plan

        crosstwin plan l3-azure l4-aws --markdown
    """
    if as_markdown and as_json:
        raise Failure("use either --markdown or --json, not both")
    deployment = load()
    if reason := why_no_stack(deployment, stacks or ()):
        raise Failure(reason)
    terraform = find_terraform()
    if terraform is None:
        raise Failure(f"{why_no_cli()}\nInstall it, or name another in the variable TERRAFORM_BINARY_NAME.")
    if reason := why_no_node():
        raise Failure(reason)
    from crosstwin.stacks.app import build

    # The stacks may be written twice.
    for warning in deployment.warnings:
        warn(warning)
    asked = [name for name in deployment.stack_names if not stacks or name in stacks]
    outdir = output or output_folder()
    plans = Planner(deployment, outdir, terraform, build).plan(asked)
    cost = refresh_cost.line(deployment)
    plans = [replace(one, cost=cost) if one.name == "l4-azure" and one.changed else one for one in plans]
    if not stacks:
        plans += [StackPlan(name, left_behind=True) for name in _left_behind(deployment, outdir, terraform)]
    twin = deployment.digital_twin_name
    if as_json:
        typer.echo(machine_json(twin, plans))
    else:
        typer.echo(markdown(twin, plans) if as_markdown else text(plans))
    raise typer.Exit(exit_code(plans))


def _left_behind(deployment: Deployment, outdir: Path, terraform: Path) -> list[str]:
    """Whoever plans may read the states of the stacks of twin.yaml alone: that fails no plan."""
    try:
        return left_behind(deployment, outdir, terraform)
    except Failure as failure:
        note(f"stacks that are no longer in twin.yaml are not known: {failure}")
        return []
