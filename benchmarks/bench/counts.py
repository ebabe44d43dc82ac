"""What queries read and move, counted: records of the store, calls, and bytes. This is what a cloud bills.

The counts are exact and the same on any machine. The limits are the promises of
tests/contract/readers/test_records_read.py.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosstwin_contract.values import Caller
from hotread.answer import answer_text, history, last_entry
from hotread.histories import histories
from hotread.last_entries import last_entries
from hotread.newest import BOUNDS
from hotread.store import HotStore, QueryStore

from benchmarks.bench import telemetry
from benchmarks.bench.measure import Count, Scale
from benchmarks.bench.received import received
from benchmarks.cost import RECORDS_OF_A_LAST_ENTRY, RECORDS_OF_A_SEARCH

FLEET_ROWS = 20  # of each device of the fleet
_PAGE, _SMALL_PAGE = 500, 10
_LEVEL = 3  # of gzip, as the readers pack
# One record before the page's rows, and two after: each end may be within a second that others share.
_EDGES = 3

Read = Callable[[QueryStore, Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class _Query:
    """`limit` is how many records it may read for the rows of its answer. `page`: the one that counts."""

    what: str
    payload: Mapping[str, Any]
    read: Read
    limit: Callable[[int], int]
    page: int = 1


def counted(name: str, cloud: str, store: HotStore, scale: Scale) -> Iterator[Count]:
    """The counts of each query over a store with `scale.rows` of the device, and with the fleet."""
    for query in _queries(scale, cloud):
        payload = dict(query.payload)
        for _ in range(query.page - 1):
            payload["nextToken"] = json.loads(query.read(QueryStore(store), payload))["nextToken"]
        query.read(QueryStore(store), payload)  # its connections are open before bytes are counted
        measured, before = QueryStore(store), received()
        text = query.read(measured, payload)
        after = received()
        rows = _rows(json.loads(text))
        yield Count(
            query.what,
            name,
            rows,
            measured.records,
            query.limit(rows),
            measured.pages,
            # A store that closes its connections took the count with it.
            (after - before) or None if before is not None and after is not None else None,
            len(text.encode()),
            len(gzip.compress(text.encode(), _LEVEL)),
        )


def _queries(scale: Scale, cloud: str) -> Sequence[_Query]:
    everything = telemetry.history_query(scale.rows)
    page, small = (min(size, scale.rows // 5) for size in (_PAGE, _SMALL_PAGE))
    few = {"maxResults": small}
    devices = max(scale.batches)
    batch = telemetry.batch_query(devices)
    newest = telemetry.newest_query()
    # Every fiftieth record has this value. One row more than asked for shows whether there is another page.
    rare = {"propertyFilters": [{"propertyName": "rpm", "operator": "=", "value": 925}], "maxResults": 5}
    each_two_seconds = {
        "selectedProperties": ["rpm"],
        "interpolation": {"interpolationType": "LINEAR", "intervalInSeconds": 2},
    }
    absent = {"selectedProperties": [*telemetry.PROPERTIES, "never-stored"]}

    def edges(rows: int) -> int:
        return rows + _EDGES

    def whole(*_: int) -> int:
        return scale.rows + _EDGES

    return (
        _Query(f"history, {scale.rows:,} rows in one answer", everything, _history, edges),
        _Query(f"history, page 1 of {page} rows", {**everything, "maxResults": page}, _history, edges),
        _Query(f"history, page 2 of {page} rows", {**everything, "maxResults": page}, _history, edges, 2),
        _Query(f"history, page 4 of {page} rows", {**everything, "maxResults": page}, _history, edges, 4),
        _Query(f"history, page 2 of {small} rows", {**everything, **few}, _history, edges, 2),
        _Query(
            "history, filter that one record of 50 meets",
            {**everything, **rare},
            _history,
            lambda rows: min(scale.rows, 2 * 50 * (rows + 1)) + _EDGES,
        ),
        _Query("history, down-sampled to 500 values", {**everything, "maxDataPoints": 500}, _history, whole),
        _Query(
            f"history, {small} values interpolated, one each 2 s",
            {**everything, **each_two_seconds, **few},
            _history,
            lambda rows: 2 * rows + 2 * _EDGES,
        ),
        _Query("newest values", newest, _newest, lambda _: RECORDS_OF_A_LAST_ENTRY),
        _Query(
            "newest values, and a property that was never stored",
            {**newest, **absent},
            _newest,
            lambda _: RECORDS_OF_A_SEARCH[cloud],
        ),
        _Query(
            f"newest values of {devices} devices",
            batch,
            _newest_of_many,
            lambda _: devices * RECORDS_OF_A_LAST_ENTRY,
        ),
        _Query(
            f"histories of {devices} devices, {FLEET_ROWS} rows each",
            {**batch, **telemetry.range_of(FLEET_ROWS)},
            histories_of_many,
            lambda rows: rows + devices * _EDGES,
        ),
    )


def _history(store: QueryStore, payload: Mapping[str, Any]) -> str:
    return answer_text(history, store, payload)


def _newest(store: QueryStore, payload: Mapping[str, Any]) -> str:
    return answer_text(last_entry, store, payload)


def _newest_of_many(store: QueryStore, payload: Mapping[str, Any]) -> str:
    return json.dumps(last_entries(store, payload, BOUNDS).answer, separators=(",", ":"))


def histories_of_many(store: QueryStore, payload: Mapping[str, Any]) -> str:
    return histories(store, payload, Caller.HTTP).text()


def _rows(answer: Mapping[str, Any]) -> int:
    """The rows of an answer: the records of a history, or the devices whose newest values are there."""
    if devices := answer.get("devices"):
        return sum(_rows(device) if "propertyValues" in device else 1 for device in devices)
    values = answer["propertyValues"]
    return max(len(entry["values"]) for entry in values) if isinstance(values, list) else 1
