"""The core alone, over records that are in memory: its own time, how it grows, and what it holds."""

from __future__ import annotations

import bisect
import json
import tracemalloc
from collections.abc import Iterator, Sequence
from typing import Any

from crosstwin_contract.values import Caller
from hotread.answer import Answer, answer_text, history
from hotread.record import Record
from hotread.store import Page

from benchmarks.bench import telemetry
from benchmarks.bench.measure import (
    Comparison,
    Finding,
    Result,
    Scale,
    Tell,
    computed,
    medians,
    set_aside,
    spreads,
)

_MILLISECONDS, _MEGABYTES = 26, 10
_STORE_PAGE = 1000
_ANSWER_PAGE = 1000


class SortedRecords:
    """A store whose pages cost next to nothing."""

    orders_by_time = False

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._ids = [str(record["id"]) for record in records]

    def page(
        self,
        device: str,
        first_id: str,
        last_id: str,
        *,
        limit: int | None,
        continuation: object | None,
        **_: object,
    ) -> Page:
        assert device == telemetry.DEVICE
        start = continuation if isinstance(continuation, int) else bisect.bisect_left(self._ids, first_id)
        last = bisect.bisect_right(self._ids, last_id)
        end = min(start + min(limit or _STORE_PAGE, _STORE_PAGE), last)
        return Page(self._records[start:end], end if end < last else None)

    def earlier(self, *_: object, **__: object) -> Iterator[Page]:
        raise NotImplementedError


def measure(scale: Scale, tell: Tell) -> Iterator[Finding]:
    tell("the core alone")
    store = SortedRecords(telemetry.records(scale.rows))
    query = telemetry.history_query(scale.rows)
    answer = history(store, query, Caller.HTTP)
    set_aside()
    runs = {
        "ours": computed(lambda: answer_text(history, store, query)),
        "floor": computed(lambda: json.dumps(answer)),
    }
    found = spreads(runs, scale.repeats)
    what = f"core, {scale.rows:,} rows of 3 properties to JSON"
    yield Comparison(what, found["ours"], found["floor"], None, limit=_MILLISECONDS, of="ms")
    tracemalloc.start()
    answer_text(history, store, query)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    yield Result(f"{what}: memory at its most", "", peak / 1e6, _MEGABYTES, "", unit=" MB")
    yield from _growth(scale, tell)


def _growth(scale: Scale, tell: Tell) -> Iterator[Result]:
    tell(f"growth: {', '.join(f'{rows:,}' for rows in scale.growth)} rows through pages")
    stores = {rows: SortedRecords(telemetry.records(rows)) for rows in scale.growth}
    set_aside()
    runs = {str(rows): computed(lambda rows=rows: _follow(stores[rows], rows)) for rows in scale.growth}
    per_row = {int(rows): seconds / int(rows) for rows, seconds in medians(runs, scale.repeats).items()}
    least, *_, most = scale.growth
    yield Result(
        f"{most:,} rows through pages of {_ANSWER_PAGE:,}",
        f"{least:,} rows, per row",
        per_row[most] / per_row[least],
        1.2,
        ", ".join(f"{rows:,}: {seconds * 1e6:.3g} µs" for rows, seconds in per_row.items()),
    )
    peaks = list(_peaks(stores[most], most))
    yield Result(
        f"memory of the later of those {len(peaks)} pages, at its most",
        "the first page",
        max(peaks[1:], default=peaks[0]) / peaks[0],
        1.1,
        f"{max(peaks) / 1e6:.2f} MB : {peaks[0] / 1e6:.2f} MB",
    )
    tell("growth: down-sampled")
    thin = {rows: _peak(rows, {"maxDataPoints": 500}) for rows in scale.growth[1:]}
    few, many = thin.values()
    yield Result(
        f"memory of {most:,} rows down-sampled to 500",
        f"{scale.growth[1]:,} rows",
        many / few,
        1.1,
        f"{many / 1e6:.2f} MB : {few / 1e6:.2f} MB",
    )


def _pages(store: SortedRecords, rows: int) -> Iterator[Answer]:
    query: dict[str, Any] = {**telemetry.history_query(rows), "maxResults": _ANSWER_PAGE}
    while True:
        answer = history(store, query, Caller.HTTP)
        yield answer
        if "nextToken" not in answer:
            return
        query["nextToken"] = answer["nextToken"]


def _follow(store: SortedRecords, rows: int) -> None:
    for _ in _pages(store, rows):
        pass


def _peaks(store: SortedRecords, rows: int) -> Iterator[int]:
    """The memory that each page takes at its most, in bytes."""
    pages = _pages(store, rows)
    tracemalloc.start()
    try:
        while True:
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            if next(pages, None) is None:
                return
            yield tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def _peak(rows: int, options: dict[str, Any]) -> int:
    store = SortedRecords(telemetry.records(rows))
    tracemalloc.start()
    try:
        history(store, {**telemetry.history_query(rows), **options}, Caller.HTTP)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
