"""Stores in which several records of a device can have one time, and whose order is that of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from crosstwin_contract.times import NANOSECONDS, key_at, nanoseconds, sort_key, spelled
from crosstwin_contract.values import Caller
from hotread.answer import history, last_entry
from hotread.errors import InvalidStoredRecord
from hotread.record import NAME_FIELD
from hotread.store import InvalidTime, Page

from tests.unit.core.memory_store import MemoryStore

START = nanoseconds("2026-01-15T10:00:00.000000000")


class TimedStore(MemoryStore):
    """Orders by time, and equal times by name; bounds are instants."""

    orders_by_time = True

    def __init__(self, records: Any, page_size: int = 3) -> None:
        super().__init__(records, page_size)
        self.records.sort(key=self.place)

    @staticmethod
    def place(record: Any) -> tuple[str, str]:
        return sort_key(record["id"]), record[NAME_FIELD]

    def page(self, device: str, first_id: Any, last_id: Any, **asked: Any) -> Any:
        found = [record for record in self.records if record["iotDeviceId"] == device]
        if first_id is not None:
            found = [record for record in found if sort_key(record["id"]) >= low(first_id)]
        if last_id is not None:
            found = [record for record in found if sort_key(record["id"]) <= high(last_id)]
        if asked["descending"]:
            found.reverse()
        start = asked["continuation"] or 0
        end = start + min(self.page_size, asked["limit"] or self.page_size)
        self.read += len(found[start:end])
        return Page(found[start:end], end if end < len(found) else None)


def low(bound: str) -> str:
    if bound[-1] == "~":
        return key_at(nanoseconds(sort_key(f"{bound[:-1]}Z")) + (1 if len(bound) > 20 else NANOSECONDS))
    return sort_key(bound if bound[-1] == "Z" else f"{bound}Z")


def high(bound: str) -> str:
    if bound[-1] == "~":
        return bound[:-1] if len(bound) > 20 else f"{bound[:-1]}.999999999"
    return sort_key(bound) if bound[-1] == "Z" else key_at(nanoseconds(sort_key(f"{bound}Z")) - 1)


def rows(*instants: int) -> list[dict[str, Any]]:
    """Records at these milliseconds after START, each with its number as its value and in its name."""
    return [
        {
            "iotDeviceId": "d",
            "id": spelled(key_at(START + after * 1_000_000)),
            "n": number,
            NAME_FIELD: f"document {number}",
        }
        for number, after in enumerate(instants)
    ]


def query(**more: Any) -> dict[str, Any]:
    return {
        "iotDeviceId": "d",
        "selectedProperties": ["n"],
        "startTime": "2026-01-15T10:00:00Z",
        "endTime": "2026-01-15T11:00:00Z",
        **more,
    }


def pages(store: MemoryStore, payload: dict[str, Any]) -> Iterator[list[int]]:
    token = None
    while True:
        answer = history(store, {**payload, "nextToken": token}, Caller.HTTP)
        yield [item["value"]["IntegerValue"] for item in answer["propertyValues"][0]["values"]]
        token = answer.get("nextToken")
        if token is None:
            return


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
@pytest.mark.parametrize("most", [1, 2, 3, 5])
@pytest.mark.parametrize("page_size", [1, 3, 100])
def test_pages_within_equal_times_give_every_row_once(order: str, most: int, page_size: int) -> None:
    instants = [0, 0, 0, 1, 1, 500, 500, 500, 500, 999, 1000, 1000, 60_000]
    store = TimedStore(rows(*instants), page_size)
    found = [n for page in pages(store, query(orderByTime=order, maxResults=most)) for n in page]
    assert found == sorted(range(len(instants)), reverse=order == "DESCENDING")


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
def test_a_page_within_a_second_reads_no_more_than_it_gives(order: str) -> None:
    store = TimedStore(rows(*range(0, 900, 3)), 100)
    found: list[int] = []
    for page in pages(store, query(orderByTime=order, maxResults=30)):
        assert store.read <= len(page) + 3
        store.read = 0
        found += page
    assert found == sorted(range(300), reverse=order == "DESCENDING")


def test_bounds_within_a_second_are_exact() -> None:
    store = TimedStore(rows(0, 499, 500, 501, 1499, 1500, 1501))
    bounds = {"startTime": "2026-01-15T10:00:00.500Z", "endTime": "2026-01-15T10:00:01.500Z"}
    assert [n for page in pages(store, query(**bounds)) for n in page] == [2, 3, 4, 5]
    assert store.read == 4


def test_the_newest_of_an_exact_order_needs_no_rest_of_its_second() -> None:
    store = TimedStore(rows(*range(0, 900, 3)), 100)
    answer = last_entry(store, query(), Caller.HTTP)
    assert answer["propertyValues"]["n"]["propertyValue"] == {"IntegerValue": 299}
    assert store.read == 2


def test_a_time_of_another_form_is_named_with_its_field_and_what_was_expected() -> None:
    records = [{"iotDeviceId": "d", "id": InvalidTime("ts", "1768471200", "milliseconds since 1970"), "n": 1}]
    with pytest.raises(InvalidStoredRecord, match="ts '1768471200' is not milliseconds since 1970"):
        history(MemoryStore(records), query(), Caller.HTTP)
