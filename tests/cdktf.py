"""The cdktf command, run as an operator runs it, with its output in a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from crosstwin.errors import Failure
from crosstwin.packages.places import ROOT, node_command
from crosstwin.terraform.running import run

QUIET = {
    "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20,22,24",
    "CI": "true",  # plain lines instead of a redrawn screen
    "FORCE_COLOR": "0",
}
_EXCERPT_LINES = 20


def cdktf(arguments: Sequence[str], *, twin_file: Path, folder: Path, log: Path) -> None:
    """Runs `cdktf <arguments>` over `twin_file`, its output folder in `folder`, the state beside it.

    Raises Failure with the first error of the output when it fails, else with its end; all of it is in `log`.
    """
    command = node_command("cdktf")
    if command is None:
        raise Failure("the cdktf command is not installed: run `npm ci`")
    with log.open("ab") as output:
        before = output.tell()
        done = run(
            [command, *arguments, "--output", str(folder / "cdktf.out")],
            folder=ROOT,
            environment=environment(twin_file),
            log=output,
        )
    if done.returncode != 0:
        lines = log.read_bytes()[before:].decode(errors="replace").splitlines()
        errors = (number for number, line in enumerate(lines) if "Error: " in line)
        first = next(errors, max(0, len(lines) - _EXCERPT_LINES))
        why = "\n".join(lines[first : first + _EXCERPT_LINES])
        command_line = f"cdktf {' '.join(arguments)}"
        raise Failure(f"{command_line} ended with exit code {done.returncode} ({log}):\n{why}")


def environment(twin_file: Path) -> Mapping[str, str]:
    """The variables that cdktf and what it starts need: this Python first, and the twin's file."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return {**QUIET, "PATH": path, "CROSSTWIN_FILE": str(twin_file)}
