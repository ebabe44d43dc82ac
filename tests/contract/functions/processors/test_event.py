"""An event as JSON, or the field that JSON has no spelling for."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from twin_processor.errors import InvalidEvent
from twin_processor.event import device_of, encode

CIRCLE: list[Any] = []
CIRCLE.append(CIRCLE)
DEEP: list[Any] = []
for _ in range(100_000):
    DEEP = [DEEP]


def test_an_event_comes_back_as_it_was() -> None:
    event = {"iotDeviceId": "pümp", "time": 1.5, "big": 2**70, "x": [None, True, {"y": 0.1}], 'a"b': "\ud800"}
    assert json.loads(encode(event)) == event
    assert json.loads(encode({})) == {}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Decimal("1.5"), "a value of type Decimal is not JSON"),
        ([1, {"at": datetime(2026, 1, 15, tzinfo=UTC)}], "a value of type datetime is not JSON"),
        ({("a", "b"): 1}, "a value of type dict is not JSON"),
        ({7: 1, "7": 2}, "a key of a map is of type int, expected a string"),
        ([{"a": ({None: 1},)}], "a key of a map is of type NoneType, expected a string"),
        (float("nan"), "NaN, infinity or a value that contains itself; JSON has none of them"),
        (CIRCLE, "NaN, infinity or a value that contains itself; JSON has none of them"),
        (DEEP, "nested too deeply for JSON"),
    ],
)
def test_a_field_that_is_not_json_is_named(value: Any, told: str) -> None:
    with pytest.raises(InvalidEvent) as raised:
        encode({"iotDeviceId": "pump-7", "speed": value})
    assert str(raised.value) == f"speed: {told}"


@pytest.mark.parametrize(("event", "found"), [([], "list"), ("text", "str"), (7, "int")])
def test_what_is_no_object_is_refused(event: Any, found: str) -> None:
    with pytest.raises(InvalidEvent, match=f"expected a JSON object, found a value of type {found}"):
        encode(event)


def test_a_name_that_is_no_text_is_refused() -> None:
    with pytest.raises(InvalidEvent, match="a field's name is a value of type int, expected a string"):
        encode({7: 1})


@pytest.mark.parametrize("event", [{}, {"iotDeviceId": 7}, {"iotDeviceId": "\ud800"}, [], None])
def test_a_device_that_cannot_be_named_is_unknown(event: Any) -> None:
    assert device_of(event) == "unknown"
