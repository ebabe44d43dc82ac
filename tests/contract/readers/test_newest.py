"""Last entries on every cloud: the newest value of each property, by instant, and never silently none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.contract.readers.asking import HOUR, error, fresh_device, record, values
from tests.contract.readers.conftest import Reader


def newest(reader: Reader, device: str, *names: str) -> dict[str, tuple[Any, str]]:
    """(plain value, time) by property."""
    payload = {"iotDeviceId": device, "selectedProperties": list(names)}
    found: Mapping[str, Any] = reader.ask(payload, last_entry=True)["propertyValues"]
    return {
        name: (next(iter(entry["propertyValue"].values())), entry["time"].removeprefix("2026-01-15T"))
        for name, entry in found.items()
    }


def test_each_property_of_a_device_that_sends_partial_messages_has_its_newest_value(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put(
        [
            record(device, "10:00:00Z", rpm=900, running=True),
            record(device, "10:10:00Z", torque=12.5, running=None),
            *(record(device, f"10:{minute}:00Z", rpm=minute) for minute in range(20, 31)),
        ]
    )
    assert newest(reader, device, "rpm", "runningLatest", "torque", "absent") == {
        "rpm": (30, "10:30:00Z"),
        "runningLatest": (True, "10:00:00Z"),
        "torque": (12.5, "10:10:00Z"),
    }


@pytest.mark.parametrize(
    "name", ["température", "a.b", "`tick`", "select", "0", "$x", 'quo"te', "back\\slash", "'"]
)
def test_a_property_of_any_name_is_found_in_an_earlier_record(reader: Reader, name: str) -> None:
    device = fresh_device()
    reader.local.put(
        [record(device, "10:00:00Z", **{name: 5}), *(record(device, f"10:0{n}:00Z", n=n) for n in (1, 2, 3))]
    )
    assert newest(reader, device, "n", name) == {"n": (3, "10:03:00Z"), name: (5, "10:00:00Z")}


def test_within_the_newest_second_the_latest_instant_counts(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put(
        [
            record(device, "10:30:00Z", rpm=900),
            record(device, "10:30:00.5Z", rpm=1480),
            *(record(device, f"10:30:00.{n:03}Z", torque=n) for n in range(1, 12)),
            record(device, "10:29:59.9Z", running=True, rpm=1),
        ]
    )
    assert newest(reader, device, "rpm", "torque", "running") == {
        "rpm": (1480, "10:30:00.5Z"),
        "torque": (11, "10:30:00.011Z"),
        "running": (True, "10:29:59.9Z"),
    }


def test_an_event_from_the_future_does_not_freeze_the_newest_value(reader: Reader) -> None:
    device = fresh_device()
    now = datetime.now(UTC).replace(microsecond=123_000)
    soon, future = (now + timedelta(minutes=minutes) for minutes in (9, 11))
    ids = [
        f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z" for moment in (now, soon, future)
    ]
    rows = [{"iotDeviceId": device, "id": id_, "rpm": n} for n, id_ in enumerate(ids)]
    reader.local.put([rows[0], rows[2], {"iotDeviceId": device, "id": "2043-05-04T02:19:03Z", "rpm": 4}])
    assert newest(reader, device, "rpm") == {"rpm": (0, ids[0])}
    reader.local.put([rows[1]])
    assert newest(reader, device, "rpm") == {"rpm": (1, ids[1])}


def test_records_from_the_future_alone_are_an_error(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put([{"iotDeviceId": device, "id": "2043-05-04T02:19:03Z", "rpm": 4}])
    payload = {"iotDeviceId": device, "selectedProperties": ["rpm"]}
    status, code, message = error(reader.post(payload, last_entry=True))
    assert (status, code) == (500, "INVALID_STORED_RECORD")
    assert "only records from the future" in message


@pytest.mark.own_records
@pytest.mark.parametrize("stored_id", ["2026-01-15 10:00:00Z", "1768471200", "yesterday"])
def test_a_device_whose_records_have_no_times_is_an_error_and_not_no_data(
    reader: Reader, stored_id: str
) -> None:
    device = fresh_device()
    reader.local.put([{"iotDeviceId": device, "id": stored_id, "rpm": 900}])
    ranges = [HOUR, {"startTime": "2026-01-01T00:00:00Z", "endTime": "2026-02-01T00:00:00Z"}]
    for range_ in (*ranges, {"startTime": "2030-01-01T00:00:00Z", "endTime": "2031-01-01T00:00:00Z"}):
        payload = {"iotDeviceId": device, "selectedProperties": ["rpm"], **range_}
        for last_entry in (False, True):
            status, code, message = error(reader.post(payload, last_entry=last_entry))
            assert (status, code) == (500, "INVALID_STORED_RECORD")
            named = f"device {device!r} has a record whose id {stored_id!r}"
            assert message == f"{named} is not an ISO 8601 UTC time"
    reader.local.put([record(device, "10:00:00Z", rpm=1)])
    payload = {"iotDeviceId": device, "selectedProperties": ["rpm"], **HOUR}
    if stored_id != "2026-01-15 10:00:00Z":  # which lies within the range of texts
        assert values(reader.ask(payload)) == [("10:00:00Z", 1)]
