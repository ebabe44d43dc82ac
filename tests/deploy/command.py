"""Commands run over a deployed twin, and what is there after them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from crosstwin.local.provider import running_aws_provider
from crosstwin.local.twin import RunningTwin
from crosstwin.terraform.finding import find_terraform
from tests.cdktf import environment


def crosstwin(twin: RunningTwin, *arguments: str) -> str:
    """Its stdout. Fails if it does."""
    done = subprocess.run(
        [sys.executable, "-c", "from crosstwin.cli import main; main()", *arguments],
        cwd=twin.folder,
        env={
            **os.environ,
            "CROSSTWIN_FILE": str(twin.twin_file),
            "CDKTF_OUTDIR": str(twin.folder / "cdktf.out"),
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def terraform() -> Path:
    found = find_terraform()
    assert found is not None
    return found


def run_terraform(twin: RunningTwin, stack: str, *arguments: str) -> int:
    """In the folder of a stack, with one start of the AWS provider. Returns Terraform's exit code."""
    place = twin.folder / "cdktf.out/stacks" / stack
    with running_aws_provider(place) as provider:
        done = subprocess.run(
            [str(terraform()), *arguments, "-input=false", "-no-color"],
            cwd=place,
            env={**os.environ, **environment(twin.twin_file), **provider},
            capture_output=True,
            text=True,
            check=False,
        )
    print(done.stdout, done.stderr)  # noqa: T201 - pytest shows it when a test fails
    return done.returncode


def functions(twin: RunningTwin) -> set[str]:
    found = twin.aws.client("lambda").list_functions()["Functions"]
    return {function["FunctionName"] for function in found}
