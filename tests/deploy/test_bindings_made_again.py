"""`cdktf get`, run again, gives what .gen has."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from crosstwin.packages.places import ROOT, node_command
from crosstwin.terraform.finding import find_terraform
from tests.cdktf import QUIET

AGAIN = "the committed bindings differ from what cdktf makes of modules/; make them again: make bindings"


def contents(folder: Path) -> dict[str, str]:
    """A digest of each file by its name; of the files in it for an archive, whose bytes carry times."""
    found = {}
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.suffix == ".tgz":
            with tarfile.open(file) as archive:
                for member in archive:
                    extracted = archive.extractfile(member)
                    found[f"{name}!{member.name}"] = digest(extracted.read() if extracted else b"")
        elif file.is_file() and "__pycache__" not in file.parts:
            found[name] = digest(file.read_bytes())
    return found


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_bindings_are_what_cdktf_makes_of_the_modules(tmp_path: Path) -> None:
    command = node_command("cdktf")
    if command is None:
        pytest.skip("the cdktf command is not installed: npm ci")
    if find_terraform() is None:
        pytest.skip("cdktf reads the modules with Terraform, which is not on the PATH")
    shutil.copy(ROOT / "cdktf.json", tmp_path)
    # A copy: cdktf does not follow a link out of the folder.
    shutil.copytree(
        ROOT / "modules", tmp_path / "modules", ignore=shutil.ignore_patterns(".terraform*", "tests")
    )
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [command, "get", "--force"],
        cwd=tmp_path,
        env={**os.environ, **QUIET, "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr

    committed, made = contents(ROOT / ".gen"), contents(tmp_path / ".gen")
    assert len(made) > 5
    different = {name for name in committed | made if committed.get(name) != made.get(name)}
    assert different == set(), AGAIN
