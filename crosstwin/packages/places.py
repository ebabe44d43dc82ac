"""Where the project's own files are: functions/, modules/, .gen/ and the examples."""

from __future__ import annotations

import json
import os
import shlex
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


NODE_MODULES = (built() if INSTALLED else ROOT) / "node_modules"


def node_command(name: str) -> str | None:
    """A command that npm installed: the project's own, else one on the PATH, else None."""
    own = NODE_MODULES / ".bin" / name
    return str(own) if own.exists() else shutil.which(name)


def npm_install(package: str, *, is_command: bool = True) -> str:
    """The command that installs an npm package in the version that this program was tested with.

    A command of npm has to be on the PATH; other files have to be in NODE_MODULES.
    """
    if not INSTALLED:
        return "npm ci"
    version = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"][package]
    where = "--global" if is_command else f"--prefix {shlex.quote(str(built()))}"
    return f"npm install {where} {package}@{version}"


def npm_version(command: Path) -> str:
    """The version of the npm package that a command in node_modules/.bin links into."""
    for folder in command.resolve().parents:
        file = folder / "package.json"
        if file.is_file() and (version := json.loads(file.read_text(encoding="utf-8")).get("version")):
            return str(version)
    return ""
