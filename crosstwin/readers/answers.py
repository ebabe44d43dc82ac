"""A reader's answer, checked before anything is made of it: it came over a network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crosstwin_contract.strict_json import InvalidJson, loads
from crosstwin_contract.values import DEEPEST, VALUE_KEYS, fit

from crosstwin.errors import Failure

Answer = dict[str, Any]


class InvalidAnswer(Failure):
    """A reader answered, but not in the form of the contract; the message names the place."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value: `time` is ISO 8601 in UTC, as the reader spelled it."""

    time: str
    value: Any


_DATA_TYPES = {over_http: data_type for data_type, (over_http, _) in VALUE_KEYS.items()}
_FRACTION = re.compile(r"[.,](\d+)")

# The values of each property, in the order of the answer.
Columns = dict[str, list[Point]]


def parsed(body: bytes) -> Any:
    """The JSON of a body; None if it is not JSON as the contract has it."""
    try:
        return loads(body)
    except InvalidJson:
        return None


def history_columns(answer: Mapping[str, Any]) -> Columns:
    """The columns of a history. Raises InvalidAnswer."""
    entries = answer.get("propertyValues")
    if not isinstance(entries, list):
        raise InvalidAnswer(f"propertyValues: expected a list, found {_kind(entries)}")
    columns: Columns = {}
    for index, entry in enumerate(entries):
        place = f"propertyValues[{index}]"
        name = _property_name(entry, "entityPropertyReference", place)
        values = entry.get("values")
        if not isinstance(values, list):
            raise InvalidAnswer(f"{place}.values: expected a list, found {_kind(values)}")
        columns.setdefault(name, []).extend(
            _point(item, f"{place}.values[{number}]") for number, item in enumerate(values)
        )
    token = answer.get("nextToken")
    if token is not None and (not isinstance(token, str) or not token):
        raise InvalidAnswer(f"nextToken: expected a string, found {_kind(token)}")
    return columns


def newest_values(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an answer of last entries, by property. Raises InvalidAnswer."""
    entries = answer.get("propertyValues")
    if not isinstance(entries, dict):
        raise InvalidAnswer(f"propertyValues: expected an object, found {_kind(entries)}")
    values = {}
    for name, entry in entries.items():
        place = f"propertyValues.{name[:60]}"
        if _property_name(entry, "propertyReference", place) != name:
            raise InvalidAnswer(f"{place}.propertyReference names another property")
        values[name] = _plain(entry.get("propertyValue"), f"{place}.propertyValue")
    return values


def newest_times(answer: Mapping[str, Any]) -> dict[str, str]:
    """The times of an answer of last entries, by property. TwinMaker's form of it has none.

    The answer is one that `newest_values` took. Raises InvalidAnswer.
    """
    return {
        name: _time(entry, f"propertyValues.{name[:60]}")
        for name, entry in answer["propertyValues"].items()
        if "time" in entry
    }


def device_entries(answer: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The entries of an answer of many devices, by device. Raises InvalidAnswer."""
    entries = answer.get("devices")
    if not isinstance(entries, list):
        raise InvalidAnswer(f"devices: expected a list, found {_kind(entries)}")
    found = {}
    for index, entry in enumerate(entries):
        device = entry.get("iotDeviceId") if isinstance(entry, Mapping) else None
        if not isinstance(device, str):
            raise InvalidAnswer(f"devices[{index}].iotDeviceId: expected a string, found {_kind(device)}")
        found[device] = entry
    return found


def device_error(entry: Mapping[str, Any]) -> tuple[str, str] | None:
    """Code and message of the error that a device of many has; None without one. Raises InvalidAnswer."""
    if "error" not in entry:
        return None
    error = entry["error"]
    code, message = (error.get("code"), error.get("message")) if isinstance(error, Mapping) else (None, None)
    if not isinstance(code, str) or not isinstance(message, str):
        raise InvalidAnswer(f"{_device_place(entry)}.error: expected an object with code and message")
    return code, message


def device_values(entry: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Values and times of a device of many, by property; none if they are unchanged. Raises InvalidAnswer."""
    found = {} if entry.get("unchanged") is True else entry.get("values")
    place = f"{_device_place(entry)}.values"
    if not isinstance(found, Mapping):
        raise InvalidAnswer(f"{place}: expected an object, found {_kind(found)}")
    points = {name: _point(item, f"{place}.{name[:60]}") for name, item in found.items()}
    return (
        {name: point.value for name, point in points.items()},
        {name: point.time for name, point in points.items()},
    )


def moment(time: str) -> datetime:
    """The instant of a point's time, to the microsecond. Raises ValueError."""
    found = datetime.fromisoformat(time)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def sort_key(time: str) -> tuple[datetime, str]:
    """Orders points' times, to the nanosecond and finer: text order is not time order."""
    fraction = _FRACTION.search(time)
    return moment(time).replace(microsecond=0), fraction[1].rstrip("0") if fraction else ""


def _device_place(entry: Mapping[str, Any]) -> str:
    return f"devices.{entry['iotDeviceId'][:60]}"


def _property_name(entry: Any, reference: str, place: str) -> str:
    found = entry.get(reference) if isinstance(entry, Mapping) else None
    name = found.get("propertyName") if isinstance(found, Mapping) else None
    if not isinstance(name, str) or not name:
        raise InvalidAnswer(f"{place}.{reference}.propertyName: expected a string, found {_kind(name)}")
    return name


def _point(item: Any, place: str) -> Point:
    return Point(_time(item, place), _plain(item.get("value"), f"{place}.value"))


def _time(item: Any, place: str) -> str:
    time = item.get("time") if isinstance(item, Mapping) else None
    if not isinstance(time, str) or not time:
        raise InvalidAnswer(f"{place}.time: expected a string, found {_kind(time)}")
    try:
        moment(time)
    except ValueError:
        raise InvalidAnswer(f"{place}.time: {time!r:.60} is not an ISO 8601 time") from None
    return time


def _plain(value: Any, place: str, depth: int = 0) -> Any:
    """The value inside `{"DoubleValue": 23.5}`, in either casing of the key."""
    if depth > DEEPEST:
        raise InvalidAnswer(f"{place:.60}: lists and maps that are nested more than {DEEPEST} deep")
    if not isinstance(value, Mapping) or len(value) != 1:
        raise InvalidAnswer(f"{place}: expected an object with one value, found {_kind(value)}")
    ((key, plain),) = value.items()
    kind = key[:1].upper() + key[1:]
    if kind == "ListValue" and isinstance(plain, list):
        return [_plain(item, f"{place}[{index}]", depth + 1) for index, item in enumerate(plain)]
    if kind == "MapValue" and isinstance(plain, Mapping):
        return {name: _plain(item, f"{place}.{name[:60]}", depth + 1) for name, item in plain.items()}
    data_type = _DATA_TYPES.get(kind)
    if data_type is None or not fit(data_type, [plain]):
        raise InvalidAnswer(f"{place}: {key[:60]} holds {_kind(plain)}")
    return plain


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    kinds = {str: "a string", list: "a list", dict: "an object", type(None): "nothing"}
    return kinds.get(type(value), type(value).__name__)
