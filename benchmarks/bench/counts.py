"""What queries read and move, counted: records of the store, calls, and bytes. This is what a cloud bills.

The counts are exact and the same on any machine. The limits are the promises of
tests/contract/readers/test_records_read.py.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from crosstwin_contract.values import Caller
from hotread import batch
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
    """`limit` is how many records it may read for its answer, which has `rows`. `page`: the one that counts.

    `of_fleet`: it is asked of the store with the fleet.
    """

    what: str
    payload: Mapping[str, Any]
    read: Read
    rows: int
    limit: int
    page: int = 1
    of_fleet: bool = False


@contextmanager
def without_latest_start() -> Iterator[None]:
    """A query for many devices starts its last search whenever it comes to it: an emulator can be slow."""
    with patch.object(batch, "LATEST_START", math.inf):
        yield


def require_rows(answer: Mapping[str, Any], rows: int) -> None:
    """Raises AssertionError where an answer lacks some: what it cost is no figure then."""
    errors = [device["error"] for device in answer.get("devices", ()) if "error" in device]
    assert not errors, f"{len(errors)} devices failed, the first one by {errors[0]}"
    assert _rows(answer) == rows, f"{_rows(answer)} rows of {rows}"


def counted(name: str, cloud: str, store: HotStore, fleet: HotStore, scale: Scale) -> Iterator[Count]:
    """The counts of each query over a store with `scale.rows` of the device, and one with the fleet."""
    for query in _queries(scale, cloud):
        asked = fleet if query.of_fleet else store
        payload = dict(query.payload)
        for _ in range(query.page - 1):
            payload["nextToken"] = json.loads(query.read(QueryStore(asked), payload))["nextToken"]
        query.read(QueryStore(asked), payload)  # its connections are open before bytes are counted
        measured, before = QueryStore(asked), received()
        text = query.read(measured, payload)
        after = received()
        require_rows(json.loads(text), query.rows)
        yield Count(
            query.what,
            name,
            query.rows,
            measured.records,
            query.limit,
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
    many = telemetry.batch_query(devices)
    newest = telemetry.newest_query()
    # Every fiftieth record has this value. One row more than asked for shows whether there is another page.
    rare = {"propertyFilters": [{"propertyName": "rpm", "operator": "=", "value": 925}], "maxResults": 5}
    each_two_seconds = {
        "selectedProperties": ["rpm"],
        "interpolation": {"interpolationType": "LINEAR", "intervalInSeconds": 2},
    }
    absent = {"selectedProperties": [*telemetry.PROPERTIES, "never-stored"]}

    whole = scale.rows + _EDGES
    of_rare = min(5, len(range(25, scale.rows, 50)))
    small_page = (_history, small, small + _EDGES)
    large_page = (_history, page, page + _EDGES)
    of_fleet = devices * FLEET_ROWS
    return (
        _Query(f"history, {scale.rows:,} rows in one answer", everything, _history, scale.rows, whole),
        _Query(f"history, page 1 of {page} rows", {**everything, "maxResults": page}, *large_page),
        _Query(f"history, page 2 of {page} rows", {**everything, "maxResults": page}, *large_page, 2),
        _Query(f"history, page 4 of {page} rows", {**everything, "maxResults": page}, *large_page, 4),
        _Query(f"history, page 2 of {small} rows", {**everything, **few}, *small_page, 2),
        _Query(
            "history, filter that one record of 50 meets",
            {**everything, **rare},
            _history,
            of_rare,
            min(scale.rows, 2 * 50 * (of_rare + 1)) + _EDGES,
        ),
        _Query(
            "history, down-sampled to 500 values",
            {**everything, "maxDataPoints": 500},
            _history,
            min(500, scale.rows),
            whole,
        ),
        _Query(
            f"history, {small} values interpolated, one each 2 s",
            {**everything, **each_two_seconds, **few},
            _history,
            small,
            2 * small + 2 * _EDGES,
        ),
        _Query("newest values", newest, _newest, 1, RECORDS_OF_A_LAST_ENTRY),
        _Query(
            "newest values, and a property that was never stored",
            {**newest, **absent},
            _newest,
            1,
            RECORDS_OF_A_SEARCH[cloud],
        ),
        _Query(
            f"newest values of {devices} devices",
            many,
            _newest_of_many,
            devices,
            devices * RECORDS_OF_A_LAST_ENTRY,
            of_fleet=True,
        ),
        _Query(
            f"histories of {devices} devices, {FLEET_ROWS} rows each",
            {**many, **telemetry.range_of(FLEET_ROWS)},
            histories_of_many,
            of_fleet,
            of_fleet + devices * _EDGES,
            of_fleet=True,
        ),
    )


def _history(store: QueryStore, payload: Mapping[str, Any]) -> str:
    return answer_text(history, store, payload)


def _newest(store: QueryStore, payload: Mapping[str, Any]) -> str:
    return answer_text(last_entry, store, payload)


def _newest_of_many(store: QueryStore, payload: Mapping[str, Any]) -> str:
    with without_latest_start():
        return json.dumps(last_entries(store, payload, BOUNDS).answer, separators=(",", ":"))


def histories_of_many(store: QueryStore, payload: Mapping[str, Any]) -> str:
    with without_latest_start():
        return histories(store, payload, Caller.HTTP).text()


def _rows(answer: Mapping[str, Any]) -> int:
    """The rows of an answer: the records of a history, or the devices whose newest values are there."""
    if devices := answer.get("devices"):
        return sum(_rows(device) if "propertyValues" in device else 1 for device in devices)
    values = answer["propertyValues"]
    return max(len(entry["values"]) for entry in values) if isinstance(values, list) else 1
