"""The histories of many devices: page by page, in order, within bounds, and each with its own error."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from crosstwin_contract.values import Caller
from hotread import batch
from hotread.answer import history
from hotread.errors import HotReadError, StoreThrottled
from hotread.histories import histories
from hotread.http import HttpRequest, serve
from hotread.json_log import JsonFormatter
from hotread.position import Place, Position, next_token, token_of_place
from hotread.reading import answer_query
from hotread.sizes import LARGEST_ANSWER
from hotread.store import HotStore, QueryStore
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.core.memory_store import MemoryStore
from tests.unit.core.test_last_entries import TOKEN, FailingStore, WatchedStore, codes, item, row

HOUR = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}
DOWN_SAMPLED = {"maxDataPoints": 4}
ROW = Place(0, "a", Position.at("2026-01-15T10:00:00Z"))
INTERPOLATED = {"interpolation": {"interpolationType": "LINEAR", "intervalInSeconds": 600}}


def post(store: HotStore, payload: Mapping[str, Any]) -> tuple[int, Any]:
    body = json.dumps({"target_layer": "L3-hot", "payload": {**HOUR, **payload}}).encode()
    request = HttpRequest("POST", {"X-Inter-Cloud-Token": TOKEN}, lambda: body)
    response = serve(request, read=history, store=store, tokens=(TOKEN,))
    return response.status, json.loads(response.body)


def pages(store: HotStore, devices: Iterable[Any], **payload: Any) -> Iterator[list[dict[str, Any]]]:
    asked = {"devices": list(devices), **payload}
    for _ in range(500):
        status, answer = post(store, asked)
        assert status == 200, answer
        assert answer.keys() <= {"devices", "nextToken"}
        assert answer["devices"]
        yield answer["devices"]
        if "nextToken" not in answer:
            return
        asked["nextToken"] = answer["nextToken"]
    raise AssertionError("nextToken never ends")


def joined(found: Iterable[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The entries of all pages; those of one device that follow each other as one."""
    entries: list[dict[str, Any]] = []
    for entry in (entry for page in found for entry in page):
        if entries and entries[-1]["iotDeviceId"] == entry["iotDeviceId"]:
            for before, after in zip(entries[-1]["propertyValues"], entry["propertyValues"], strict=True):
                before["values"] += after["values"]
        else:
            entries.append(entry)
    return entries


def alone(store: HotStore, device: Mapping[str, Any], **payload: Any) -> dict[str, Any]:
    """The whole history of one device, asked for by itself."""
    answer = history(store, {**HOUR, **device, **payload}, Caller.HTTP)
    assert "nextToken" not in answer
    return {"iotDeviceId": device["iotDeviceId"], **answer}


def rows_of(page: Iterable[Mapping[str, Any]]) -> int:
    return sum(len(entry["propertyValues"][0]["values"]) for entry in page)


@settings(deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 3599), max_size=9, unique=True), min_size=1, max_size=12),
    st.sampled_from([None, 1, 2, 5, 20]),
    st.sampled_from(["ASCENDING", "DESCENDING"]),
    st.sampled_from([{}, INTERPOLATED]),
)
def test_all_pages_together_are_the_histories_of_the_devices_in_the_order_asked(
    seconds: list[list[int]], most: int | None, order: str, options: dict[str, Any]
) -> None:
    store = MemoryStore(
        row(f"d{device}", f"10:{second // 60 % 60:02}:{second % 60:02}Z", n=second)
        for device, of_device in enumerate(seconds)
        for second in of_device
    )
    devices = [item(f"d{device}", "n", "absent") for device in reversed(range(len(seconds)))]
    options = {**options, "orderByTime": order}
    found = [*pages(store, devices, maxResults=most, **options)]
    if most:
        assert all(rows_of(page) <= most for page in found)
    assert joined(found) == [alone(store, device, **options) for device in devices]


@pytest.mark.parametrize("options", [{}, DOWN_SAMPLED, INTERPOLATED])
def test_each_device_is_answered_as_by_itself(options: dict[str, Any]) -> None:
    store = MemoryStore(row(f"d{d}", f"10:{m:02}:00Z", n=d * m % 7) for d in range(20) for m in range(30))
    devices = [{**item(f"d{d}", "n"), "entityId": f"e{d}", "componentName": "c"} for d in range(20)]
    (page,) = pages(store, devices, **options)
    assert page == [alone(store, device, **options) for device in devices]
    assert page[7]["propertyValues"][0]["entityPropertyReference"] == {
        "entityId": "e7",
        "componentName": "c",
        "propertyName": "n",
    }


def test_a_device_may_be_asked_for_twice_and_its_filters_are_those_of_all() -> None:
    store = MemoryStore(row("a", f"10:{m:02}:00Z", n=m, m=-m) for m in range(10))
    filters = [{"propertyName": "n", "operator": ">", "value": 3}]
    found = [
        *pages(store, [item("a", "n"), item("a", "m")], maxResults=4, propertyFilters=filters),
    ]
    values = [
        [value["value"]["IntegerValue"] for value in entry["propertyValues"][0]["values"]]
        for page in found
        for entry in page
    ]
    assert values == [[4, 5, 6, 7], [8, 9], [-4, -5], [-6, -7, -8, -9]]


@pytest.mark.parametrize(
    ("fault", "code", "names"),
    [
        (None, "INVALID_QUERY", "expected an object"),
        (1, "INVALID_QUERY", "expected an object"),
        ("b", "INVALID_QUERY", "selectedProperties is missing"),
        ({}, "INVALID_QUERY", "iotDeviceId"),
        ({"iotDeviceId": "a"}, "INVALID_QUERY", "selectedProperties is missing"),
        (item("no time", "n"), "INVALID_STORED_RECORD", "'yesterday'"),
        (item("nan", "n"), "INVALID_STORED_RECORD", "n"),
        (
            {**item("a", "n"), "properties": {"n": {"definition": {"dataType": {"type": "STRING"}}}}},
            "VALUE_TYPE_MISMATCH",
            "n",
        ),
        (item("throttled", "n"), "STORE_THROTTLED", "try again later"),
        (item("broken", "n"), "STORE_FAILED", "the hot store could not be read"),
    ],
)
@pytest.mark.parametrize("most", [None, 1])
def test_one_bad_device_is_one_error(fault: Any, code: str, names: str, most: int | None) -> None:
    store = FailingStore(
        [
            row("a", "10:00:00Z", n=1),
            row("nan", "10:00:00Z", n=float("nan")),
            {"iotDeviceId": "no time", "id": "yesterday", "n": 1},
        ]
    )
    store.failures = {"throttled": StoreThrottled(), "broken": ConnectionError("10.0.0.7 refused")}
    found = pages(store, [item("a", "n"), fault, item("a", "n")], maxResults=most)
    first, bad, last = (entry for page in found for entry in page)
    assert first == last
    assert rows_of([first]) == 1
    assert bad["error"]["code"] == code
    assert names in bad["error"]["message"]
    device = fault.get("iotDeviceId") if isinstance(fault, dict) else "b" if fault == "b" else None
    assert bad.get("iotDeviceId") == (device or None)


def test_a_string_is_the_id_of_a_device_for_which_the_fields_of_the_payload_count() -> None:
    store = MemoryStore(row(name, "10:00:00Z", n=1, m=2.0) for name in "abc")
    shared = {
        "selectedProperties": ["n"],
        "properties": {"n": {"definition": {"dataType": {"type": "DOUBLE"}}}},
    }
    (page,) = pages(store, ["a", item("b", "m"), "c"], **shared)
    value = {"time": "2026-01-15T10:00:00Z", "value": {"DoubleValue": 1.0}}
    assert [entry["propertyValues"][0]["values"] for entry in page] == [
        [value],
        [{**value, "value": {"DoubleValue": 2.0}}],
        [value],
    ]


@pytest.mark.parametrize("devices", [[], {}, "a", 1, False, [item("a", "n")] * 101])
def test_a_list_that_is_wrong_is_refused(devices: Any) -> None:
    status, answer = post(MemoryStore([]), {"devices": devices})
    assert status == 400
    assert answer["error"]["message"] == "devices: expected a list of 1 to 100 devices"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"startTime": None}, "INVALID_QUERY"),
        ({"endTime": "2026-01-15T09:00:00Z"}, "INVALID_TIME_RANGE"),
        ({"maxResults": -1}, "INVALID_QUERY"),
        ({"maxResults": 1, "maxDataPoints": 1}, "INVALID_QUERY"),
        ({"nextToken": "x"}, "INVALID_NEXT_TOKEN"),
        ({"nextToken": next_token("2026-01-15T10:00:00Z")}, "INVALID_NEXT_TOKEN"),
        ({"nextToken": token_of_place(Place(1, "a"))}, "INVALID_NEXT_TOKEN"),
        ({"nextToken": token_of_place(Place(0, "b"))}, "INVALID_NEXT_TOKEN"),
        ({"nextToken": token_of_place(Place(0, "a", Position("", "yesterday")))}, "INVALID_NEXT_TOKEN"),
        (
            {"maxDataPoints": 1, "nextToken": token_of_place(ROW)},
            "INVALID_NEXT_TOKEN",
        ),
    ],
)
def test_a_fault_beside_the_devices_is_one_of_the_whole_query(fault: dict[str, Any], code: str) -> None:
    status, answer = post(MemoryStore([]), {"devices": [item("a", "n")], **fault})
    assert (status, answer["error"]["code"]) == (400, code)


def test_a_token_of_many_devices_is_none_of_one() -> None:
    payload = {**item("a", "n"), "nextToken": token_of_place(ROW)}
    status, answer = post(MemoryStore([]), payload)
    assert (status, answer["error"]["code"]) == (400, "INVALID_NEXT_TOKEN")


@pytest.mark.parametrize("device", ["a b", "ü 1:", " ", "d" * 1024])
def test_a_token_holds_any_name(device: str) -> None:
    store = MemoryStore(row(device, f"10:00:0{n}Z", n=n) for n in range(3))
    found = [*pages(store, [item(device, "n")], maxResults=1)]
    assert [rows_of(page) for page in found] == [1, 1, 1]


@pytest.mark.parametrize("options", [{}, DOWN_SAMPLED])
def test_no_page_is_over_5_mib_and_all_pages_have_everything(options: dict[str, Any]) -> None:
    names = [f"device-{n}" for n in range(40)]
    store = MemoryStore([row(name, f"10:0{n}:00Z", text='"' * 60_000) for name in names for n in range(4)])
    found = [*pages(store, [item(name, "text") for name in names], **options)]
    assert all(len(json.dumps(json.dumps({"devices": page}))) <= LARGEST_ANSWER for page in found)
    assert joined(found) == [alone(store, item(name, "text"), **options) for name in names]
    assert len(found) < 9  # 40 x 4 x 120 kB, of which 5 MiB hold 43


def test_a_device_that_never_fits_is_an_error_and_does_not_keep_the_others_out() -> None:
    rows = [row("large", f"10:00:{n:02}Z", **{f"p{n}": "x" * 400_000}) for n in range(15)]
    store = MemoryStore([*rows, row("a", "10:00:00Z", p1=1)], 1000)
    large = item("large", *(f"p{n}" for n in range(15)))
    found = pages(store, [item("a", "p1"), large, item("a", "p1")], maxDataPoints=2)
    assert codes(entry for page in found for entry in page) == ["", "ANSWER_TOO_LARGE", ""]


def test_a_page_that_one_device_fills_asks_for_no_other() -> None:
    store = MemoryStore([row(f"d{d}", f"10:00:{n:02}Z", n=n) for d in range(20) for n in range(60)], 100)
    devices = [item(f"d{d}", "n") for d in range(20)]
    _, answer = post(store, {"devices": devices, "maxResults": 50})
    assert rows_of(answer["devices"]) == 50
    assert {call["device"] for call in store.calls} == {"d0"}
    assert store.read <= 50 + 3


def test_up_to_eight_devices_are_asked_for_at_the_same_time_by_threads_that_are_kept() -> None:
    store = WatchedStore([row(f"d{n}", "10:00:00Z", n=n) for n in range(50)], together=1)
    devices = [item(f"d{n}", "n") for n in range(50)]
    for _ in range(3):
        (page,) = pages(store, devices)
        assert [entry["iotDeviceId"] for entry in page] == [f"d{n}" for n in range(50)]
    assert store.most <= 8
    assert len(store.threads) <= 8


def test_a_direct_invocation_is_answered_in_camel_case_and_does_not_raise_for_one_device() -> None:
    store = MemoryStore([row("a", "10:00:00Z", n=1.5), row("a", "10:00:01Z", n=2.5)])
    payload = {**HOUR, "devices": [item("a", "n"), {"iotDeviceId": "b"}], "maxResults": 1}
    answer = answer_query(history, store, payload, trace_id="t")
    (entry,) = answer["devices"]
    assert entry["propertyValues"][0]["values"] == [
        {"time": "2026-01-15T10:00:00Z", "value": {"doubleValue": 1.5}}
    ]
    answer = answer_query(history, store, {**payload, "nextToken": answer["nextToken"]}, trace_id="t")
    answer = answer_query(history, store, {**payload, "nextToken": answer["nextToken"]}, trace_id="t")
    assert codes(answer["devices"]) == ["INVALID_QUERY"]
    with pytest.raises(HotReadError, match="startTime"):
        answer_query(history, store, {**payload, "startTime": "never"}, trace_id="t")


def test_one_line_says_how_many_devices_and_what_failed(caplog: pytest.LogCaptureFixture) -> None:
    store = FailingStore([row("a", "10:00:00Z", n=1)])
    store.failures = {"throttled": StoreThrottled(), "broken": ConnectionError("10.0.0.7 refused")}
    with caplog.at_level(logging.DEBUG):
        post(store, {"devices": [item(name, "n") for name in ("a", "throttled", "broken")]})
    (line,) = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    assert line["message"] == "history query"
    assert (line["devices"], line["severity"], line["outcome"]) == (3, "ERROR", "STORE_FAILED")
    assert line["failed"] == {"STORE_THROTTLED": 1, "STORE_FAILED": 1}
    assert line["cause"].startswith("device 'broken': ConnectionError: 10.0.0.7 refused (page:")


class SlowStore(MemoryStore):
    """Each call takes a second of its own clock."""

    now = 0.0

    def page(self, *args: Any, **kwargs: Any) -> Any:
        self.now += 1
        return super().page(*args, **kwargs)


def page_of(store: SlowStore, devices: list[Any], limit: float, **payload: Any) -> tuple[list[Any], Any]:
    """The entries and the token of a page that has so many seconds."""
    one_query = QueryStore(store, limit, lambda: store.now)
    found = histories(one_query, {**HOUR, "devices": devices, **payload}, Caller.TWINMAKER)
    return found.entries, found.next_token


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
def test_a_page_ends_with_the_time_and_the_next_one_goes_on(order: str) -> None:
    store = SlowStore(row(f"d{d}", f"10:{m:02}:00Z", n=m) for d in range(5) for m in range(20))
    devices = [item(f"d{d}", "n") for d in range(5)]
    found, token = [], None
    for _ in range(100):
        entries, token = page_of(store, devices, 4.5, nextToken=token, orderByTime=order)
        found.append(entries)
        if token is None:
            break
    assert len(found) > 5
    direct = {"workspaceId": "w", "entityId": "e", "orderByTime": order}
    values = [
        history(store, {**HOUR, **device, **direct}, Caller.TWINMAKER)["propertyValues"][0]["values"]
        for device in devices
    ]
    assert [entry["propertyValues"][0]["values"] for entry in joined(found)] == values


@pytest.mark.parametrize("options", [DOWN_SAMPLED, {**INTERPOLATED, "maxResults": 3}])
def test_only_a_device_that_had_the_whole_time_to_itself_has_a_range_that_is_too_long(
    options: dict[str, Any],
) -> None:
    rows = [row("long", f"10:{m:02}:00Z", n=m) for m in range(60)]
    store = SlowStore([*rows, *(row(d, f"10:{m:02}:00Z", n=m) for d in "abc" for m in range(5))])
    devices = [item(name, "n") for name in ("a", "long", "b", "c")]
    found, token = [], None
    for _ in range(10):
        entries, token = page_of(store, devices, 5.5, nextToken=token, **options)
        found += entries
        if token is None:
            break
    by_device = {entry["iotDeviceId"]: codes([entry])[0] for entry in found}
    assert by_device == {"a": "", "long": "TIME_RANGE_TOO_LONG", "b": "", "c": ""}


def test_no_device_is_started_when_little_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "LATEST_START", 1.5)
    store = SlowStore(row(d, "10:00:00Z", n=1) for d in "abcd")
    entries, token = page_of(store, [item(d, "n") for d in "abcd"], 100)
    assert [entry["iotDeviceId"] for entry in entries] in (["a", "b"], ["a", "b", "c"])
    assert token is not None
