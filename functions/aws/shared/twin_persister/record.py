"""From an event to the record that is stored: `{"iotDeviceId": …, "id": …, "<property>": value}`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hotread.errors import InvalidQuery
from hotread.names import parse_name
from hotread.store import DEVICE_FIELD, ID_FIELD
from hotread.timestamps import parse_time

from twin_persister.errors import InvalidEvent

TIME_FIELD = "time"


def record_of(event: Any) -> dict[str, Any]:
    """The record of `{"iotDeviceId": "<device>", "time": <time>, "<property>": value}`.

    Values are as JSON has them, with Decimal in place of float. A property whose value is null is left out.
    Raises InvalidEvent naming the field.
    """
    if not isinstance(event, Mapping):
        raise InvalidEvent("the event is not a JSON object")
    device = _name(event.get(DEVICE_FIELD), DEVICE_FIELD)
    if ID_FIELD in event:
        raise InvalidEvent(f"{ID_FIELD}: every record's own field for its time; expected it in {TIME_FIELD}")
    properties = {
        _name(name, "a property's name"): _exact(value, name)
        for name, value in event.items()
        if name not in (DEVICE_FIELD, TIME_FIELD) and value is not None
    }
    if not properties:
        # Such a record would be the newest entry of its device, and hide the values of the one before.
        raise InvalidEvent(f"no property with a value besides {DEVICE_FIELD} and {TIME_FIELD}")
    return {DEVICE_FIELD: device, ID_FIELD: stored_id(event.get(TIME_FIELD)), **properties}


def stored_id(time: Any) -> str:
    """A time as the `id` of a record: ISO 8601 in UTC, always with nine digits after the second.

    In one width, the order of the texts is the order of time also within a second, and each instant has one
    spelling. Takes what `parse_time` does. Raises InvalidEvent.
    """
    if isinstance(time, bool) or not isinstance(time, int | float | str):
        raise InvalidEvent(
            f"{TIME_FIELD}: expected an ISO 8601 time with a zone, or a time since 1970, "
            + ("found none" if time is None else f"found a value of type {type(time).__name__}")
        )
    try:
        return f"{parse_time(time, TIME_FIELD)}Z"
    except InvalidQuery as error:
        raise InvalidEvent(error.message) from None


def _name(value: Any, field: str) -> str:
    """A name that a query can ask for."""
    try:
        return parse_name(value, field)
    except InvalidQuery as error:
        raise InvalidEvent(error.message) from None


def _exact(value: Any, name: str) -> Any:
    """The value, its floats as Decimal with the digits of their shortest text, which reads back the same."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InvalidEvent(f"{name}: NaN or infinity, of which a record holds none")
        return Decimal(str(value))
    if isinstance(value, list):
        return [_exact(item, name) for item in value]
    if isinstance(value, Mapping):
        return {key: _exact(item, name) for key, item in value.items()}
    return value
