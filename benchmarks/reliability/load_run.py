"""Puts a target under load and measures it."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reliability.load import asking
from benchmarks.reliability.pace import Pace
from benchmarks.reliability.processes import Memory
from benchmarks.reliability.targets import TARGETS


@dataclass(frozen=True, slots=True)
class Measured:
    """One target under load. `percentiles` are seconds, after the warm-up; `growth` is the Pace's."""

    target: str
    requests: int
    seconds: float
    failures: Counter[str]
    percentiles: dict[int, float]
    memory_before: Memory
    memory_after: Memory
    growth: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def broken(self) -> str:
        """What did not hold, "" if all did."""
        grown = self.memory_after.mib_each - self.memory_before.mib_each
        told = [f"{count} times {kind}" for kind, count in self.failures.items()]
        if grown > self.growth * self.memory_before.mib_each:
            told.append(f"a process grew by {grown:.1f} MiB")
        return "; ".join(told)


def run_load(name: str, pace: Pace, folder: Path) -> Measured:
    """The warm-up lasts until each client has had an answer, and some seconds more."""
    with TARGETS[name].running(folder) as target:
        with asking(target.clients(pace.clients), pause=0.1) as load:
            time.sleep(pace.warm_up_seconds)
            memory_before, started = target.memory(), time.monotonic()
            time.sleep(pace.load_seconds)
            memory_after = target.memory()
        measured = load.since(started)
        return Measured(
            target.name,
            len(measured.requests),
            # The requests under way at the end are counted, and so is the time until the last of them.
            measured.requests[-1].ended - started,
            load.kinds_of_failure,  # of the warm-up too
            {percent: measured.percentile(percent) for percent in (50, 95, 99)},
            memory_before,
            memory_after,
            pace.growth,
        )
