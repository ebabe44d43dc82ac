"""Runs side by side, and what comes out of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Run = Callable[[], float]  # returns the seconds that count
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured. `rows` are those of a history, `growth` the histories that are compared.

    Without `plain_imports`, a synthesis is compared with itself: importing the provider packages takes long.
    """

    rows: int
    growth: tuple[int, ...]
    repeats: int  # of what takes milliseconds
    requests: int  # of a connector, for a median
    starts: int  # of processes
    examples: tuple[str, ...]
    plain_imports: bool
    fleets: tuple[int, ...]  # devices


FULL = Scale(
    10_000,
    (1_000, 10_000, 100_000),
    9,
    400,
    7,
    ("azure-to-aws", "mixed"),
    plain_imports=True,
    fleets=(100, 1_000, 10_000),
)
# Shows that every bench still runs. Its figures mean nothing.
SHORT = Scale(50, (20, 40, 80), 1, 3, 1, ("azure-to-aws",), plain_imports=False, fleets=(3, 30))


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report. `measured` is compared with `limit`; `detail` says what it is made of."""

    what: str
    against: str
    measured: float
    limit: float
    detail: str
    unit: str = " x"
    at_least: bool = False

    @property
    def holds(self) -> bool:
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def timed(run: Callable[[], object]) -> Run:
    """The run with its wall-clock time."""

    def measured() -> float:
        started = time.perf_counter()
        run()
        return time.perf_counter() - started

    return measured


def computed(run: Callable[[], object]) -> Run:
    """The run with the time that it had the processor: for what neither waits nor has others work for it."""

    def measured() -> float:
        started = time.process_time()
        run()
        return time.process_time() - started

    return measured


def medians(runs: Mapping[str, Run], repeats: int) -> dict[str, float]:
    """The median of each, run in turns, so that whatever else the machine does meets all of them alike."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():
        run()  # what is made once is made before
    for _ in range(repeats):
        for name, run in runs.items():
            seconds[name].append(run())
    return {name: statistics.median(found) for name, found in seconds.items()}


def ratio(what: str, against: str, ours: Run, theirs: Run, *, at_most: float, repeats: int) -> Result:
    found = medians({"ours": ours, "theirs": theirs}, repeats)
    return Result(
        what,
        against,
        found["ours"] / found["theirs"],
        at_most,
        f"{milliseconds(found['ours'])} : {milliseconds(found['theirs'])}",
    )


def milliseconds(seconds: float) -> str:
    value = seconds * 1000
    return f"{value:,.0f} ms" if value >= 100 else f"{value:.3g} ms"
