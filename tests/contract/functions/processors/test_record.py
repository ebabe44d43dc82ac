"""From an event to a record: its time in one spelling, its numbers exact, its faults named by field."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal, DecimalException
from pathlib import Path
from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer
from crosstwin_contract.times import is_stored_id, sort_key
from crosstwin_contract.values import Caller
from crosstwin_contract.writing import declared_type
from hotread.values import data_value
from hotread_aws.attributes import plain_record
from hypothesis import given
from hypothesis import strategies as st
from twin_persister.declared import Declared, load
from twin_persister.errors import InvalidEvent
from twin_persister.record import Rules, record_of, stored_id

NOW = 1768473000 * 10**9
RULES = Rules(Declared(), future_tolerance=600)
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
    assert record_of(event, RULES, now=NOW) == {
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
        ({"iotDeviceId": None}, "iotDeviceId: expected a non-empty string"),
        ({"iotDeviceId": "é" * 513}, "iotDeviceId: longer than 1024 bytes"),
        ({"\ud800": 1}, "a property's name: contains a lone surrogate"),
        ({"time": None}, "time: expected an ISO 8601 time with a zone, or a time since 1970, found none"),
        ({"time": True}, "time: expected .*, found a value of type bool"),
        ({"time": "2026-01-15T10:30:00"}, "time: .* has no zone"),
        ({"time": "yesterday"}, "time: 'yesterday' is not an ISO 8601 time"),
        ({"time": math.nan}, "time: nan is not a time between 1982 and 2286"),
        ({"time": 0}, "time: 0 is not a time between 1982 and 2286"),
        ({"time": 99_999_999_999}, "time: 99999999999 is not a time between 1982 and 2286"),
        ({"id": "2026-01-15T10:30:00Z"}, "id: every record's own field for its time; expected it in time"),
        ({"rpm": math.nan}, "rpm: a number that is not finite"),
        ({"nested": {"deep": [-math.inf]}}, "nested: a number that is not finite"),
        ({"accel": [0.1, None, 0.3]}, "accel: null has no TwinMaker data type"),
        ({"gps": {"lat": None}}, "gps: null has no TwinMaker data type"),
        ({"gps": {"": 1}}, "gps: a map with an empty key"),
        ({"gps": [{"\ud800": 1}]}, "gps: a map with a lone surrogate in a key"),
        ({"status": "a\ud800"}, "status: a string with a lone surrogate"),
        ({"gps": [{"a": ["\udcff"]}]}, "gps: a string with a lone surrogate"),
        ({"rpm": 1e126}, r"rpm: DynamoDB holds numbers between 1E-130 and 9.9E\+125"),
        ({"rpm": [1e-131]}, r"rpm: DynamoDB holds numbers between 1E-130 and 9.9E\+125"),
        ({"rpm": None}, "no property with a value besides iotDeviceId and time"),
    ],
)
def test_what_is_no_record_is_refused_by_field(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidEvent, match=f"^{message}"):
        record_of(EVENT | change, RULES, now=NOW)


def test_an_event_is_an_object() -> None:
    with pytest.raises(InvalidEvent, match="not a JSON object"):
        record_of([EVENT], RULES, now=NOW)


DECLARED = Declared(
    (
        {
            name: declared_type(type_)
            for name, type_ in {
                "rpm": "integer",
                "strokes": "long",
                "torque": "double",
                "status": "string",
                "running": "boolean",
                "position": {"type": "list", "of": "double"},
                "fault": {"type": "map", "of": "string"},
            }.items()
        },
    ),
    {"pump-7": 0},
)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("torque", "21.5 C", "torque: a string is not of type DOUBLE"),
        ("torque", "21.5", "torque: a string is not of type DOUBLE"),
        ("torque", True, "torque: a boolean is not of type DOUBLE"),
        ("strokes", 2**64 - 1, "strokes: a number is not of type LONG"),
        ("rpm", 2**31, "rpm: a number is not of type INTEGER"),
        ("rpm", 1.5, "rpm: a number is not of type INTEGER"),
        ("status", 7, "status: a number is not of type STRING"),
        ("running", 1, "running: a number is not of type BOOLEAN"),
        ("running", "true", "running: a string is not of type BOOLEAN"),
        ("position", [1.5, None], "position: null is not of type DOUBLE"),
        ("position", [1.5, "x"], "position: a string is not of type DOUBLE"),
        ("position", {"x": 1}, "position: a map is not of type LIST"),
        ("fault", {"code": 7}, "fault: a number is not of type STRING"),
    ],
)
def test_a_value_that_readers_could_not_answer_is_refused_by_field(
    name: str, value: Any, message: str
) -> None:
    rules = Rules(DECLARED, future_tolerance=600)
    with pytest.raises(InvalidEvent, match=f"^{message}"):
        record_of(EVENT | {name: value}, rules, now=NOW)


def test_what_twin_yaml_does_not_declare_is_taken_as_it_is() -> None:
    rules = Rules(DECLARED, future_tolerance=600)
    assert record_of(EVENT | {"other": "21.5 C"}, rules, now=NOW)["other"] == "21.5 C"
    assert record_of(EVENT | {"iotDeviceId": "pump-8", "rpm": "fast"}, rules, now=NOW)["rpm"] == "fast"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(VALUES, st.sampled_from([*DECLARED.kinds[0], "other"]))
def test_a_reader_answers_whatever_is_taken(value: Any, name: str) -> None:
    """Read as the DynamoDB store reads it, and asked for with its declared type and without."""
    try:
        record = record_of(EVENT | {name: value}, Rules(DECLARED, future_tolerance=600), now=NOW)
        stored = TypeSerializer().serialize(record)["M"]
    except (InvalidEvent, DecimalException):  # the latter, the table refuses by name
        return
    read = plain_record(json.loads(json.dumps(stored)))
    if name in read:
        for declared in (DECLARED.kinds[0].get(name), None):
            data_value(read[name], declared, Caller.TWINMAKER)


@pytest.mark.parametrize("value", [[0] * 51, {str(n): n for n in range(51)}, [{"x": [0] * 51}]])
def test_where_twinmaker_reads_a_list_or_map_has_fifty_elements(value: Any) -> None:
    event = EVENT | {"x": value}
    record_of(event, RULES, now=NOW)
    with pytest.raises(InvalidEvent, match=r"^x: a (list|map) of 51 elements; AWS IoT TwinMaker takes 50$"):
        record_of(event, Rules(Declared(), future_tolerance=600, most_elements=50), now=NOW)


@pytest.mark.parametrize(("ahead", "taken"), [(-(10**10), True), (0, True), (600, True), (601, False)])
def test_an_event_from_the_future_is_refused_beyond_the_tolerance(ahead: int, taken: bool) -> None:
    time = datetime(2026, 1, 15, 10, 30, tzinfo=UTC) + timedelta(seconds=ahead)
    event = EVENT | {"time": time.isoformat()}
    if taken:
        record_of(event, RULES, now=NOW)
        return
    with pytest.raises(InvalidEvent, match=r"^time: 2026-01-15T10:40:01\.0+Z is more than 600 seconds"):
        record_of(event, RULES, now=NOW)


def test_a_device_without_a_clock_does_not_freeze_its_newest_value() -> None:
    with pytest.raises(InvalidEvent, match=r"^time: 2043-05-03T.* ahead of this machine's clock"):
        record_of(EVENT | {"time": 2314303943}, RULES, now=NOW)


def test_a_persister_without_the_file_of_types_declares_none(tmp_path: Path) -> None:
    assert load(tmp_path).of("pump-7") == {}
