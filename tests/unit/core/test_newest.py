"""The newest value of each property: by instant, within bounds, and for no more than it costs."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from crosstwin_contract.times import sort_key
from crosstwin_contract.values import Caller
from hotread import answer
from hotread.answer import history, last_entry
from hotread.env import integer
from hotread.errors import InvalidQuery, InvalidStoredRecord
from hotread.json_log import JsonFormatter
from hotread.newest import Bounds
from hotread.store import Page
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.core.memory_store import MemoryStore

START = datetime(2026, 1, 15, 10, 30, tzinfo=UTC)
NAMES = ["a", "b", "bLatest", "c"]


class FindingStore(MemoryStore):
    """As Cosmos DB does: it can tell which records have a property."""

    def earlier(
        self, device: str, wanted: Sequence[Sequence[str]], page: Page, *, first_id: str, limit: int
    ) -> Iterator[Page]:
        self.calls.append({"wanted": [tuple(names) for names in wanted], "limit": limit})
        for names in wanted:
            found = [
                record
                for record in reversed(self.records)
                if record["iotDeviceId"] == device
                and first_id <= record["id"] < page.records[-1]["id"]
                and any(record.get(name) is not None for name in names)
            ][:1]
            self.read += len(found)
            yield Page(found, "more" if found else None)


STORES = pytest.mark.parametrize("store", [MemoryStore, FindingStore])


def row(time: str, **properties: Any) -> dict[str, Any]:
    return {"iotDeviceId": "d", "id": f"2026-01-15T{time}", **properties}


def newest(store: MemoryStore, *names: str, caller: Caller = Caller.HTTP) -> dict[str, Any]:
    """(value, time) by property."""
    query = {"iotDeviceId": "d", "workspaceId": "w", "entityId": "e", "selectedProperties": list(names)}
    found = last_entry(store, query, caller)["propertyValues"]
    return {
        name: (*entry["propertyValue"].values(), entry.get("time", "").removeprefix("2026-01-15T"))
        for name, entry in found.items()
    }


@STORES
def test_each_property_has_its_newest_value_and_that_ones_time(store: type[MemoryStore]) -> None:
    rows = [row("10:00:00Z", rpm=900, running=True), row("10:30:00Z", rpm=1480)]
    expected = {"rpm": (1480, "10:30:00Z"), "running": (True, "10:00:00Z")}
    assert newest(store(rows), "rpm", "running") == expected
    assert newest(store(rows), "running", "rpm", "absent") == expected
    assert newest(store(rows), "runningLatest") == {"runningLatest": (True, "10:00:00Z")}


def test_twinmaker_gets_no_time_because_its_answers_have_no_such_field() -> None:
    rows = [row("10:00:00Z", running=True), row("10:30:00Z", rpm=1480)]
    found = newest(MemoryStore(rows), "rpm", "running", caller=Caller.TWINMAKER)
    assert found == {"rpm": (1480, ""), "running": (True, "")}


@STORES
def test_null_is_no_value(store: type[MemoryStore]) -> None:
    rows = [row("10:00:00Z", rpm=900), row("10:30:00Z", rpm=None), row("10:31:00Z", rpm=None)]
    assert newest(store(rows), "rpm") == {"rpm": (900, "10:00:00Z")}


@STORES
@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (["10:30:00Z", "10:30:00.5Z"], 1),
        (["10:30:00Z", "10:30:00.999999999Z", "10:30:00.5Z", "10:30:00+00:00"], 1),
        (["10:30:00.5Z", "10:30:00.51Z"], 1),
        (["10:30:00.500000000Z", "10:30:00.5Z"], 1),
        (["10:30:00.5+00:00", "10:30:00.49Z"], 0),
        (["10:30:00Z", *(f"10:30:00.{n:03}Z" for n in range(900)), "10:30:00.9Z"], 901),
    ],
)
def test_within_the_newest_second_the_latest_instant_counts(
    store: type[MemoryStore], times: list[str], expected: int
) -> None:
    rows = [row("10:29:59.9999Z", n=-1), *(row(time, n=number) for number, time in enumerate(times))]
    assert newest(store(rows), "n") == {"n": (expected, times[expected].replace("+00:00", "Z"))}


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to 15 records, most of a few seconds, in mixed precision, with some of the properties each."""
    found = {}
    for offset in draw(st.lists(st.integers(0, 3_000_000), max_size=15)):
        moment = START + timedelta(microseconds=draw(st.sampled_from([offset, offset // 500_000 * 500_000])))
        text = moment.replace(tzinfo=None).isoformat() + draw(st.sampled_from(["Z", "+00:00"]))
        values = draw(st.dictionaries(st.sampled_from(NAMES), st.none() | st.integers(0, 9), max_size=4))
        found[text] = {"iotDeviceId": "d", "id": text, **values}
    return list(found.values())


@pytest.mark.parametrize("store", [MemoryStore, FindingStore])
@given(rows=histories(), page_size=st.integers(1, 20))
def test_whatever_the_records_each_property_has_its_newest_value(
    store: type[MemoryStore], rows: list[dict[str, Any]], page_size: int
) -> None:
    expected = {}
    for record in sorted(rows, key=lambda found: (sort_key(found["id"]), found["id"])):
        for name in ("a", "b", "c", "bLatest", "cLatest"):
            values = [record.get(stored) for stored in (name, name.removesuffix("Latest"))]
            value = next((value for value in values if value is not None), None)
            if value is not None:
                expected[name] = (value, record["id"].replace("+00:00", "Z").removeprefix("2026-01-15T"))
    assert newest(store(rows, page_size), "a", "b", "c", "bLatest", "cLatest") == expected


def test_a_whole_record_costs_two_and_a_missing_property_twenty_more() -> None:
    rows = [row(f"10:{n // 60:02}:{n % 60:02}Z", rpm=n) for n in range(200)]
    store = MemoryStore(rows, page_size=1000)
    assert newest(store, "rpm") == {"rpm": (199, "10:03:19Z")}
    assert (store.read, len(store.calls)) == (2, 1)
    store = MemoryStore(rows, page_size=1000)
    newest(store, "rpm", "absent")
    assert (store.read, len(store.calls)) == (21, 2)


@pytest.mark.parametrize(("back", "found"), [(20, True), (21, False)])
def test_it_looks_back_over_twenty_records(back: int, found: bool) -> None:
    rows = [row(f"10:00:{n:02}Z", rpm=n) for n in range(60)]
    rows[59 - back]["running"] = True
    assert ("running" in newest(MemoryStore(rows, 1000), "rpm", "running")) == found
    assert "running" in newest(FindingStore(rows, 1000), "rpm", "running")


@STORES
@pytest.mark.parametrize(
    ("stored", "found"),
    [("2026-01-14T10:30:00.5Z", True), ("2026-01-14T10:30:00.4999Z", False), ("2025-01-01T00:00:00Z", False)],
)
def test_it_looks_back_over_24_hours_from_the_newest_record(
    store: type[MemoryStore], stored: str, found: bool
) -> None:
    rows = [{"iotDeviceId": "d", "id": stored, "running": True}, row("10:30:00.5Z", rpm=1)]
    assert ("running" in newest(store(rows), "rpm", "running")) == found


def test_a_store_that_can_tell_is_asked_for_the_missing_properties_alone_by_all_their_names() -> None:
    rows = [row(f"10:00:{n:02}Z", rpm=n) for n in range(60)]
    store = FindingStore(rows, 1000)
    newest(store, "rpm", "a", "bLatest")
    assert store.calls[-1]["wanted"] == [("a",), ("bLatest", "b")]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 2026-01-15T10:30:00Z."""
    monkeypatch.setattr(time, "time_ns", lambda: int(START.timestamp()) * 10**9)


@STORES
@pytest.mark.usefixtures("now")
def test_a_record_from_the_future_is_logged_and_not_the_newest(
    store: type[MemoryStore], caplog: pytest.LogCaptureFixture
) -> None:
    future = {"iotDeviceId": "d", "id": "2043-05-04T02:19:03Z", "rpm": 1, "running": True}
    rows = [row("10:00:00Z", rpm=900, running=False), row("10:39:59.9Z", rpm=1480), future]
    with caplog.at_level(logging.WARNING):
        assert newest(store(rows), "rpm", "running") == {
            "rpm": (1480, "10:39:59.9Z"),
            "running": (False, "10:00:00Z"),
        }
    (line,) = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    assert (line["message"], line["device"], line["record"]) == (
        "the newest record is from the future",
        "d",
        "2043-05-04T02:19:03Z",
    )


@pytest.mark.usefixtures("now")
def test_ten_minutes_ahead_is_what_a_clock_may_be() -> None:
    rows = [row("10:00:00Z", rpm=900), row("10:39:59.999Z", rpm=1480)]
    assert newest(MemoryStore(rows), "rpm") == {"rpm": (1480, "10:39:59.999Z")}
    assert newest(MemoryStore([*rows, row("10:40:00Z", rpm=1)]), "rpm") == {"rpm": (1480, "10:39:59.999Z")}


@pytest.mark.usefixtures("now")
def test_records_from_the_future_alone_are_an_error_and_not_no_data() -> None:
    rows = [{"iotDeviceId": "d", "id": "2043-05-04T02:19:03Z", "rpm": 1}]
    with pytest.raises(InvalidStoredRecord, match="'d' has only records from the future; the newest is 2043"):
        newest(MemoryStore(rows), "rpm")


def test_a_record_without_a_time_counts_only_on_the_way() -> None:
    rows = [row("10:00:00Z", running=True), row("10:15 oops", rpm=1), row("10:30:00Z", rpm=1480)]
    assert newest(MemoryStore(rows), "rpm") == {"rpm": (1480, "10:30:00Z")}
    with pytest.raises(InvalidStoredRecord, match="10:15 oops"):
        newest(MemoryStore(rows), "rpm", "running")


def test_newest_values_that_do_not_fit_into_one_answer_are_refused() -> None:
    rows = [row(f"10:00:{n:02}Z", **{f"p{n}": "x" * 400_000}) for n in range(15)]
    with pytest.raises(InvalidQuery, match="so many do not fit") as refused:
        newest(MemoryStore(rows, 1000), *(f"p{n}" for n in range(15)))
    assert refused.value.code == "ANSWER_TOO_LARGE"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("LAST_ENTRY_RECORDS", " 5 ", Bounds(records=5)),
        ("LAST_ENTRY_HOURS", "0", Bounds(hours=0)),
        ("FUTURE_TOLERANCE_SECONDS", "60", Bounds(tolerance=60)),
        ("FUTURE_TOLERANCE_SECONDS", "", Bounds()),
    ],
)
def test_the_bounds_are_settings(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: Bounds
) -> None:
    monkeypatch.setenv(name, value)
    assert Bounds.from_environment() == expected
    monkeypatch.setattr(answer, "BOUNDS", expected)
    rows = [row(f"10:00:{n:02}Z", rpm=n) for n in range(60)]
    rows[50]["running"] = True
    assert ("running" in newest(MemoryStore(rows), "rpm", "running")) == (name[0] == "F")


@pytest.mark.parametrize("name", ["LAST_ENTRY_RECORDS", "LAST_ENTRY_HOURS", "FUTURE_TOLERANCE_SECONDS"])
@pytest.mark.parametrize("value", ["-1", "1.5", "many", "٣", "99999999999", "1001000"])
def test_a_faulty_setting_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(EnvironmentError, match=f"the environment variable {name} is .*; expected an integer"):
        Bounds.from_environment()


def test_a_setting_below_its_least_value_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "0")
    with pytest.raises(EnvironmentError, match="expected an integer from 1 to 9"):
        integer("X", otherwise=5, least=1, most=9)


@pytest.mark.parametrize(
    "ids", [["2026-01-15 10:00:00Z"], ["1768471200", "1768471260"], [7], ["yesterday"], ["2026-01-15T10:30"]]
)
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-01-15T10:00:00Z", "2026-01-15T11:00:00Z"),
        ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
    ],
)
@pytest.mark.parametrize(
    "options",
    [{}, {"maxResults": 5}, {"maxDataPoints": 5}, {"interpolation": {"intervalInSeconds": 320_000_000}}],
)
def test_a_history_of_ids_that_are_no_times_is_an_error_whatever_the_range(
    ids: list[Any], start: str, end: str, options: dict[str, Any]
) -> None:
    store = MemoryStore([{"iotDeviceId": "d", "id": id_, "n": 1} for id_ in ids], page_size=1000)
    query = {"iotDeviceId": "d", "selectedProperties": ["n"], "startTime": start, "endTime": end, **options}
    for order in ("ASCENDING", "DESCENDING"):
        with pytest.raises(InvalidStoredRecord, match=r"device 'd' has a record whose id .* is not an ISO"):
            history(store, {**query, "orderByTime": order}, Caller.HTTP)


def test_a_history_with_nothing_in_its_range_is_empty_if_any_record_has_a_time() -> None:
    query = {
        "iotDeviceId": "d",
        "selectedProperties": ["n"],
        "startTime": "2026-01-15T12:00:00Z",
        "endTime": "2026-01-15T13:00:00Z",
    }
    for rows in ([], [row("10:00:00Z", n=1)], [row("10:00:00Z", n=1), {"iotDeviceId": "d", "id": "zz"}]):
        assert history(MemoryStore(rows), query, Caller.HTTP)["propertyValues"][0]["values"] == []
