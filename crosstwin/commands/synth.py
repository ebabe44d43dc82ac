"""`crosstwin synth`: writes the Terraform stacks, without Node's CLI."""

from __future__ import annotations

import json
import runpy
import time
from pathlib import Path
from typing import Annotated

import typer


def synth(
    stacks: Annotated[
        list[str] | None,
        typer.Argument(metavar="STACKS", help="List only these. All of the deployment are written."),
    ] = None,
    *,
    output: Annotated[
        Path | None, typer.Option(help="The folder to write. By default CDKTF_OUTDIR, else cdktf.out.")
    ] = None,
) -> None:
    """Write the Terraform stacks of twin.yaml, as `cdktf synth` and `python main.py` do.

    Each stack's folder stands alone: it can be copied anywhere and run with terraform init and plan.

    Examples:

        crosstwin synth

        crosstwin synth l3-azure --output build/cdktf.out
    """
    from crosstwin import consoles
    from crosstwin.deployment import load
    from crosstwin.errors import did_you_mean
    from crosstwin.failure import Failure
    from crosstwin.outputs import output_folder
    from crosstwin.packages import ROOT

    deployment = load()
    for name in stacks or ():
        if name not in deployment.stack_names:
            known = deployment.stack_names
            hint = did_you_mean(name, known) or f"; it has {', '.join(known)}"
            raise typer.BadParameter(f"{name} is not a stack of twin.yaml{hint}", param_hint="STACKS")
    program = ROOT / "main.py"
    if not program.exists():
        raise Failure(f"there is no {program}: stacks are written from a checkout of Crosstwin")
    folder = output or output_folder()
    started = time.perf_counter()
    with consoles.progress() as shown:
        shown.add_task(f"writing {', '.join(deployment.stack_names)}", total=None)
        runpy.run_path(str(program))["build"](deployment, folder)
    console = consoles.output()
    for name, file in _written(folder).items():
        if not stacks or name in stacks:
            console.print(f"{name}  {file}")
    consoles.messages().print(f"in {time.perf_counter() - started:.1f} s", style="dim")


def _written(folder: Path) -> dict[str, Path]:
    """The stacks that CDKTF's manifest lists, and the file of each."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return {name: folder / stack["synthesizedStackPath"] for name, stack in manifest["stacks"].items()}
