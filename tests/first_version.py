"""Version 0.1, which no tag names, out of the history of this clone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from crosstwin.packages.places import ROOT

_COMMIT = "7782694"


def extract(path: str, folder: Path) -> None:
    """Puts a folder of version 0.1 into `folder`, under its own path. Skips the test in a shallow clone."""
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", _COMMIT, path], capture_output=True, check=False
    )
    if archive.returncode:
        pytest.skip("the commit of version 0.1 is not in this clone")
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
