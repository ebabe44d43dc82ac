"""From an event to a record: its time in one spelling, its numbers exact, its faults named by field."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hotread.timestamps import is_stored_id, sort_key
from hypothesis import given
from hypothesis import strategies as st
from twin_persister.errors import InvalidEvent
from twin_persister.record import record_of, stored_id

EVENT = {"iotDeviceId": "pump-7", "time": "2026-01-15T10:30:00Z", "rpm": 900}


@pytest.mark.parametrize(
    "time",
    [
        "2026-01-15T10:30:00Z",
        "2026-01-15t10:30:00.000z",
        "2026-01-15T10:30Z",
        "2026-01-15 11:30:00+01:00",
        "2026-01-15T05:00:00-0530",
        1768473000,
        1768473000.0,
        1768473000000,
        1768473000000000,
        1768473000000000000,
        "1768473000",
        "1768473000.0",
        " 1768473000000 ",
    ],
)
def test_an_instant_has_one_spelling(time: Any) -> None:
    assert stored_id(time) == "2026-01-15T10:30:00.000000000Z"


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2026-01-15T10:30:00.123456789Z", "2026-01-15T10:30:00.123456789Z"),
        ("2026-01-15T10:30:00.5Z", "2026-01-15T10:30:00.500000000Z"),
        (1768473000.25, "2026-01-15T10:30:00.250000000Z"),
        (1768473000250, "2026-01-15T10:30:00.250000000Z"),
        (1722081615.999, "2024-07-27T12:00:15.999000000Z"),
        ("1722081615.999", "2024-07-27T12:00:15.999000000Z"),
        (1768473000123456789, "2026-01-15T10:30:00.123456789Z"),
    ],
)
def test_fractions_stay_and_the_magnitude_decides_the_unit(time: Any, expected: str) -> None:
    assert stored_id(time) == expected


MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, MOMENTS)
def test_the_order_of_the_texts_is_the_order_of_time(first: datetime, second: datetime) -> None:
    one, other = (stored_id(moment.isoformat()) for moment in (first, second))
    assert is_stored_id(one)
    assert (one < other) == (first < second)
    assert (one == other) == (first == second)
    assert sort_key(one) == one.removesuffix("Z")


@given(st.datetimes(datetime(1983, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_seconds_and_milliseconds_are_the_same_instant_as_the_text(moment: datetime) -> None:
    milliseconds = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    since = (milliseconds - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1)
    assert stored_id(since / 1000) == stored_id(milliseconds.isoformat())
    assert stored_id(round(since)) == stored_id(milliseconds.isoformat())


def test_a_record_has_the_devices_values() -> None:
    event = EVENT | {"torque": 12.1, "running": True, "note": "ok", "tags": [1.5, {"x": 0.1}], "gone": None}
    assert record_of(event) == {
        "iotDeviceId": "pump-7",
        "id": "2026-01-15T10:30:00.000000000Z",
        "rpm": 900,
        "torque": Decimal("12.1"),
        "running": True,
        "note": "ok",
        "tags": [Decimal("1.5"), {"x": Decimal("0.1")}],
    }


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"iotDeviceId": None}, "iotDeviceId: expected a non-empty text"),
        ({"iotDeviceId": "é" * 513}, "iotDeviceId: longer than 1024 bytes"),
        ({"\ud800": 1}, "a property's name: holds a lone surrogate"),
        ({"time": None}, "time: expected an ISO 8601 time with a zone, or a time since 1970, found none"),
        ({"time": True}, "time: expected .*, found a value of type bool"),
        ({"time": "2026-01-15T10:30:00"}, "time: .* has no zone"),
        ({"time": "yesterday"}, "time: 'yesterday' is not an ISO 8601 time"),
        ({"time": math.nan}, "time: nan is not a time between 1982 and 2286"),
        ({"time": 0}, "time: 0 is not a time between 1982 and 2286"),
        ({"time": 99_999_999_999}, "time: 99999999999 is not a time between 1982 and 2286"),
        ({"id": "2026-01-15T10:30:00Z"}, "id: every record's own field for its time; expected it in time"),
        ({"rpm": math.nan}, "rpm: NaN or infinity"),
        ({"nested": {"deep": [-math.inf]}}, "nested: NaN or infinity"),
        ({"rpm": None}, "no property with a value besides iotDeviceId and time"),
    ],
)
def test_what_is_no_record_is_refused_by_field(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidEvent, match=f"^{message}"):
        record_of(EVENT | change)


def test_an_event_is_an_object() -> None:
    with pytest.raises(InvalidEvent, match="not a JSON object"):
        record_of([EVENT])
