"""Where the project's own files are: functions/, modules/, .gen/ and the examples."""

from __future__ import annotations

import json
import os
import shutil
from importlib.resources import files
from pathlib import Path

_PACKAGE = Path(str(files("crosstwin")))
# A wheel holds a copy of the folders (see setup.py); a checkout has them beside the package.
_IN_WHEEL = _PACKAGE / "project"
INSTALLED = _IN_WHEEL.is_dir()

ROOT = _IN_WHEEL if INSTALLED else _PACKAGE.parent


def built(root: Path = ROOT) -> Path:
    """The folder for what is made from the sources in `root`; its files are named by their content.

    A package may be installed where nobody may write, so what is made from it goes into the user's cache.
    """
    if root == ROOT and INSTALLED:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "crosstwin"
    return root / ".build"


def node_command(name: str) -> str | None:
    """A command that npm installed: the project's own, else one on the PATH, else None."""
    own = ROOT / "node_modules" / ".bin" / name
    return str(own) if own.exists() else shutil.which(name)


def npm_version(command: Path) -> str:
    """The version of the npm package that a command in node_modules/.bin links into."""
    for folder in command.resolve().parents:
        file = folder / "package.json"
        if file.is_file() and (version := json.loads(file.read_text(encoding="utf-8")).get("version")):
            return str(version)
    return ""
