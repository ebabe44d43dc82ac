"""Plans in the folder of a stack, as JSON."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

from crosstwin.errors import Failure
from crosstwin.terraform.running import error_lines, run

_MOST_LINES = 20
# In Terraform's and the providers' own errors: a provider cannot be installed, or nobody is signed in.
_OF_THIS_MACHINE = ("provider packages", "credential", "building account", "authorizer")
# Terraform advises -reconfigure there, which starts from an empty state.
_OTHER_BACKEND = ("Error: Backend configuration changed", "Error: Backend initialization required")
_MOVE_THE_STATE = """\
`state:` or `digital_twin_name` is not what this folder was initialized with.
Undo the change, or move the states: docs/operations.md, "Changing the backend". Never use -reconfigure:
it starts from an empty state, and the next deployment creates everything again."""
# As Terraform 1.11 prints it, without line breaks. Before and after it, the error names the provider.
_NO_REGISTRY = re.compile(r"could not connect to \S+: .*?(?= To see which modules| Error: |$)")


class TerraformFailed(Failure):
    """`why` does not name the folder: it is the same for all stacks with the same cause."""

    def __init__(self, command: str, folder: Path, why: str) -> None:
        super().__init__(f"{command} in {folder} {why}")
        self.why = f"{command} {why}"


def initialize(terraform: Path, folder: Path) -> None:
    """Raises TerraformFailed with Terraform's errors."""
    # Without -reconfigure: after a change of `state:` it would tie the folder to an empty state, and the
    # next deployment would create everything again. Terraform refuses instead.
    _run(terraform, folder, "init", "-input=false", "-no-color")


def plan(terraform: Path, folder: Path) -> dict[str, Any]:
    """The JSON plan of an initialized stack; it can hold secrets. Raises TerraformFailed."""
    # A plan file contains them too, so only this user can read it, and it is deleted.
    with tempfile.TemporaryDirectory(prefix="crosstwin-plan-") as place:
        file = Path(place) / "plan"
        _run(terraform, folder, "plan", "-input=false", "-no-color", f"-out={file}")
        document: dict[str, Any] = json.loads(_run(terraform, folder, "show", "-json", str(file)))
    return document


def outputs(terraform: Path, folder: Path) -> set[str]:
    """The names of an initialized stack's outputs. Raises TerraformFailed if its state cannot be read."""
    return set(json.loads(_run(terraform, folder, "output", "-json", "-no-color")))


def _run(terraform: Path, folder: Path, *arguments: str) -> str:
    done = run([str(terraform), *arguments], folder=folder)
    if done.returncode != 0:
        lines = error_lines(done)
        advice = next((f"{one}\n{_MOVE_THE_STATE}" for one in _OTHER_BACKEND if one in lines), None)
        why = f"failed with {done.returncode}:\n{advice or _excerpt(lines)}"
        if any(one in "\n".join(lines).lower() for one in _OF_THIS_MACHINE):
            why += "\n`crosstwin doctor` lists the providers and credentials that are missing"
        raise TerraformFailed(f"{terraform.name} {arguments[0]}", folder, why)
    return done.stdout


def _excerpt(lines: list[str]) -> str:
    """The first lines. A registry that does not answer is one error, not one for each provider."""
    unreachable = _NO_REGISTRY.findall(" ".join(lines))
    if unreachable and len(unreachable) == sum(line.startswith("Error: ") for line in lines):
        return "\n".join(f"Error: {one}" for one in dict.fromkeys(unreachable))
    return "\n".join(lines[:_MOST_LINES])
