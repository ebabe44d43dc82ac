"""The `crosstwin` command, run over a deployed twin."""

from __future__ import annotations

import os
import subprocess
import sys

from crosstwin.local.twin import RunningTwin


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
