"""A query ends with its time: a page with a token, what has no pages with an error by name."""

from __future__ import annotations

import json
import logging
import math
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from crosstwin_contract.times import sort_key, spelled
from crosstwin_contract.values import Caller
from hotread import batch, time_limit
from hotread.answer import history, last_entry
from hotread.deadline import DEADLINE, pause
from hotread.errors import HotReadError, TimeLimit, TimeRangeTooLong
from hotread.http import HttpRequest, serve
from hotread.json_log import JsonFormatter
from hotread.store import QueryStore
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.core.memory_store import MemoryStore
from tests.unit.core.test_paging import records

MINUTE = {"startTime": "2026-01-15T10:30:00Z", "endTime": "2026-01-15T10:31:00Z"}
QUERY = {"iotDeviceId": "d", "selectedProperties": ["n"], **MINUTE}
ORDERS = ["ASCENDING", "DESCENDING"]
MATCHES_NOTHING = {"propertyFilters": [{"propertyName": "n", "operator": "<", "value": 0}]}


class SlowStore(MemoryStore):
    """Each call takes a second of its own clock."""

    now = 0.0

    def page(self, *args: Any, **kwargs: Any) -> Any:
        self.now += 1
        return super().page(*args, **kwargs)

    def within(self, seconds: float) -> QueryStore:
        """The store for one query that has so many seconds."""
        return QueryStore(self, seconds, lambda: self.now)


def second(n: int) -> str:
    return f"2026-01-15T10:30:{n:02}Z"


def rows(count: int = 60) -> list[dict[str, Any]]:
    return [{"iotDeviceId": "d", "id": second(n), "n": n} for n in range(count)]


def follow(store: SlowStore, seconds: float, **payload: Any) -> tuple[list[int], int]:
    """The values of all pages, and how many pages there were."""
    found: list[int] = []
    token = None
    for number in range(1, 400):
        query = {**QUERY, **payload, "nextToken": token}
        answer = history(store.within(seconds), query, Caller.HTTP)
        found += [item["value"]["IntegerValue"] for item in answer["propertyValues"][0]["values"]]
        token = answer.get("nextToken")
        if token is None:
            return found, number
    raise AssertionError("nextToken never ends")


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("most", [None, 1, 7])
def test_a_filter_that_no_row_passes_goes_on_page_by_page(order: str, most: int | None) -> None:
    store = SlowStore(rows())
    found, pages = follow(store, 3.5, orderByTime=order, maxResults=most, **MATCHES_NOTHING)
    assert found == []
    assert 3 <= pages < 20
    assert store.read < 2 * 60  # little is read again


@settings(deadline=None)
@given(records(), st.integers(1, 7), st.sampled_from([None, 1, 3]), st.booleans(), st.booleans())
def test_every_row_comes_once_whenever_the_time_is_over(
    stored: list[dict[str, Any]], page_size: int, most: int | None, descending: bool, by_time: bool
) -> None:
    store = SlowStore(stored, page_size)
    if by_time:  # as a store with native times gives them
        for row in stored:
            row["id"] = spelled(sort_key(row["id"]))
        by_id = {row["id"]: row for row in stored}
        store = SlowStore(by_id.values(), page_size)
        store.records.sort(key=lambda row: sort_key(row["id"]))
        store.orders_by_time = True
    order = "DESCENDING" if descending else "ASCENDING"
    filters = [{"propertyName": "n", "operator": ">=", "value": 3}]
    options = {"orderByTime": order, "maxResults": most, "propertyFilters": filters}
    whole, _ = follow(store, 1000, **options)
    for seconds in (2.5, 4.5):
        try:
            found, _ = follow(store, seconds, **options)
        except TimeRangeTooLong:
            continue  # a second has more rows than can be read in the time
        assert found == whole


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("spelling", [".123456Z", ".999999999Z", "Z", "+00:00", ".000000000+00:00"])
def test_the_next_page_repeats_no_row_however_its_time_is_spelled(order: str, spelling: str) -> None:
    stored = [{"iotDeviceId": "d", "id": second(n).replace("Z", spelling), "n": n} for n in range(60)]
    found, pages = follow(SlowStore(stored), 2.5, orderByTime=order)
    assert found == sorted(range(60), reverse=order == "DESCENDING")
    assert pages > 5


def test_a_second_that_cannot_be_read_in_time_is_an_error_and_no_endless_page() -> None:
    stored = [{"iotDeviceId": "d", "id": f"2026-01-15T10:30:10.{n:02}Z", "n": n} for n in range(60)]
    with pytest.raises(TimeRangeTooLong, match=r"longer than 3\.5 s"):
        follow(SlowStore(stored), 3.5)


@pytest.mark.parametrize(
    "options",
    [
        {"maxDataPoints": 10},
        {"interpolation": {"interpolationType": "LINEAR", "intervalInSeconds": 1}},
        {"interpolation": {"interpolationType": "LINEAR", "intervalInSeconds": 1}, "maxResults": 50},
    ],
)
def test_what_needs_every_row_of_its_range_says_that_the_range_is_too_long(options: dict[str, Any]) -> None:
    store = SlowStore(rows())
    with pytest.raises(TimeRangeTooLong) as raised:
        history(store.within(3.5), {**QUERY, **options}, Caller.HTTP)
    assert (raised.value.status, raised.value.code) == (400, "TIME_RANGE_TOO_LONG")
    assert raised.value.message == "the query took longer than 3.5 s; ask for a shorter time range"
    assert store.now == 4
    shorter = {**QUERY, **options, "endTime": "2026-01-15T10:30:02Z"}
    assert history(store.within(20), shorter, Caller.HTTP)["propertyValues"][0]["values"]


def test_a_last_entry_that_takes_too_long_says_so() -> None:
    store = SlowStore(rows())
    with pytest.raises(TimeLimit) as raised:
        last_entry(store.within(2.5), {**QUERY, "selectedProperties": ["n", "absent"]}, Caller.HTTP)
    assert (raised.value.status, raised.value.code) == (503, "TIME_LIMIT")


@pytest.mark.parametrize(("platform", "expected"), [(None, 8), (30.0, 8), (10.0, 8), (5.0, 4.0), (1.0, 0.8)])
def test_a_query_gets_8_seconds_or_four_fifths_of_what_the_platform_has_left(
    platform: float | None, expected: float
) -> None:
    assert time_limit.time_limit(platform) == expected


class SleepingStore(MemoryStore):
    def page(self, *args: Any, **kwargs: Any) -> Any:
        time.sleep(0.02)
        return super().page(*args, **kwargs)


def post(monkeypatch: pytest.MonkeyPatch, payload: Mapping[str, Any]) -> tuple[int, Any, Mapping[str, str]]:
    monkeypatch.setattr(time_limit, "QUERY_TIMEOUT", 0.1)
    body = json.dumps({"target_layer": "L3-hot", "payload": {**QUERY, **payload}}).encode()
    request = HttpRequest("POST", {"X-Inter-Cloud-Token": "t"}, lambda: body)
    store = SleepingStore(rows())
    read = last_entry if "last" in payload else history
    response = serve(request, read=read, store=store, tokens=("t",))
    return response.status, json.loads(response.body), response.headers


@pytest.mark.parametrize(
    ("payload", "status", "outcome"),
    [
        (MATCHES_NOTHING, 200, "answered"),
        ({"maxDataPoints": 2}, 400, "TIME_RANGE_TOO_LONG"),
        ({"last": 1, "selectedProperties": ["absent"]}, 503, "TIME_LIMIT"),
        ({"devices": ["d"], **MATCHES_NOTHING}, 200, "answered"),
        ({"devices": ["d"], "maxDataPoints": 2}, 200, "TIME_RANGE_TOO_LONG"),
    ],
)  # fmt: skip
def test_a_query_that_ran_into_its_time_is_a_warning_in_the_log(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    payload: dict[str, Any],
    status: int,
    outcome: str,
) -> None:
    with caplog.at_level(logging.INFO):
        answered, answer, headers = post(monkeypatch, payload)
    assert answered == status
    assert ("nextToken" in answer) == (outcome == "answered")
    assert ("Retry-After" in headers) == (status == 503)
    (line,) = [
        json.loads(JsonFormatter().format(record)) for record in caplog.records if "query" in record.msg
    ]
    assert (line["severity"], line["outcome"]) == ("WARNING", outcome)
    assert "0.1 s" in line["cause"]


@pytest.fixture
def busy_threads() -> Iterator[None]:
    """Other queries have all threads that devices are searched in."""
    ended = threading.Event()
    for _ in range(batch.THREADS):
        batch.POOL.submit(ended.wait, 20)
    yield
    ended.set()


@pytest.mark.usefixtures("busy_threads")
@pytest.mark.parametrize("payload", [{"last": 1}, {}])
def test_devices_that_get_no_thread_in_time_say_so(
    monkeypatch: pytest.MonkeyPatch, payload: dict[str, Any]
) -> None:
    monkeypatch.setattr(batch, "_ENDING", 0.1)
    started = time.monotonic()
    status, answer, _ = post(monkeypatch, {**payload, "devices": ["d", "e"]})
    assert time.monotonic() - started < 1
    assert status == 200
    assert {entry["error"]["code"] for entry in answer["devices"]} == {"TIME_LIMIT"}
    # Of a history, the second device is on the next page.
    assert ("nextToken" in answer) == ("last" not in payload)


def test_a_store_that_answers_nothing_in_its_time_is_no_fault_of_the_range() -> None:
    """As a connector asks again after 503, and not after 400."""

    class Silent(MemoryStore):
        def page(self, *_: Any, **__: Any) -> Any:
            pause(0.2)  # it does not begin

    for options in ({}, {"maxDataPoints": 2}):
        with pytest.raises(TimeLimit) as raised:
            history(QueryStore(Silent([]), 0.1), {**QUERY, **options}, Caller.HTTP)
        assert (raised.value.status, raised.value.code) == (503, "TIME_LIMIT")


def test_a_deadline_is_that_of_its_query_alone() -> None:
    class Watching(MemoryStore):
        def page(self, *args: Any, **kwargs: Any) -> Any:
            left.append(DEADLINE.get().at - time.monotonic())
            return super().page(*args, **kwargs)

    left: list[float] = []
    for seconds in (30, 5):
        history(QueryStore(Watching(rows()), seconds), QUERY, Caller.HTTP)
        assert seconds - 1 < left[-1] <= seconds
        assert DEADLINE.get().at == math.inf


def test_the_error_is_final_for_a_connector() -> None:
    from remote_reader.retries import RETRIED_STATUSES

    assert issubclass(TimeRangeTooLong, HotReadError)
    assert TimeRangeTooLong.status not in RETRIED_STATUSES
