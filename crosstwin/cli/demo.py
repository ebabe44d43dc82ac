"""`crosstwin demo`: a twin deployed into emulators of the clouds, written to, and read back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosstwin.local.folder import FOLDER
from crosstwin.packages.places import ROOT


def demo(
    twin: Annotated[
        Path | None,
        typer.Argument(
            metavar="TWIN.YAML",
            help="The twin to deploy. Default: examples/mixed, on three clouds.",
            exists=True,
        ),
    ] = None,
    *,
    keep: Annotated[bool, typer.Option("--keep", help="Run until Ctrl-C, and serve a page.")] = False,
    folder: Annotated[
        Path | None,
        typer.Option(
            help="The folder for logs, state and the generated Terraform. The demo empties it first. With "
            "one each, several demos run side by side. Default: .demo in the project.",
            file_okay=False,
        ),
    ] = None,
) -> None:
    """Deploy a twin into emulators on this machine, write an hour of telemetry, and read it back.

    The command queries each device twice: directly over HTTP, and as AWS IoT TwinMaker does, by invoking the
    Lambda that the device's component type names. Nothing leaves this machine. Logs, state and the generated
    Terraform stay in the folder until the next run.

    Examples:

        crosstwin demo

        crosstwin demo twin.yaml --keep

        crosstwin demo twin.yaml --folder /tmp/second-demo
    """
    from crosstwin.cli.demo_run import run

    run(twin or ROOT / "examples" / "mixed" / "twin.yaml", keep=keep, folder=folder or FOLDER)
