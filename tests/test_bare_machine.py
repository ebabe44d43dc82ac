"""`make test` on a machine with neither Terraform nor Java nor a browser, and what it prints at its start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from crosstwin.packages.places import ROOT

WITHOUT = ROOT / "scripts/without_programs.sh"


def pytest_run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_number_of_tests_comes_before_the_first_result() -> None:
    out = pytest_run("-n", "1", "--dist", "loadgroup", "tests/unit/docs/test_cases.py")

    assert out.index("\n1 test\n") < out.index("[1/1]")
    assert "minutes" not in out, "the time is that of all tests"


def test_the_programs_are_left_out_and_the_rest_stays(tmp_path: Path) -> None:
    for name in ("terraform", "java", "chromium", "google-chrome-stable", "tool"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho found\n")
        program.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"

    def runs(command: str) -> bool:
        done = subprocess.run(
            ["sh", WITHOUT, "sh", "-c", f"command -v {command}"],
            env={**os.environ, "PATH": path},
            capture_output=True,
            check=False,
        )
        return done.returncode == 0

    assert runs("tool")
    assert runs("ls")
    assert not [name for name in ("terraform", "java", "chromium", "google-chrome-stable") if runs(name)]


def test_the_exit_status_is_the_commands() -> None:
    assert subprocess.run(["sh", WITHOUT, "sh", "-c", "exit 7"], check=False).returncode == 7
