"""`crosstwin synth`: writes the Terraform stacks, without Node's CLI."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosstwin import console
from crosstwin.cli import complete
from crosstwin.cli.choices import why_unknown
from crosstwin.errors import Failure
from crosstwin.packages.node import why_no_node
from crosstwin.terraform.outputs import output_folder
from crosstwin.twin.deployment import load
from crosstwin.twin.producers import asked_for_placeholders

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment


def synth(
    stacks: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="STACKS",
            help="The stacks to list. The command always writes all stacks.",
            autocompletion=complete.stacks,
        ),
    ] = None,
    *,
    output: Annotated[
        Path | None, typer.Option(help="The folder to write. Default: CDKTF_OUTDIR, else cdktf.out.")
    ] = None,
) -> None:
    """Write the Terraform stacks of twin.yaml, as `cdktf synth` does.

    Each stack's folder has all that Terraform needs: run terraform init and plan in it. With a remote
    `state:` in twin.yaml, a copy of the folder works anywhere. A local state is found from the folder alone.

    Examples:

        crosstwin synth

        crosstwin synth l3-azure --output build/cdktf.out
    """
    deployment = load()
    if reason := why_no_stack(deployment, stacks or ()):
        raise typer.BadParameter(reason, param_hint="STACKS")
    if reason := why_no_node():
        raise Failure(reason)
    from crosstwin.stacks.app import build, contradiction, note_missing_states

    folder = output or output_folder()
    for warning in deployment.warnings:
        console.warn(warning)
    started = time.perf_counter()
    with console.progress() as shown:
        shown.add_task(f"writing {', '.join(deployment.stack_names)}", total=None)
        placeholders_for = asked_for_placeholders(deployment)
        written = build(deployment, folder, placeholders_for)
    note_missing_states(deployment, folder, placeholders_for)
    out = console.output()
    for name, file in written.items():
        if not stacks or name in stacks:
            out.print(f"{name:<8}  {folder / file}", soft_wrap=True)
    if reason := contradiction(deployment):
        console.warn(reason)
    console.messages().print(f"in {time.perf_counter() - started:.1f} s", style="dim")


def why_no_stack(deployment: Deployment, names: Iterable[str]) -> str:
    """What is wrong with the first of these names that the deployment has no stack of; "" if nothing."""
    reasons = (why_unknown(name, deployment.stack_names, "stack") for name in names)
    return next(filter(None, reasons), "")
