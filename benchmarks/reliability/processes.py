"""The processes of a server, and the memory that they take, as the system's `ps` tells it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import TypeVar

_Yielded = TypeVar("_Yielded")
_FRONT_END = " -m crosstwin.local.front "


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory of some processes, in MiB."""

    processes: int
    mib: float

    @property
    def mib_each(self) -> float:
        return self.mib / max(self.processes, 1)


def start(stack: ExitStack, server: AbstractContextManager[_Yielded]) -> tuple[_Yielded, set[int]]:
    """Starts a server. Returns what it yields, and the ids of its processes."""
    before = set(_descendants(os.getpid()))
    yielded = stack.enter_context(server)
    return yielded, set(_descendants(os.getpid())) - before


def memory_of(pids: Iterable[int]) -> Memory:
    """Of these processes, which this one has started, and of those that they have started since."""
    running = _descendants(os.getpid())
    return _sum({pid: running[pid] for pid in pids} | _started_by(pids))


def memory_of_children(pids: Iterable[int]) -> Memory:
    """Of what these processes have started: of ministack, the processes that it runs Lambdas in."""
    return _sum(_started_by(pids))


def children_of(pids: Iterable[int]) -> set[int]:
    """What these processes have started."""
    return set(_started_by(pids))


def _sum(kib: Mapping[int, int]) -> Memory:
    return Memory(len(kib), sum(kib.values()) / 1024)


def _started_by(pids: Iterable[int]) -> dict[int, int]:
    return {pid: kib for parent in pids for pid, kib in _descendants(parent).items()}


def _descendants(pid: int) -> dict[int, int]:
    """Resident memory in KiB of a process's children and theirs, by process id.

    Without front ends of this machine, which run nothing of a reader.
    """
    # Not for this command itself, which is a child too.
    command = ["ps", "-A", "-ww", "-o", "pid=,ppid=,rss=,args="]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as ps:
        lines = [line for line in ps.communicate()[0].splitlines() if _FRONT_END not in line]
        rows = [tuple(map(int, line.split(maxsplit=3)[:3])) for line in lines]
    found: dict[int, int] = {}
    parents = {pid}
    while parents:
        children = {child: rss for child, parent, rss in rows if parent in parents and child != ps.pid}
        found.update(children)
        parents = set(children)
    return found
