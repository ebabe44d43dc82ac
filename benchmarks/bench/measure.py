"""Runs side by side, and what comes out of them."""

from __future__ import annotations

import gc
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
    histories: tuple[int, ...]  # rows, over a store; the last size over DynamoDB alone
    batches: tuple[int, ...]  # devices in a query
    clients: int  # at once
    values: int  # of a large answer
    load_seconds: float
    demo: bool


FULL = Scale(
    10_000,
    (1_000, 10_000, 100_000),
    9,
    400,
    7,
    ("azure-to-aws", "mixed"),
    plain_imports=True,
    fleets=(100, 1_000, 10_000),
    histories=(100, 1_000, 10_000, 100_000),
    batches=(1, 10, 100),
    clients=50,
    values=30_000,
    load_seconds=8,
    demo=True,
)
# Shows that every bench still runs. Its figures mean nothing, except for counts, which are exact.
SHORT = Scale(
    50,
    (20, 40, 80),
    1,
    3,
    1,
    ("azure-to-aws",),
    plain_imports=False,
    fleets=(3, 30),
    histories=(10, 40, 80),
    batches=(1, 3),
    clients=2,
    values=30,
    load_seconds=0.5,
    demo=False,
)


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


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds of several runs: their median, and the least, which other work on the machine changes least."""

    median: float
    least: float

    def __str__(self) -> str:
        return f"{milliseconds(self.median)} ({milliseconds(self.least)})"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A path beside the least that gets the same data (`floor`), and what a user would have `otherwise`.

    `limit` is how many times the median of the floor, or of what `of` names, the path may take at most; or
    so many milliseconds. `of` is "plain call", "otherwise" or "ms".
    """

    what: str
    seconds: Spread
    floor: Spread | None
    otherwise: Spread | None
    limit: float
    of: str

    @property
    def measured(self) -> float:
        return self.seconds.median * 1000 if self.of == "ms" else self.seconds.median / self._base.median

    @property
    def holds(self) -> bool:
        return self.measured <= self.limit

    @property
    def target(self) -> str:
        return f"≤ {self.limit:g} ms" if self.of == "ms" else f"≤ {self.limit:g} x {self.of}"

    @property
    def _base(self) -> Spread:
        base = self.floor if self.of == "plain call" else self.otherwise
        assert base is not None
        return base


@dataclass(frozen=True, slots=True)
class Count:
    """What one query reads and moves: `rows` in its answer, `read` records of the store in `calls`.

    `received` are the bytes that the store sent, None where the system does not count them; `answer` and
    `packed` those of the answer, as JSON and by gzip.
    """

    what: str
    store: str
    rows: int
    read: int
    limit: int
    calls: int
    received: int | None
    answer: int
    packed: int

    @property
    def measured(self) -> float:
        return self.read

    @property
    def holds(self) -> bool:
        return self.read <= self.limit


Finding = Result | Comparison | Count


def set_aside() -> None:
    """What is in memory so far is the bench's, many times what a function has: no collection looks at it."""
    gc.collect()
    gc.freeze()


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


def spreads(runs: Mapping[str, Run], repeats: int) -> dict[str, Spread]:
    """The times of each, run in turns, so that whatever else the machine does affects all of them alike."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():
        run()  # what is made once is made before
    for _ in range(repeats):
        for name, run in runs.items():
            seconds[name].append(run())
    return {name: Spread(statistics.median(found), min(found)) for name, found in seconds.items()}


def medians(runs: Mapping[str, Run], repeats: int) -> dict[str, float]:
    return {name: spread.median for name, spread in spreads(runs, repeats).items()}


def ratio(what: str, against: str, ours: Run, theirs: Run, *, at_most: float, repeats: int) -> Result:
    found = spreads({"ours": ours, "theirs": theirs}, repeats)
    return ratio_of(what, against, found["ours"], found["theirs"], at_most=at_most)


def ratio_of(what: str, against: str, ours: Spread, theirs: Spread, *, at_most: float) -> Result:
    return Result(what, against, ours.median / theirs.median, at_most, f"{ours} : {theirs}")


def many(run: Callable[[], object], times: int) -> Callable[[], None]:
    """The run so many times: for what takes less than the clock of the processor's time can measure."""

    def repeated() -> None:
        for _ in range(times):
            run()

    return repeated


def each_of(spread: Spread, times: int) -> Spread:
    """The times of one of so many."""
    return Spread(spread.median / times, spread.least / times)


def milliseconds(seconds: float) -> str:
    value = seconds * 1000
    return f"{value:,.0f} ms" if value >= 100 else f"{value:.3g} ms"
