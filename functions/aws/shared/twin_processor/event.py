"""Events as JSON: what the persister is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hotread.errors import InvalidQuery
from hotread.names import parse_name
from hotread.record import DEVICE_FIELD

from twin_processor.errors import InvalidEvent

Event = Mapping[str, Any]  # {"iotDeviceId": "<device>", "time": <time>, "<property>": <value>, …}


def encode(event: Any) -> bytes:
    """The event as JSON. Raises InvalidEvent naming the field that JSON has no spelling for."""
    if not isinstance(event, Mapping):
        raise InvalidEvent(f"expected a JSON object, found a value of type {type(event).__name__}")
    return f"{{{','.join(_member(name, value) for name, value in event.items())}}}".encode()


def device_of(event: Any) -> str:
    """The device, for people and logs."""
    try:
        return parse_name(event.get(DEVICE_FIELD) if isinstance(event, Mapping) else None, DEVICE_FIELD)
    except InvalidQuery:
        return "unknown"


def _member(name: Any, value: Any) -> str:
    # json.dumps turns a key such as 7 or None into a string, which can be that of another key.
    if not isinstance(name, str):
        raise InvalidEvent(f"a field's name is a value of type {type(name).__name__}, expected a string")
    try:
        text = json.dumps(value, allow_nan=False)
        _check_keys(value, name)
        return f"{json.dumps(name)}:{text}"
    except TypeError:
        raise InvalidEvent(f"{name}: a value of type {_unknown_type(value)} is not JSON") from None
    except RecursionError:
        raise InvalidEvent(f"{name}: nested too deeply for JSON") from None
    except ValueError:
        raise InvalidEvent(
            f"{name}: NaN, infinity or a value that contains itself; JSON has none of them"
        ) from None


def _check_keys(value: Any, name: str) -> None:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise InvalidEvent(
                    f"{name}: a key of a map is of type {type(key).__name__}, expected a string"
                )
            _check_keys(item, name)
    elif isinstance(value, list | tuple):
        for item in value:
            _check_keys(item, name)


def _unknown_type(value: Any) -> str:
    """The type of the first value in it that JSON does not know."""
    items = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    for item in items:
        try:
            json.dumps(item)
        except TypeError:
            return _unknown_type(item)
    return type(value).__name__
