"""What a function on Google Cloud imports before its first query: processor time of a process that does."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.bench.measure import Comparison, Run, Scale, Tell, spreads
from crosstwin.local import gcp
from crosstwin.packages import functions

_MILLISECONDS = 350
_PROGRAMS = {
    "ours": "import main",
    "floor": "import functions_framework, flask",
    "otherwise": "import functions_framework, flask\nfrom google.cloud import firestore\nfirestore.Client()",
}


def measure(scale: Scale, tell: Tell) -> Iterator[Comparison]:
    if missing := gcp.why_not():
        tell(f"left out: imports of gcp/hot-reader: {missing}")
        return
    tell("imports of gcp/hot-reader")
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(functions.build("gcp/hot-reader")) as package:
            package.extractall(folder)
        # Nothing is asked, so that no emulator has to answer.
        variables = gcp.reader_variables("127.0.0.1:1", "token-of-the-bench")
        runs = {name: _start(program, Path(folder), variables) for name, program in _PROGRAMS.items()}
        found = spreads(runs, scale.starts)
    yield Comparison("imports of gcp/hot-reader", *found.values(), limit=_MILLISECONDS, of="ms")


def _start(program: str, folder: Path, variables: Mapping[str, str]) -> Run:
    """Its first start compiles the modules of the folder, as the image of a deployment has them."""

    def run() -> float:
        process = subprocess.Popen(
            [sys.executable, "-c", program], cwd=folder, env={**os.environ, **variables, "PYTHONPATH": ""}
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{program} failed")
        return used.ru_utime + used.ru_stime

    return run
