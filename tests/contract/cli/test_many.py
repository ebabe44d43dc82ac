"""Many devices in one query, against the readers' own core, and against a server that misbehaves."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from crosstwin.errors import Failure
from crosstwin.local.process import free_port
from crosstwin.readers.answers import Answer
from crosstwin.readers.client import AskedReader, History, Newest
from crosstwin.readers.http import HttpReader
from crosstwin.readers.many import DeviceFailure, DeviceQuery, histories_of_many, newest_of_many
from tests.contract.cli.conftest import TOKEN, running_reader
from tests.contract.functions.connector import server as misbehaving
from tests.unit.core.memory_store import MemoryStore

TIME = "2026-01-15T10:00:00Z"


class CountedReader:
    """A real reader that remembers what it was asked."""

    route = "counted"

    def __init__(self, url: str) -> None:
        self._reader = HttpReader(url, TOKEN)
        self.payloads: list[Mapping[str, Any]] = []

    def ask(self, payload: Mapping[str, Any]) -> Answer:
        self.payloads.append(payload)
        return self._reader.ask(payload)


@pytest.fixture
def store() -> MemoryStore:
    records = ({"iotDeviceId": f"d{n}", "id": TIME, "rpm": n, "text": "x"} for n in range(250))
    return MemoryStore(records, 10)


@pytest.fixture
def reader(store: MemoryStore) -> Iterator[CountedReader]:
    with running_reader(store) as running:
        yield CountedReader(running.last_entry_url)


def ask(reader: AskedReader, queries: list[DeviceQuery]) -> list[Newest | DeviceFailure]:
    ((cloud, found),) = newest_of_many({"aws": (reader, queries)})
    assert cloud == "aws"
    return found


def codes(found: list[Newest | DeviceFailure]) -> list[str]:
    return [getattr(one.error, "code", "?") if isinstance(one, DeviceFailure) else "" for one in found]


def test_devices_are_asked_for_a_hundred_at_a_time_and_answered_in_order(reader: CountedReader) -> None:
    queries = [DeviceQuery(f"d{n}", ["rpm"], {"rpm": "double"}) for n in reversed(range(250))]
    found = ask(reader, queries)
    assert [len(payload["devices"]) for payload in reader.payloads] == [100, 100, 50]
    assert [one.device for one in found] == [query.device for query in queries]
    assert all(isinstance(one, Newest) and one.times == {"rpm": TIME} for one in found)
    assert isinstance(found[0], Newest)
    assert found[0].values == {"rpm": 249}
    assert found[0].answer["values"]["rpm"]["value"] == {"DoubleValue": 249}


def test_no_devices_are_no_query(reader: CountedReader) -> None:
    assert list(newest_of_many({"aws": (reader, [])})) == []
    assert reader.payloads == []


def test_values_older_than_since_are_left_out(reader: CountedReader) -> None:
    later = "2026-01-15T10:00:00.1Z"
    found = ask(reader, [DeviceQuery("d1", ["rpm"], since=later), DeviceQuery("d2", ["rpm"], since=TIME)])
    assert [one.values for one in found if isinstance(one, Newest)] == [{}, {"rpm": 2}]


def test_a_device_at_fault_has_an_error_and_the_others_have_values(
    reader: CountedReader, store: MemoryStore
) -> None:
    store.records.append({"iotDeviceId": "bad", "id": "yesterday", "rpm": 1})
    found = ask(reader, [DeviceQuery(name, ["rpm"]) for name in ("d1", "bad", "d2", "unknown")])
    assert codes(found) == ["", "INVALID_STORED_RECORD", "", ""]


def test_declared_types_of_many_properties_do_not_make_a_query_too_large(reader: CountedReader) -> None:
    types = {f"a-property-with-a-long-name-{n}": "double" for n in range(60)}
    found = ask(reader, [DeviceQuery(f"d{n}", [*types], types) for n in range(60)])
    assert codes(found) == [""] * 60
    assert len(reader.payloads) == 3


def test_devices_for_which_an_answer_had_no_room_are_asked_for_again(store: MemoryStore) -> None:
    store.records = [{**record, "text": "x" * 300_000} for record in store.records[:40]]
    with running_reader(store) as running:
        reader = CountedReader(running.last_entry_url)
        found = ask(reader, [DeviceQuery(record["iotDeviceId"], ["text"]) for record in store.records])
    assert codes(found) == [""] * 40
    assert len(reader.payloads) == 3


def test_a_reader_that_never_has_room_is_not_asked_for_ever() -> None:
    full = {"code": "ANSWER_FULL", "message": "no room"}
    with misbehaving.serving() as server:
        server.will(misbehaving.answer({"devices": [{"iotDeviceId": "d1", "error": full}]}))
        found = ask(HttpReader(server.url, TOKEN), [DeviceQuery("d1", ["rpm"])])
        assert len(server.received) == 1
    assert codes(found) == ["ANSWER_FULL"]


def test_a_cloud_that_fails_is_an_error_of_its_devices_alone(reader: CountedReader) -> None:
    gone = CountedReader(f"http://127.0.0.1:{free_port()}/")
    queries = [DeviceQuery(f"d{n}", ["rpm"]) for n in range(150)]
    found = dict(newest_of_many({"azure": (gone, queries), "aws": (reader, queries)}))
    assert codes(found["aws"]) == [""] * 150
    assert codes(found["azure"]) == [None] * 150
    assert len(gone.payloads) == 1  # the other devices would only have waited for the same
    assert all("refused" in str(one.error) for one in found["azure"] if isinstance(one, DeviceFailure))


def test_clouds_are_asked_at_the_same_time() -> None:
    together = threading.Barrier(3, timeout=10)

    class Waiting:
        route = "waiting"

        def ask(self, payload: Mapping[str, Any]) -> Answer:
            together.wait()
            return {"devices": [{**payload["devices"][0], "values": {}}]}

    asked = {cloud: (Waiting(), [DeviceQuery("d1", ["rpm"])]) for cloud in ("aws", "azure", "gcp")}
    assert {cloud for cloud, (one,) in newest_of_many(asked) if isinstance(one, Newest)} == set(asked)


@pytest.fixture
def histories(store: MemoryStore) -> Iterator[CountedReader]:
    with running_reader(store) as running:
        yield CountedReader(running.url)


START, END = "2026-01-15T09:00:00Z", "2026-01-15T11:00:00Z"


def read(reader: AskedReader, queries: list[DeviceQuery], **options: Any) -> list[History | DeviceFailure]:
    ((_, found),) = histories_of_many({"aws": (reader, queries)}, START, END, **options)
    return found


def test_histories_are_asked_for_a_hundred_at_a_time_and_their_pages_are_merged(
    histories: CountedReader, store: MemoryStore
) -> None:
    long = "x" * 100_000
    store.records += [
        {"iotDeviceId": "long", "id": f"2026-01-15T10:{n:02}:00Z", "rpm": n, "text": long} for n in range(60)
    ]
    queries = [DeviceQuery(f"d{n}", ["rpm"], {"rpm": "double"}) for n in range(120)]
    queries.insert(3, DeviceQuery("long", ["rpm", "text"]))
    found = read(histories, queries, order="DESCENDING")
    assert [one.device for one in found] == [query.device for query in queries]
    assert all(isinstance(one, History) for one in found)
    by_device = {one.device: one for one in found if isinstance(one, History)}
    assert [point.value for point in by_device["long"].columns["rpm"]] == list(reversed(range(60)))
    assert by_device["d7"].answer["propertyValues"][0]["values"] == [
        {"time": TIME, "value": {"DoubleValue": 7}}
    ]
    assert len(by_device["long"].milliseconds) > 1
    assert [len(payload["devices"]) for payload in histories.payloads][-1] == 21
    assert 3 <= len(histories.payloads) < 10


def test_a_history_at_fault_is_an_error_of_its_device_alone(
    histories: CountedReader, store: MemoryStore
) -> None:
    store.records.append({"iotDeviceId": "bad", "id": "2026-01-15T10:00:00Z", "rpm": float("nan")})
    found = read(histories, [DeviceQuery(name, ["rpm"]) for name in ("d1", "bad", "d2")], max_data_points=9)
    assert [isinstance(one, DeviceFailure) for one in found] == [False, True, False]


def test_pages_without_an_end_are_noticed() -> None:
    with misbehaving.serving() as server:
        server.will(misbehaving.answer({"devices": [], "nextToken": "again"}))
        (found,) = read(HttpReader(server.url, TOKEN), [DeviceQuery("d1", ["rpm"])])
    assert isinstance(found, DeviceFailure)
    assert "one token twice" in str(found.error)


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        (None, "devices: expected a list, found nothing"),
        ([], "the answer has no 'd1'"),
        (["d1"], r"devices\[0\].iotDeviceId: expected a string"),
        ([{"iotDeviceId": "d1"}], "devices.d1.values: expected an object, found nothing"),
        ([{"iotDeviceId": "d1", "unchanged": "yes"}], "devices.d1.values: expected an object"),
        ([{"iotDeviceId": "d1", "error": "no"}], "devices.d1.error: expected an object with code"),
        (
            [{"iotDeviceId": "d1", "values": {"rpm": {"time": TIME, "value": 1}}}],
            "devices.d1.values.rpm.value: expected an object with one value",
        ),
    ],
)
def test_an_answer_that_is_none_is_an_error_that_names_the_place(entry: Any, place: str) -> None:
    with misbehaving.serving() as server:
        server.will(misbehaving.answer(json.dumps({"devices": entry}).encode()))
        (found,) = ask(HttpReader(server.url, TOKEN), [DeviceQuery("d1", ["rpm"])])
    assert isinstance(found, DeviceFailure)
    with pytest.raises(Failure, match=place):
        raise found.error
