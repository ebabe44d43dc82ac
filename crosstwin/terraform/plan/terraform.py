"""Runs Terraform in the folder of a stack, and reads what it says as JSON."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosstwin.errors import Failure
from crosstwin.terraform.finding import Terraform

_MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Runs:
    """Terraform with an environment of its own. `scratch` is a folder that only this user can read."""

    executable: Path
    environment: Mapping[str, str]
    scratch: Path

    def initialize(self, folder: Path) -> None:
        """Raises Failure with what Terraform said."""
        # Without -reconfigure: after a change of `state:` it would tie the folder to an empty state, and the
        # next deployment would create everything again. Terraform refuses instead.
        self._run(folder, "init", "-input=false", "-no-color")

    def plan(self, folder: Path) -> dict[str, Any]:
        """The JSON plan of an initialized stack; it can hold secrets. Raises Failure."""
        # A plan file holds them too, so it does not stay.
        with tempfile.TemporaryDirectory(dir=self.scratch) as place:
            file = Path(place) / "plan"
            self._run(folder, "plan", "-input=false", "-no-color", f"-out={file}")
            document: dict[str, Any] = json.loads(self._run(folder, "show", "-json", str(file)))
        return document

    def has_outputs(self, folder: Path) -> bool:
        """Whether an initialized stack was ever applied. Raises Failure if its state cannot be read."""
        return bool(json.loads(self._run(folder, "output", "-json", "-no-color")))

    def _run(self, folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            [str(self.executable), *arguments],
            cwd=folder,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode != 0:
            said = [stripped for line in done.stderr.splitlines() if (stripped := line.strip(" ╷│╵"))]
            excerpt = "\n".join(said[:_MOST_LINES]) or "it said nothing"
            raise Failure(f"terraform {arguments[0]} in {folder} failed with {done.returncode}:\n{excerpt}")
        return done.stdout


@contextmanager
def terraform_runs(terraform: Terraform) -> Iterator[Runs]:
    with tempfile.TemporaryDirectory(prefix="crosstwin-plan-") as place:
        scratch = Path(place)
        yield Runs(terraform.executable, {**os.environ, **terraform.environment(scratch)}, scratch)
