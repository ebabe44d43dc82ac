"""Plans in the folder of a stack, as JSON."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from crosstwin.errors import Failure
from crosstwin.terraform.running import error_lines, run

_MOST_LINES = 20
# In Terraform's and the providers' own errors: a provider cannot be installed, or nobody is signed in.
_OF_THIS_MACHINE = ("provider packages", "credential", "building account", "authorizer")


def initialize(terraform: Path, folder: Path) -> None:
    """Raises Failure with Terraform's errors."""
    # Without -reconfigure: after a change of `state:` it would tie the folder to an empty state, and the
    # next deployment would create everything again. Terraform refuses instead.
    _run(terraform, folder, "init", "-input=false", "-no-color")


def plan(terraform: Path, folder: Path) -> dict[str, Any]:
    """The JSON plan of an initialized stack; it can hold secrets. Raises Failure."""
    # A plan file contains them too, so only this user can read it, and it is deleted.
    with tempfile.TemporaryDirectory(prefix="crosstwin-plan-") as place:
        file = Path(place) / "plan"
        _run(terraform, folder, "plan", "-input=false", "-no-color", f"-out={file}")
        document: dict[str, Any] = json.loads(_run(terraform, folder, "show", "-json", str(file)))
    return document


def has_outputs(terraform: Path, folder: Path) -> bool:
    """Whether an initialized stack was ever applied. Raises Failure if its state cannot be read."""
    return bool(json.loads(_run(terraform, folder, "output", "-json", "-no-color")))


def _run(terraform: Path, folder: Path, *arguments: str) -> str:
    done = run([str(terraform), *arguments], folder=folder)
    if done.returncode != 0:
        excerpt = "\n".join(error_lines(done)[:_MOST_LINES])
        message = f"{terraform.name} {arguments[0]} in {folder} failed with {done.returncode}:\n{excerpt}"
        if any(one in excerpt.lower() for one in _OF_THIS_MACHINE):
            message += "\n`crosstwin doctor` lists the providers and credentials that are missing"
        raise Failure(message)
    return done.stdout
