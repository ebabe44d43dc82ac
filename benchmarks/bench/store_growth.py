"""How a reader's processor time grows with the rows of a history, and with the devices of a query."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hotread.answer import answer_text, history
from hotread.last_entries import last_entries
from hotread.newest import BOUNDS
from hotread.store import HotStore, QueryStore

from benchmarks.bench import telemetry
from benchmarks.bench.counts import FLEET_ROWS, histories_of_many, require_rows, without_latest_start
from benchmarks.bench.measure import Result, Scale, Spread, computed, each_of, many, spreads

_REPEATS = 5
_LINEAR = 1.2
_BATCH = 1.2


def measure(name: str, store: HotStore, fleet: HotStore, scale: Scale) -> Iterator[Result]:
    """By rows, up to those that are written in the store; and by devices, of the store with the fleet."""
    sizes = [rows for rows in scale.histories if rows <= scale.rows]
    yield _by(
        f"{name}: history, each of {sizes[-1]:,} rows",
        f"each of {sizes[-2]:,} rows",
        {rows: lambda rows=rows: _follow(store, rows) for rows in sizes},
        limit=_LINEAR,
        scale=scale,
    )
    for what, ask in (("newest values", _newest), (f"histories of {FLEET_ROWS} rows", _histories)):
        for count in scale.batches:
            require_rows(json.loads(ask(fleet, count)), count * (1 if ask is _newest else FLEET_ROWS))
        yield _by(
            f"{name}: {what}, each of {scale.batches[-1]} devices in a query",
            "one device in a query",
            {count: lambda ask=ask, count=count: ask(fleet, count) for count in scale.batches},
            limit=_BATCH,
            scale=scale,
            fewer=scale.batches[0],
        )


def longest(name: str, store: HotStore, scale: Scale) -> Result:
    """By rows, with the longest history."""
    sizes = scale.histories[-2:]
    return _by(
        f"{name}: history, each of {sizes[-1]:,} rows, through pages",
        f"each of {sizes[-2]:,} rows",
        {rows: lambda rows=rows: _follow(store, rows) for rows in sizes},
        limit=_LINEAR,
        scale=scale,
    )


def _by(
    what: str,
    against: str,
    asks: Mapping[int, Callable[[], object]],
    *,
    limit: float,
    scale: Scale,
    fewer: int | None = None,
) -> Result:
    """The time of each of the most, against each of the `fewer` (default: the next smaller size)."""
    most = max(asks)
    # A short one is repeated, so that each run takes long enough to be measured.
    times = {size: max(1, min(10, scale.requests, most // size // 10)) for size in asks}
    runs = {str(size): computed(many(ask, times[size])) for size, ask in asks.items()}
    found = spreads(runs, min(_REPEATS, scale.repeats))
    each: dict[int, Spread] = {size: each_of(found[str(size)], times[size] * size) for size in asks}
    fewer = fewer or sorted(asks)[-2]
    detail = ", ".join(f"{size:,}: {spread.median * 1e6:.3g} µs" for size, spread in each.items())
    return Result(what, against, each[most].median / each[fewer].median, limit, detail)


def _follow(store: HotStore, rows: int) -> None:
    """The history in as many answers as it takes."""
    payload: dict[str, Any] = telemetry.history_query(rows)
    while True:
        text = answer_text(history, QueryStore(store), payload)
        token = text.rpartition('"nextToken":')[2]
        if token == text:
            return
        payload["nextToken"] = json.loads(token.removesuffix("}"))


def _newest(store: HotStore, devices: int) -> str:
    with without_latest_start():
        return json.dumps(last_entries(QueryStore(store), telemetry.batch_query(devices), BOUNDS).answer)


def _histories(store: HotStore, devices: int) -> str:
    payload = {**telemetry.batch_query(devices), **telemetry.range_of(FLEET_ROWS)}
    return histories_of_many(QueryStore(store), payload)
