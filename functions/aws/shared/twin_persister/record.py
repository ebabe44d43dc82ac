"""From an event to the record that is stored: `{"iotDeviceId": …, "id": …, "<property>": value}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crosstwin_contract.telemetry import UnfitValueError
from crosstwin_contract.times import NANOSECONDS, key_at
from crosstwin_contract.values import DataType
from crosstwin_contract.writing import EVENT_TIME, check_value, fits_dynamodb
from hotread.errors import InvalidQuery
from hotread.names import parse_name
from hotread.record import DEVICE_FIELD, ID_FIELD
from hotread.timestamps import parse_time

from twin_persister.declared import Declared
from twin_persister.errors import InvalidEvent


@dataclass(frozen=True, slots=True)
class Rules:
    """What an event is held to: its twin's types, and the time of this machine.

    `future_tolerance` is how many seconds an event may be ahead; `most_elements` how many a list or map may
    have, None for any number.
    """

    declared: Declared
    future_tolerance: int
    most_elements: int | None = None


def record_of(event: Any, rules: Rules, *, now: int) -> dict[str, Any]:
    """The record of `{"iotDeviceId": "<device>", "time": <time>, "<property>": value}`.

    Values are as JSON has them, with Decimal in place of float. A property whose value is null is left out.
    `now` is in nanoseconds since 1970.
    Raises InvalidEvent naming the field, also of a time that is ahead of now, and of a value that readers
    could not answer.
    """
    if not isinstance(event, Mapping):
        raise InvalidEvent("the event is not a JSON object")
    device = _name(event.get(DEVICE_FIELD), DEVICE_FIELD)
    if ID_FIELD in event:
        raise InvalidEvent(f"{ID_FIELD}: every record's own field for its time; expected it in {EVENT_TIME}")
    types = rules.declared.of(device)
    properties = {
        _name(name, "a property's name"): _checked(value, name, types.get(name), rules.most_elements)
        for name, value in event.items()
        if name not in (DEVICE_FIELD, EVENT_TIME) and value is not None
    }
    if not properties:
        # Such a record would be the newest entry of its device, and hide the values of the one before.
        raise InvalidEvent(f"no property with a value besides {DEVICE_FIELD} and {EVENT_TIME}")
    id_ = stored_id(event.get(EVENT_TIME))
    if id_ > f"{key_at(now + rules.future_tolerance * NANOSECONDS)}Z":
        # It would stay the newest entry of its device until then.
        raise InvalidEvent(
            f"{EVENT_TIME}: {id_} is more than {rules.future_tolerance} seconds ahead of this machine's clock"
        )
    return {DEVICE_FIELD: device, ID_FIELD: id_, **properties}


def stored_id(time: Any) -> str:
    """A time as the `id` of a record: ISO 8601 in UTC, always with nine digits after the second.

    In one width, the order of the texts is the order of time also within a second, and each instant has one
    spelling. Takes what `parse_time` does. Raises InvalidEvent.
    """
    if isinstance(time, bool) or not isinstance(time, int | float | str):
        raise InvalidEvent(
            f"{EVENT_TIME}: expected an ISO 8601 time with a zone, or a time since 1970, "
            + ("found none" if time is None else f"found a value of type {type(time).__name__}")
        )
    try:
        return f"{parse_time(time, EVENT_TIME)}Z"
    except InvalidQuery as error:
        raise InvalidEvent(error.message) from None


def _name(value: Any, field: str) -> str:
    """A name that a query can ask for."""
    try:
        return parse_name(value, field)
    except InvalidQuery as error:
        raise InvalidEvent(error.message) from None


def _checked(value: Any, name: str, declared: DataType | None, most_elements: int | None) -> Any:
    try:
        check_value(value, declared, most_elements)
        return _exact(value)
    except UnfitValueError as error:
        raise InvalidEvent(f"{name}: {error}") from None


def _exact(value: Any) -> Any:
    """The value, its floats as Decimal with the digits of their shortest text, which reads back the same."""
    if isinstance(value, float):
        number = Decimal(str(value))
        if not fits_dynamodb(number):
            raise UnfitValueError("DynamoDB holds numbers between 1E-130 and 9.9E+125")
        return number
    if isinstance(value, list):
        return [_exact(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _exact(item) for key, item in value.items()}
    return value
