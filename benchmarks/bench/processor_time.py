"""The processor time of processes: of some while they run, and of a command with all that it starts."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

_CHILD_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h
_PROC = Path("/proc")


def is_counted() -> bool:
    """Whether the system counts it for each process, as Linux does."""
    return _PROC.joinpath("self/stat").exists()


def of_running(pids: Iterable[int]) -> float:
    """Seconds of these processes and of those that they have started, ended ones included."""
    children: dict[int, list[int]] = {}
    ticks: dict[int, int] = {}
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            with suppress(OSError):  # it has ended
                fields = folder.joinpath("stat").read_text().rpartition(")")[2].split()
                children.setdefault(int(fields[1]), []).append(int(folder.name))
                ticks[int(folder.name)] = sum(map(int, fields[11:15]))  # its own, and of waited-for children
    family = set(pids)
    while more := {child for parent in family for child in children.get(parent, ())} - family:
        family |= more
    return sum(ticks.get(pid, 0) for pid in family) / os.sysconf("SC_CLK_TCK")


def of_command(command: Sequence[str], folder: Path) -> float:
    """Runs a command to its end. Returns the seconds of all the processes that it started.

    Raises RuntimeError with the end of its output if it fails.
    """
    done = subprocess.run(
        [sys.executable, "-m", __name__, *command], cwd=folder, capture_output=True, text=True, check=False
    )
    last = done.stdout.splitlines()[-1:]
    if done.returncode or not last:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr[-1000:]}")
    return float(json.loads(last[0]))


def main(command: Sequence[str]) -> int:
    """Prints the seconds. Processes whose parent ends before them are waited for, too."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    with suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps(used.ru_utime + used.ru_stime))  # noqa: T201
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
