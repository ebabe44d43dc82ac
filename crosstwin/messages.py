"""Lines for the operator. They go to stderr: stdout is for what a command was asked for."""

from __future__ import annotations

import sys


def note(line: str) -> None:
    print(f"crosstwin: {line}", file=sys.stderr, flush=True)  # noqa: T201
