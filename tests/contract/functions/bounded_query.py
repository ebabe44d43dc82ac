"""What a query over a cloud's store does when its time is over. The clock ticks with each call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pytest
from crosstwin_contract.values import Caller
from hotread.answer import history
from hotread.errors import TimeRangeTooLong
from hotread.histories import histories
from hotread.store import HotStore, Page, QueryStore

Row = dict[str, Any]
HOUR = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}
DEVICES = ("bounded-1", "bounded-2")
ROWS = 120
RECORDS_PER_PAGE = 20
# Calls of the store in which a query must end: 80 records.
LIMIT = 3.5
MATCHES_NOTHING = {"propertyFilters": [{"propertyName": "n", "operator": "<", "value": 0}]}
SOME = {"propertyFilters": [{"propertyName": "n", "operator": ">", "value": 50}]}


class Ticking:
    """A store with small pages, each of which takes a second of its own clock."""

    def __init__(self, store: HotStore) -> None:
        self._store = store
        self.now = 0.0

    @property
    def orders_by_time(self) -> bool:
        return self._store.orders_by_time

    def page(self, device: str, first_id: str | None, last_id: str | None, **options: Any) -> Page:
        self.now += 1
        options["limit"] = min(options["limit"] or RECORDS_PER_PAGE, RECORDS_PER_PAGE)
        return self._store.page(device, first_id, last_id, **options)

    def earlier(self, *_: Any, **__: Any) -> Any:
        raise NotImplementedError

    def of_query(self, limit: float) -> QueryStore:
        return QueryStore(self, limit, lambda: self.now)


def check(store: HotStore, put: Callable[[Iterable[Row]], None]) -> None:
    """Rows of three devices, several of a second in spellings whose text order is not the order of time."""
    fractions = ("Z", ".25Z", ".5+00:00")
    put(
        {
            "iotDeviceId": device,
            "id": f"2026-01-15T10:{n // 3 // 60:02}:{n // 3 % 60:02}{fractions[n % 3]}",
            "n": n,
        }
        for device in DEVICES
        for n in range(ROWS)
    )
    ticking = Ticking(store)
    for order, most in (("ASCENDING", 40), ("DESCENDING", None)):
        options = {"orderByTime": order, "maxResults": most}
        found, pages = _follow(ticking, {**options, **MATCHES_NOTHING})
        assert found == []
        assert pages > 1
        expected = sorted(range(51, ROWS), reverse=order == "DESCENDING")
        found, pages = _follow(ticking, {**options, **SOME})
        assert found == expected
        assert pages > 1
        assert _follow_devices(ticking, {**options, **SOME}) == dict.fromkeys(DEVICES, expected)
    for long in (
        {"maxDataPoints": 5},
        {"interpolation": {"interpolationType": "LINEAR", "intervalInSeconds": 60}},
    ):
        with pytest.raises(TimeRangeTooLong):
            history(ticking.of_query(LIMIT), _query(long), Caller.HTTP)
        assert _outcomes(ticking, long) == dict.fromkeys(DEVICES, "TIME_RANGE_TOO_LONG")
        assert _outcomes(ticking, {**long, "endTime": "2026-01-15T10:00:02Z"}) == dict.fromkeys(DEVICES, "")


def _query(options: Mapping[str, Any]) -> Row:
    return {"iotDeviceId": DEVICES[0], "selectedProperties": ["n"], **HOUR, **options}


def _numbers(entry: Mapping[str, Any]) -> Sequence[int]:
    return [item["value"]["IntegerValue"] for item in entry["propertyValues"][0]["values"]]


def _follow(store: Ticking, options: Mapping[str, Any]) -> tuple[list[int], int]:
    found: list[int] = []
    token = None
    for pages in range(1, 200):
        answer = history(store.of_query(LIMIT), _query({**options, "nextToken": token}), Caller.HTTP)
        found += _numbers(answer)
        token = answer.get("nextToken")
        if token is None:
            return found, pages
    raise AssertionError("nextToken never ends")


def _pages_of_devices(store: Ticking, options: Mapping[str, Any]) -> Iterable[list[Row]]:
    payload = {"devices": [*DEVICES], "selectedProperties": ["n"], **HOUR, **options}
    for _ in range(200):
        # As objects: direct invocations are answered in camelCase.
        found = histories(store.of_query(LIMIT), payload, Caller.TWINMAKER)
        yield found.entries
        if found.next_token is None:
            return
        payload["nextToken"] = found.next_token
    raise AssertionError("nextToken never ends")


def _follow_devices(store: Ticking, options: Mapping[str, Any]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for page in _pages_of_devices(store, options):
        for entry in page:
            values = entry["propertyValues"][0]["values"]
            found.setdefault(entry["iotDeviceId"], []).extend(
                item["value"]["integerValue"] for item in values
            )
    return found


def _outcomes(store: Ticking, options: Mapping[str, Any]) -> dict[str, str]:
    return {
        entry["iotDeviceId"]: entry.get("error", {}).get("code", "")
        for page in _pages_of_devices(store, options)
        for entry in page
    }
