"""Many devices in one query: in order, at the same time, within bounds, and each with its own error."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hotread import batch, last_entries
from hotread.answer import last_entry
from hotread.errors import StoreThrottled
from hotread.http import HttpRequest, serve
from hotread.json_log import JsonFormatter
from hotread.reading import answer_query
from hotread.sizes import LARGEST_ANSWER
from hotread.store import HotStore, Page

from tests.unit.core.memory_store import MemoryStore
from tests.unit.core.test_newest import FindingStore

TOKEN = "the-token"
STORES = pytest.mark.parametrize("store", [MemoryStore, FindingStore])


def row(device: str, time: str, **properties: Any) -> dict[str, Any]:
    return {"iotDeviceId": device, "id": f"2026-01-15T{time}", **properties}


def item(device: str, *names: str, since: str | None = None) -> dict[str, Any]:
    return {
        "iotDeviceId": device,
        "selectedProperties": list(names),
        **({"since": f"2026-01-15T{since}"} if since else {}),
    }


def post(store: HotStore, devices: Any, **shared: Any) -> tuple[int, Any]:
    body = json.dumps({"target_layer": "L3-hot", "payload": {"devices": devices, **shared}}).encode()
    request = HttpRequest("POST", {"X-Inter-Cloud-Token": TOKEN}, lambda: body)
    response = serve(request, read=last_entry, store=store, tokens=(TOKEN,))
    return response.status, json.loads(response.body)


def ask(store: HotStore, devices: Iterable[Any]) -> list[dict[str, Any]]:
    status, answer = post(store, list(devices))
    assert status == 200, answer
    assert answer.keys() == {"devices"}
    found: list[dict[str, Any]] = answer["devices"]
    return found


def codes(answers: Iterable[Mapping[str, Any]]) -> list[str]:
    return [answer["error"]["code"] if "error" in answer else "" for answer in answers]


class FailingStore(MemoryStore):
    """Fails for the devices named in `failures`."""

    failures: Mapping[str, Exception] = {}

    def page(self, device: str, *args: Any, **kwargs: Any) -> Page:
        if device in self.failures:
            raise self.failures[device]
        return super().page(device, *args, **kwargs)


class WatchedStore(MemoryStore):
    """Remembers the threads that asked, and how many asked at the same time."""

    def __init__(self, records: Iterable[Mapping[str, Any]], *, together: int) -> None:
        super().__init__(records)
        self.threads: set[int] = set()
        self.most = self._now = 0
        self._lock = threading.Lock()
        self._barrier = threading.Barrier(together)

    def page(self, *args: Any, **kwargs: Any) -> Page:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            self.threads.add(threading.get_ident())
        self._barrier.wait(10)
        try:
            return super().page(*args, **kwargs)
        finally:
            with self._lock:
                self._now -= 1


@STORES
def test_devices_are_answered_in_the_order_asked_each_value_with_its_time(store: type[MemoryStore]) -> None:
    rows = [
        row("a", "10:00:00Z", running=True),
        row("a", "10:30:00Z", rpm=1480),
        row("b", "10:10:00+00:00", torque=12.5),
    ]
    assert ask(
        store(rows),
        [item("b", "torque"), item("a", "rpm", "runningLatest", "absent"), item("c", "rpm"), item("b")],
    ) == [
        {
            "iotDeviceId": "b",
            "values": {"torque": {"time": "2026-01-15T10:10:00Z", "value": {"DoubleValue": 12.5}}},
        },
        {
            "iotDeviceId": "a",
            "values": {
                "rpm": {"time": "2026-01-15T10:30:00Z", "value": {"IntegerValue": 1480}},
                "runningLatest": {"time": "2026-01-15T10:00:00Z", "value": {"BooleanValue": True}},
            },
        },
        {"iotDeviceId": "c", "values": {}},
        {"iotDeviceId": "b", "values": {}},
    ]


@STORES
@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("10:00:00Z", ["rpm", "running"]),
        ("10:00:00.000000001Z", ["rpm"]),
        ("10:30:00.5Z", ["rpm"]),
        ("11:30:00.50+01:00", ["rpm"]),
        ("10:30:00.51Z", None),
        ("11:00:00Z", None),
    ],
)
def test_since_leaves_out_older_values_and_unchanged_means_that_there_is_none(
    store: type[MemoryStore], since: str, expected: list[str] | None
) -> None:
    rows = [row("a", "10:00:00Z", running=True), row("a", "10:30:00.5Z", rpm=1480)]
    (found,) = ask(store(rows), [item("a", "rpm", "running", since=since)])
    if expected is None:
        assert found == {"iotDeviceId": "a", "unchanged": True}
    else:
        assert list(found["values"]) == expected


@STORES
@pytest.mark.parametrize(
    ("since", "read"), [(None, 22), ("10:00:40Z", 22), ("10:00:55Z", 6), ("10:01:00Z", 2)]
)
def test_the_search_for_older_values_ends_at_since(
    store: type[MemoryStore], since: str | None, read: int
) -> None:
    rows = [row("a", f"10:00:{n:02}Z", rpm=n) for n in range(60)]
    asked = store(rows)
    ask(asked, [item("a", "rpm", "absent", since=since)])
    assert asked.read <= read


@pytest.mark.parametrize(
    ("fault", "code", "names"),
    [
        (None, "INVALID_QUERY", "expected an object"),
        (5, "INVALID_QUERY", "expected an object"),
        ({}, "INVALID_QUERY", "iotDeviceId"),
        ({"iotDeviceId": "a"}, "INVALID_QUERY", "selectedProperties is missing"),
        ({"iotDeviceId": "", "selectedProperties": []}, "INVALID_QUERY", "iotDeviceId"),
        ({**item("a", "rpm"), "since": "yesterday"}, "INVALID_QUERY", "since"),
        (item("no time", "rpm"), "INVALID_STORED_RECORD", "'yesterday'"),
        (item("nan", "rpm"), "INVALID_STORED_RECORD", "rpm"),
        (
            {**item("a", "rpm"), "properties": {"rpm": {"definition": {"dataType": {"type": "STRING"}}}}},
            "VALUE_TYPE_MISMATCH",
            "rpm",
        ),
        (item("throttled", "rpm"), "STORE_THROTTLED", "try again later"),
        (item("broken", "rpm"), "STORE_FAILED", "the hot store could not be read"),
    ],
)
def test_one_bad_device_is_one_error(fault: Any, code: str, names: str) -> None:
    store = FailingStore(
        [
            row("a", "10:00:00Z", rpm=1),
            row("nan", "10:00:00Z", rpm=float("nan")),
            {"iotDeviceId": "no time", "id": "yesterday", "rpm": 1},
        ]
    )
    store.failures = {"throttled": StoreThrottled(), "broken": ConnectionError("10.0.0.7 refused")}
    first, bad, last = ask(store, [item("a", "rpm"), fault, item("a", "rpm")])
    assert first == last
    assert first["values"]["rpm"]["value"] == {"IntegerValue": 1}
    assert bad["error"]["code"] == code
    assert names in bad["error"]["message"]
    device = fault.get("iotDeviceId") if isinstance(fault, dict) else None
    assert bad.get("iotDeviceId") == (device or None)


@pytest.mark.parametrize("devices", [[], {}, "a", 1, False, [item("a", "rpm")] * 101])
def test_a_list_that_is_wrong_is_refused(devices: Any) -> None:
    status, answer = post(MemoryStore([]), devices)
    assert status == 400
    assert answer["error"] == {
        "code": "INVALID_QUERY",
        "message": "devices: expected a list of 1 to 100 devices",
    }


def test_what_does_not_fit_says_so_and_is_answered_when_asked_again() -> None:
    names = [f"device-{n}" for n in range(100)]
    store = MemoryStore([row(name, "10:00:00Z", text='"' * 60_000) for name in names])
    waiting, asked = names, 0
    while waiting:
        answers = ask(store, [item(name, "text") for name in waiting])
        assert len(json.dumps(json.dumps({"devices": answers}))) <= LARGEST_ANSWER
        full = [answer["iotDeviceId"] for answer in answers if "error" in answer]
        assert set(codes(answers)) <= {"", "ANSWER_FULL"}
        assert waiting[len(waiting) - len(full) :] == full
        assert len(full) < len(waiting)
        waiting = full
        asked += 1
    assert asked > 2


def test_after_the_answer_is_full_no_device_is_read() -> None:
    names = [f"device-{n}" for n in range(100)]
    store = MemoryStore([row(name, "10:00:00Z", text="x" * 1_000_000) for name in names])
    assert codes(ask(store, [item(name, "text") for name in names])) == [""] * 5 + ["ANSWER_FULL"] * 95
    assert store.read <= 5 + 1 + last_entries._AHEAD


def test_a_device_that_never_fits_does_not_keep_the_others_out() -> None:
    rows = [row("large", f"10:00:{n:02}Z", **{f"p{n}": "x" * 400_000}) for n in range(15)]
    store = MemoryStore([*rows, row("a", "10:00:00Z", rpm=1)], 1000)
    answers = ask(store, [item("large", *(f"p{n}" for n in range(15))), item("a", "rpm")])
    assert codes(answers) == ["ANSWER_TOO_LARGE", ""]


def test_a_device_that_is_not_read_in_time_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "LATEST_START", -1.0)
    store = MemoryStore([row("a", "10:00:00Z", rpm=1)])
    assert codes(ask(store, [item("a", "rpm")])) == ["TIME_LIMIT"]
    assert store.read == 0


def test_eight_devices_are_asked_for_at_the_same_time_and_no_more_by_threads_that_are_kept() -> None:
    store = WatchedStore([row(f"d{n}", "10:00:00Z", rpm=n) for n in range(24)], together=8)
    for _ in range(3):
        answers = ask(store, [item(f"d{n}", "rpm") for n in range(24)])
        assert [answer["values"]["rpm"]["value"]["IntegerValue"] for answer in answers] == [*range(24)]
    assert store.most == 8
    assert len(store.threads) == 8


def test_one_line_in_the_queries_own_thread_says_how_many_devices_and_what_failed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = FailingStore([row("a", "10:00:00Z", rpm=1), {"iotDeviceId": "b", "id": "2043-05-04T02:19:03Z"}])
    store.failures = {"throttled": StoreThrottled(), "broken": ConnectionError("10.0.0.7 refused")}
    names = ["a", "b", "throttled", "broken", "a"]
    with caplog.at_level(logging.DEBUG):
        ask(store, [item(name, "rpm") for name in names])
        ask(store, [item("a", "rpm")])
    assert {record.thread for record in caplog.records} == {threading.get_ident()}
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    assert [line["device"] for line in lines if "future" in line["message"]] == ["b"]
    failed, answered = (line for line in lines if line["message"] == "last_entry query")
    assert (failed["devices"], failed["severity"], failed["outcome"]) == (5, "ERROR", "STORE_FAILED")
    assert failed["failed"] == {"INVALID_STORED_RECORD": 1, "STORE_THROTTLED": 1, "STORE_FAILED": 1}
    assert failed["cause"].startswith("device 'broken': ConnectionError: 10.0.0.7 refused (page:")
    assert (answered["devices"], answered["severity"], answered["outcome"]) == (1, "INFO", "answered")
    assert (failed["rows"], failed["pages"]) == (3, 6)


def test_a_direct_invocation_ignores_devices() -> None:
    store = MemoryStore([row("a", "10:00:00Z", rpm=1)])
    query = {**item("a", "rpm"), "workspaceId": "w", "entityId": "e", "devices": "x"}
    assert answer_query(last_entry, store, query, trace_id="t")["propertyValues"].keys() == {"rpm"}


def test_ids_alone_share_the_fields_of_the_payload_and_items_keep_their_own() -> None:
    store = MemoryStore([row("d1", "10:00:00Z", rpm=1, load=2.5), row("d2", "10:30:00Z", rpm=2, load=3.5)])
    double = {"rpm": {"definition": {"dataType": {"type": "DOUBLE"}}}}
    status, answer = post(
        store,
        ["d1", item("d1", "load"), "d2", "d3"],
        selectedProperties=["rpm"],
        properties=double,
        since="2026-01-15T10:15:00Z",
        iotDeviceId="d2",
    )
    assert status == 200
    assert answer["devices"] == [
        {"iotDeviceId": "d1", "unchanged": True},
        {
            "iotDeviceId": "d1",
            "values": {"load": {"time": "2026-01-15T10:00:00Z", "value": {"DoubleValue": 2.5}}},
        },
        {
            "iotDeviceId": "d2",
            "values": {"rpm": {"time": "2026-01-15T10:30:00Z", "value": {"DoubleValue": 2}}},
        },
        {"iotDeviceId": "d3", "unchanged": True},
    ]


def test_ids_alone_without_shared_properties_are_errors_in_their_place() -> None:
    assert codes(ask(MemoryStore([]), ["d1", item("d2", "rpm")])) == ["INVALID_QUERY", ""]
