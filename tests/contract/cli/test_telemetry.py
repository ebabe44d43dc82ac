"""Made-up telemetry, telemetry typed by hand, and the times that go with it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from crosstwin_contract.times import is_stored_id
from crosstwin_contract.values import Caller, DataType
from hotread.values import data_value
from hypothesis import given
from hypothesis import strategies as st

from crosstwin.readers.hot_stores.telemetry import (
    UnfitTelemetryError,
    partial_messages,
    record,
    sample_records,
    typed_value,
)
from crosstwin.readers.times import iso_time, stored_id
from crosstwin.twin.deployment import Device
from crosstwin.twin.fields import PROPERTY_TYPES, PropertyType

NOW = datetime(2026, 1, 15, 10, 30, 0, 250_999, UTC)
DEVICE = Device(
    id="pump-7",
    properties={
        "temperature": "double",
        "rpm": "integer",
        "strokes": "long",
        "status": "string",
        "running": "boolean",
    },
)


def test_samples_cover_the_last_hour_evenly() -> None:
    records = sample_records(DEVICE, 60, end=NOW)
    ids = [one["id"] for one in records]
    assert len(ids) == 60
    assert ids == sorted(ids)
    assert ids[0] == "2026-01-15T09:31:00.250Z"
    assert ids[-1] == "2026-01-15T10:30:00.250Z"
    assert all(set(one) == {"iotDeviceId", "id", *DEVICE.properties} for one in records)


@pytest.mark.parametrize("count", [1, 2, 7, 60, 3600])
def test_samples_are_what_a_hot_store_holds(count: int) -> None:
    records = sample_records(DEVICE, count, end=NOW)
    assert len({one["id"] for one in records}) == count
    assert all(is_stored_id(one["id"]) for one in records)
    for name, type_ in DEVICE.properties.items():
        for one in records:
            data_value(one[name], DataType(type_.upper()), Caller.HTTP)


def test_samples_closer_than_a_millisecond_keep_apart() -> None:
    records = sample_records(DEVICE, 5000, end=NOW, span=timedelta(seconds=1))
    assert len({one["id"] for one in records}) == 5000


def test_samples_are_the_same_each_time_and_for_any_number() -> None:
    hour = {one["id"]: one for one in sample_records(DEVICE, 60, end=NOW)}
    assert list(hour.values()) == sample_records(DEVICE, 60, end=NOW)
    # What an id does not tell has no say in the values either.
    assert sample_records(DEVICE, 9000, end=NOW) == sample_records(
        DEVICE, 9000, end=NOW.replace(microsecond=250_000)
    )
    sparse = sample_records(DEVICE, 30, end=NOW)
    assert all(hour[one["id"]] == one for one in sparse)
    other = Device(id="pump-8", properties=DEVICE.properties)
    assert [one["rpm"] for one in sample_records(other, 60, end=NOW)] != [one["rpm"] for one in hour.values()]


def test_samples_are_plausible() -> None:
    records = sample_records(DEVICE, 600, end=NOW)
    column: dict[str, list[Any]] = {name: [one[name] for one in records] for name in DEVICE.properties}
    assert all(15 < value < 28 for value in column["temperature"])
    assert max(column["temperature"]) - min(column["temperature"]) > 2
    steps = [abs(b - a) for a, b in zip(column["temperature"], column["temperature"][1:], strict=False)]
    assert max(steps) < 1
    assert all(1300 < value < 1660 for value in column["rpm"])
    assert column["strokes"] == sorted(column["strokes"])
    assert min(column["strokes"]) > 2**32
    assert set(column["running"]) == {True, False}
    assert {"ok"} < set(column["status"]) <= {"ok", "warning", "maintenance"}


@pytest.mark.parametrize(
    ("text", "type_", "value"),
    [
        ("21.5", "double", 21.5),
        ("-3", "double", -3.0),
        ("1e3", "double", 1000.0),
        ("-2147483648", "integer", -(2**31)),
        ("9223372036854775807", "long", 2**63 - 1),
        ("TRUE", "boolean", True),
        ("false", "boolean", False),
        ("", "string", ""),
        ("a=b", "string", "a=b"),
    ],
)
def test_texts_become_values(text: str, type_: PropertyType, value: object) -> None:
    found = typed_value(text, type_)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "type_", "told"),
    [
        ("warm", "double", "'warm' is not a double; expected a number"),
        ("1e999", "double", "'1e999' is not a double; expected a number such as 21.5"),
        ("1.5", "integer", "'1.5' is not an integer; expected an integer of 32 bits, such as 1480"),
        ("2147483648", "integer", "32 bits"),
        ("9223372036854775808", "long", "64 bits"),
        ("9" * 5000, "long", "64 bits"),
        ("yes", "boolean", "'yes' is not a boolean; expected true or false"),
    ],
)
def test_texts_that_do_not_fit_are_refused(text: str, type_: PropertyType, told: str) -> None:
    with pytest.raises(ValueError, match=told) as raised:
        typed_value(text, type_)
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize("type_", ["double", "integer", "long"])
@pytest.mark.parametrize(
    "text",
    [
        "1_480",
        "٣",
        "\uff13",
        " 3",
        "3 ",
        "+3",
        "03",
        "0x10",
        "nan",
        "inf",
        "-Infinity",
        "1_0.5",
        "1.",
        ".5",
        "1e",
        "",
        "-",
    ],
)
def test_numbers_are_spelled_as_in_json(text: str, type_: PropertyType) -> None:
    """Python itself takes most of these."""
    with pytest.raises(ValueError, match=f"is not an? {type_}; expected"):
        typed_value(text, type_)


@pytest.mark.parametrize("text", ["1", "yes", " true", "on", ""])
def test_booleans_are_true_or_false(text: str) -> None:
    with pytest.raises(ValueError, match="is not a boolean; expected true or false"):
        typed_value(text, "boolean")


@given(st.text() | st.floats().map(repr) | st.integers().map(str), st.sampled_from(PROPERTY_TYPES))
def test_any_text_becomes_a_value_of_its_type_or_is_refused(text: str, type_: PropertyType) -> None:
    with suppress(ValueError):
        data_value(typed_value(text, type_), DataType(type_.upper()), Caller.HTTP)


def test_a_record_is_typed_and_all_its_faults_are_reported() -> None:
    assert record(DEVICE, {"rpm": "7", "status": "7"}, NOW) == {
        "iotDeviceId": "pump-7",
        "id": "2026-01-15T10:30:00.250Z",
        "rpm": 7,
        "status": "7",
    }
    assert record(DEVICE, {"rpm": "7"}, "2026-01-15T10:30:00.123456789Z")["id"].endswith(".123456789Z")
    assert is_stored_id(record(DEVICE, {"rpm": "7"})["id"])
    with pytest.raises(UnfitTelemetryError) as raised:
        record(DEVICE, {"rpm": "x", "stroke": "1", "zzz": "1"})
    first, second, third = str(raised.value).splitlines()
    assert first.startswith("rpm: 'x' is not an integer")
    assert second == "stroke is not a property of pump-7; did you mean strokes?"
    assert third.endswith("; it has temperature, rpm, strokes, status, running")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("now", "2026-01-15T10:30:00.250Z"),
        ("-1h", "2026-01-15T09:30:00.250Z"),
        ("-1d12h", "2026-01-13T22:30:00.250Z"),
        (" -90m ", "2026-01-15T09:00:00.250Z"),
        ("-30s", "2026-01-15T10:29:30.250Z"),
        ("2026-01-15T10:30:00.123456789+02:00", "2026-01-15T10:30:00.123456789+02:00"),
        ("1768473000", "2026-01-15T10:30:00Z"),
        ("1768473000250", "2026-01-15T10:30:00.25Z"),
        ("1722081615.999", "2024-07-27T12:00:15.999Z"),
    ],
)
def test_times_can_be_relative(text: str, time: str) -> None:
    assert iso_time(text, NOW) == time


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "1h",
        "-1",
        "-1y",
        "-1h30",
        "tomorrow",
        "2026-01-15",
        "2026-01-15T10:30:00",
        "-9999999d",
        "17",
        "٣",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|zone|since 1970"):
        iso_time(text, NOW)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("2026-01-15T10:30:00Z", "2026-01-15T10:30:00Z"),
        ("2026-01-15T10:30Z", "2026-01-15T10:30:00Z"),
        ("2026-01-15T00:30:00.123456789+01:00", "2026-01-14T23:30:00.123456789Z"),
        ("-1m", "2026-01-15T10:29:00.25Z"),
    ],
)
def test_a_stored_id_is_in_utc_and_keeps_its_precision(text: str, stored: str) -> None:
    assert stored_id(text, NOW) == stored
    assert is_stored_id(stored)


def test_partial_messages_have_one_property_each_in_turns() -> None:
    records = sample_records(DEVICE, 7, end=NOW)
    names = list(DEVICE.properties)
    messages = partial_messages(records, first=3)
    assert [list(one) for one in messages] == [
        ["iotDeviceId", "id", names[(3 + number) % len(names)]] for number in range(7)
    ]
    assert all(one.items() <= whole.items() for one, whole in zip(messages, records, strict=True))
