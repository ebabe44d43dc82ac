"""Firestore's values as its REST API writes them, such as `{"doubleValue": 20.5}`, and as plain values.

Source: https://cloud.google.com/firestore/docs/reference/rest/Shared.Types/ArrayValue#Value
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crosstwin_contract.store_names import is_reserved_by_firestore
from crosstwin_contract.times import with_z

Value = Mapping[str, Any]
_SECONDS, _MICROSECONDS = len("2026-01-15T10:30:00Z"), len("2026-01-15T10:30:00.123456")


@dataclass(frozen=True, slots=True)
class GeoPoint:
    """No telemetry, as the others here: an answer says the type's name."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class DocumentReference:
    name: str


@dataclass(frozen=True, slots=True)
class Vector:
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ReservedMap:
    """A map that stands for a type of its own, as MongoDB's: its keys begin and end with two underscores."""

    fields: Mapping[str, Any]


def plain_fields(fields: Mapping[str, Value]) -> dict[str, Any]:
    """Of values in another form than Firestore's, it raises whatever their parsing does, as all here do."""
    record: dict[str, Any] = {}
    for name, value in fields.items():
        if "doubleValue" in value:
            number = value["doubleValue"]
            record[name] = number if type(number) is float else _double(number)
        elif "stringValue" in value:
            text = value["stringValue"]
            if type(text) is not str:
                raise TypeError
            record[name] = text
        elif "integerValue" in value:
            record[name] = _integer(value["integerValue"])
        else:
            record[name] = plain(value)
    return record


def _of_type(expected: type, value: Any) -> Any:
    if type(value) is not expected:
        raise TypeError
    return value


def _integer(digits: str) -> int:
    """Python alone also takes 5.7, True, and the strings `1_000` and ` 1`."""
    number = int(digits)
    if str(number) != digits:
        raise TypeError
    return number


def _double(value: Any) -> float:
    """Infinity is a string, 20 may be an integer."""
    return float(value if value in ("NaN", "Infinity", "-Infinity") else _of_type(int, value))


def plain_times(values: Sequence[Value | None]) -> Sequence[Any]:
    """What documents have as their times; None where one has no time."""
    try:
        return [_integer(value["integerValue"]) for value in values]  # type: ignore[index]
    except (KeyError, TypeError):
        return [value and plain(value) for value in values]


def ids_of_timestamps(values: Sequence[Value | None]) -> Sequence[str] | None:
    """Their ids, None where one of them has another type.

    `2026-01-15T10:30:00Z` is one. With a fraction it has 3, 6 or 9 digits; Firestore keeps microseconds.
    Source: https://protobuf.dev/reference/protobuf/google.protobuf/#timestamp
    """
    try:
        texts: list[str] = [value["timestampValue"] for value in values]  # type: ignore[index]
    except (KeyError, TypeError):
        return None
    if {*map(len, texts)} <= {_SECONDS}:
        return texts
    return [
        f"{text[:_MICROSECONDS].rstrip('Z').rstrip('0').rstrip('.')}Z" if "." in text else text
        for text in texts
    ]


def plain(value: Value) -> Any:  # noqa: PLR0911 - one line for each kind of value
    ((kind, found),) = value.items()
    if kind == "booleanValue":
        return _of_type(bool, found)
    if kind in ("stringValue", "doubleValue", "integerValue"):
        return plain_fields({"": value})[""]
    if kind == "nullValue":
        return None
    if kind == "timestampValue":
        return _moment(found)
    if kind == "mapValue":
        return _map(plain_fields(found.get("fields", {})))
    if kind == "arrayValue":
        return [plain(item) for item in _of_type(list, found.get("values", []))]
    if kind == "bytesValue":
        return base64.b64decode(found)
    if kind == "geoPointValue":
        return GeoPoint(float(found.get("latitude", 0)), float(found.get("longitude", 0)))
    if kind == "referenceValue":
        return DocumentReference(found)
    raise KeyError


def _map(found: dict[str, Any]) -> Any:
    if found.get("__type__") == "__vector__":
        return Vector(tuple(found["value"]))
    return ReservedMap(found) if any(map(is_reserved_by_firestore, found)) else found


def _moment(text: str) -> datetime:
    """Of `2026-01-15T10:30:00.123456Z`. Firestore keeps microseconds; what is finer is cut off."""
    second, _, fraction = text.removesuffix("Z").partition(".")
    return datetime.fromisoformat(f"{second}.{fraction[:6]:0<6}").replace(tzinfo=UTC)


def value_of(bound: str | float | datetime) -> dict[str, Any]:
    """A bound of a query."""
    if isinstance(bound, str):
        return {"stringValue": bound}
    if isinstance(bound, datetime):
        return {"timestampValue": with_z(bound.astimezone(UTC).isoformat())}
    return {"integerValue": str(bound)} if isinstance(bound, int) else {"doubleValue": bound}
