"""`crosstwin plan`: what a deployment would change, for a person, a pull request or a program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

if TYPE_CHECKING:
    from crosstwin.terraform.plan.run import Step


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
        list[str] | None, typer.Argument(metavar="STACKS", help="Plan only these. All by default.")
    ] = None,
    *,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="Print a comment for a pull request.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    output: Annotated[
        Path | None, typer.Option(help="The folder to write. By default CDKTF_OUTDIR, else cdktf.out.")
    ] = None,
) -> None:
    """Show what deploying twin.yaml would change, the riskiest first. Sensitive values are never shown.

    Writes the stacks as `crosstwin synth` does, and runs terraform init and plan in their folders. A stack
    that reads another one, never applied, is planned with placeholder outputs, and says so.

    Ends with 0 if nothing changes, 2 if something does, 1 if there is an error, wrong usage included.

    Examples:

        crosstwin plan

        crosstwin plan l3-azure l4-aws --markdown
    """
    from crosstwin.cli.synth import why_no_stack
    from crosstwin.errors import Failure
    from crosstwin.terraform.finding import find_terraform
    from crosstwin.terraform.outputs import output_folder
    from crosstwin.terraform.plan.machine import machine_json
    from crosstwin.terraform.plan.markdown import markdown
    from crosstwin.terraform.plan.model import exit_code
    from crosstwin.terraform.plan.run import plan_stacks
    from crosstwin.terraform.plan.text import text
    from crosstwin.twin.deployment import load

    if as_markdown and as_json:
        raise Failure("--markdown and --json exclude each other")
    deployment = load()
    if reason := why_no_stack(deployment, stacks or ()):
        raise Failure(reason)
    terraform = find_terraform()
    if terraform is None:
        raise Failure("there is no terraform on the PATH to plan with (TERRAFORM_BINARY_NAME may name one)")
    asked = [name for name in deployment.stack_names if not stacks or name in stacks]
    plans = plan_stacks(deployment, asked, output or output_folder(), terraform, _step())
    twin = deployment.digital_twin_name
    if as_json:
        typer.echo(machine_json(twin, plans))
    else:
        typer.echo(markdown(twin, plans) if as_markdown else text(plans))
    raise typer.Exit(exit_code(plans))


def _step() -> Step:
    """Each step on stderr: a spinner on a terminal, a line elsewhere, as planning takes minutes."""
    from crosstwin import console

    @contextmanager
    def step(title: str) -> Iterator[None]:
        out = console.messages()
        if not out.is_terminal:
            out.print(title)
        with console.progress() as shown:
            shown.add_task(title, total=None)
            yield

    return step
