"""`crosstwin validate`: checks twin.yaml alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosstwin.console import counted, output, warn
from crosstwin.twin.deployment import deployment_file, load


def validate(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="Default: the file that CROSSTWIN_FILE names, else twin.yaml."),
    ] = None,
) -> None:
    """Check twin.yaml, and say what it describes.

    Needs no Node.js, no Terraform and no cloud. Reports every error with its line, as synth and plan do.

    Exit code: 0 if the file is valid, else 1.

    Examples:

        crosstwin validate

        crosstwin validate examples/mixed/twin.yaml
    """
    path = file or deployment_file()
    deployment = load(path)
    for warning in deployment.warnings:
        warn(warning)
    counts = (
        (len(deployment.devices), "device"),
        (len(deployment.device_types), "type"),
        (len(deployment.places), "place"),
    )
    contents = ", ".join(counted(count, what) for count, what in counts if count)
    output().print(
        f"{path} is valid: {deployment.digital_twin_name} with {contents}; "
        f"stacks {', '.join(deployment.stack_names)}"
    )
