"""Tests over a twin that is deployed once for several files run one after another, in one worker."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_TEST = """
import os
import pytest

@pytest.fixture(scope="session")
def mixed_twin():
    return os.getpid()

@pytest.mark.parametrize("number", range(4))
def test_over_the_twin(mixed_twin, number):
    with open("workers", "a") as file:
        file.write(f"{mixed_twin}\\n")
"""


def test_a_twin_that_several_files_share_is_deployed_once(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(
        "from tests.conftest import pytest_collection_modifyitems, pytest_xdist_make_scheduler\n"
        "__all__ = ['pytest_collection_modifyitems', 'pytest_xdist_make_scheduler']\n"
    )
    for number in range(4):
        (tmp_path / f"test_{number}.py").write_text(_TEST)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", "."]
    done = subprocess.run(
        [*command, "--numprocesses", "2", "--dist", "loadgroup", "--no-loadscope-reorder"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[3]), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    workers = (tmp_path / "workers").read_text().split()
    assert (len(workers), len(set(workers))) == (16, 1)
