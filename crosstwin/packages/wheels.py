"""A function's dependencies, fetched by pip as wheels for where the function runs, not for this machine."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crosstwin.clouds.package import Requirements
from crosstwin.console import note
from crosstwin.errors import Failure
from crosstwin.packages.places import built

# What pip writes about the installation rather than the package; RECORD also lists what is removed here.
_INSTALLATION_RECORDS = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")
_SLOW_SECONDS = 1.0
_ERROR_LINES = 15


class PackageError(Failure):
    """A function's zip cannot be made."""


def installed(requirements: Requirements, root: Path) -> Path:
    """The folder with the installed packages, under wheels/ in `places.built`; fetched once for each content.

    Raises PackageError if the file is missing or pip fails.
    """
    file = root / "functions" / requirements.file
    if not file.is_file():
        raise PackageError(f"{file} is missing: it locks a function's dependencies")
    key = hashlib.sha256(file.read_bytes() + repr(requirements.target).encode()).hexdigest()[:16]
    folder = built(root) / "wheels" / key
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
            fresh = Path(temporary) / "packages"
            with note_if_slow(f"fetching the dependencies in {requirements.place}"):
                _install(file, requirements, fresh)
            _strip(fresh)
            # Moved there when it is whole. If another synthesis was faster, its folder has the same content.
            if not folder.is_dir():
                fresh.replace(folder)
    return folder


def _install(file: Path, requirements: Requirements, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--target", str(folder), "--no-compile", "--no-deps", "--only-binary=:all:"]
    command += [*requirements.target, "--require-hashes", "--requirement", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        output = (done.stderr or done.stdout).strip().splitlines()
        raise PackageError(
            f"pip cannot install {requirements.place} for Python {requirements.python}:\n"
            + "\n".join(f"  {line}" for line in output[-_ERROR_LINES:])
        )
    folder.mkdir(exist_ok=True)


def _strip(folder: Path) -> None:
    shutil.rmtree(folder / "bin", ignore_errors=True)
    for information in folder.glob("*.dist-info"):
        for name in _INSTALLATION_RECORDS:
            (information / name).unlink(missing_ok=True)


@contextmanager
def note_if_slow(what: str) -> Iterator[None]:
    """Say on stderr what is being done, if it takes more than a second."""
    timer = threading.Timer(_SLOW_SECONDS, note, [f"{what} …"])
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
