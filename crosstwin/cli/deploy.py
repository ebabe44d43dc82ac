"""`crosstwin deploy`: the command that deploys, since this one does not."""

from __future__ import annotations

from typing import Annotated

import typer

from crosstwin.cli import complete
from crosstwin.cli.synth import why_no_stack
from crosstwin.console import note
from crosstwin.twin.deployment import load


def deploy(
    stacks: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="STACKS", help="The stacks to deploy. Default: all.", autocompletion=complete.stacks
        ),
    ] = None,
) -> None:
    """Print the cdktf command that deploys the stacks of twin.yaml.

    Crosstwin deploys nothing itself: cdktf and Terraform do. The exit code is 2, so that a script does not go
    on as if the twin were deployed.

    Examples:

        crosstwin deploy

        crosstwin deploy l3-azure
    """
    deployment = load()
    if reason := why_no_stack(deployment, stacks or ()):
        raise typer.BadParameter(reason, param_hint="STACKS")
    typer.echo(f"cdktf deploy {' '.join(stacks or deployment.stack_names)}")
    note("nothing was deployed: run the command above")
    raise typer.Exit(2)
