"""Stored values as AWS IoT TwinMaker's DataValue, in either casing of its keys.

TwinMaker's Lambda interface documents camelCase keys (`doubleValue`); the answer over HTTP has
PascalCase (`DoubleValue`). Which one a caller gets depends on how it asked.
Source: https://docs.aws.amazon.com/iot-twinmaker/latest/apireference/API_DataValue.html
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from crosstwin_contract.values import INTEGER_LIMIT, LONG_LIMIT, VALUE_KEYS


class Caller(Enum):
    """Who asks, and so which casing the value keys have."""

    HTTP = "http"
    TWINMAKER = "twinmaker"


_HTTP_KEYS = {data_type: keys[0] for data_type, keys in VALUE_KEYS.items()}
_TWINMAKER_KEYS = {data_type: keys[1] for data_type, keys in VALUE_KEYS.items()}
# Most telemetry: these types tell the data type alone, and the value stands in an answer as it is.
_PLAIN_TYPES: dict[type, str] = {float: "DOUBLE", str: "STRING", bool: "BOOLEAN"}
_NUMBERS = (int, float, Decimal)


class UnfitValueError(ValueError):
    """A stored value is not of its declared type, or of none that TwinMaker knows; names no value."""


@dataclass(frozen=True, slots=True)
class DataType:
    """A property's declared type: a key of VALUE_KEYS, and the elements' type of a LIST or MAP."""

    type: str
    nested: DataType | None = None


def data_value(value: Any, declared: DataType | None, caller: Caller) -> dict[str, Any]:
    """A stored value (not None) as a DataValue such as `{"DoubleValue": 23.5}`.

    Raises UnfitValueError when the value does not fit the declared type, or fits none.
    """
    keys = _HTTP_KEYS if caller is Caller.HTTP else _TWINMAKER_KEYS
    if declared is None:
        plain_type = _PLAIN_TYPES.get(type(value))
        if plain_type is not None and (plain_type != "DOUBLE" or math.isfinite(value)):
            return {keys[plain_type]: value}
    data_type = declared.type if declared else _inferred_type(value)
    if data_type == "LIST":
        nested = declared.nested if declared else None
        plain: Any = [data_value(item, nested, caller) for item in _elements(value, list, "LIST")]
    elif data_type == "MAP":
        nested = declared.nested if declared else None
        items = _elements(value, Mapping, "MAP").items()
        plain = {key: data_value(item, nested, caller) for key, item in items}
    else:
        plain = _FITS[data_type](value)
        if plain is None:
            raise UnfitValueError(f"{_described(value)} is not of type {data_type}")
    return {keys[data_type]: plain}


def encoded_size(value: Any) -> int:
    """An upper bound of what a stored value takes in an answer, in bytes.

    Counted as inside a Lambda's response, where the body is a JSON text within a JSON text and each
    quotation mark takes two bytes.
    """
    if isinstance(value, _NUMBERS):
        return 24  # the longest repr of a double; a 64-bit integer has at most 20 characters
    if isinstance(value, str):
        if value.isascii() and value.isalnum():
            return len(value) + 4  # nothing in it is escaped
        text = json.dumps(value)
        return len(text) + text.count('"') + text.count("\\")
    if isinstance(value, list):
        return sum(encoded_size(item) + 24 for item in value) + 2
    if isinstance(value, Mapping):
        return sum(encoded_size(key) + encoded_size(item) + 25 for key, item in value.items()) + 2
    return 24  # a boolean or null


def _inferred_type(value: Any) -> str:  # noqa: PLR0911 - one line for each kind of value
    if isinstance(value, bool):
        return "BOOLEAN"
    if isinstance(value, float):
        return "DOUBLE"
    if isinstance(value, str):
        return "STRING"
    if isinstance(value, Decimal):
        return _inferred_type(int(value)) if _is_integral(value) else "DOUBLE"
    if isinstance(value, int):
        if -INTEGER_LIMIT <= value < INTEGER_LIMIT:
            return "INTEGER"
        # Beyond 64 bits it was written as a double: Cosmos DB returns 2.0**63 without a fraction.
        return "LONG" if -LONG_LIMIT <= value < LONG_LIMIT else "DOUBLE"
    if isinstance(value, list):
        return "LIST"
    if isinstance(value, Mapping):
        return "MAP"
    raise UnfitValueError(f"{_described(value)} has no TwinMaker data type")


def _elements(value: Any, kind: type, data_type: str) -> Any:
    if not isinstance(value, kind):
        raise UnfitValueError(f"{_described(value)} is not of type {data_type}")
    return value


def _is_integral(value: float | Decimal) -> bool:
    return math.isfinite(value) and value == int(value)


def _double(value: Any) -> float | None:
    if type(value) is float and math.isfinite(value):
        return value  # most telemetry
    if isinstance(value, bool) or not isinstance(value, _NUMBERS):
        return None
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise UnfitValueError("a number that is not finite cannot be told in JSON")
    return number


def _whole(limit: int) -> Callable[[Any], int | None]:
    def fit(value: Any) -> int | None:
        if isinstance(value, bool) or not isinstance(value, _NUMBERS):
            return None
        if not isinstance(value, int) and not _is_integral(value):
            return None
        number = int(value)
        return number if -limit <= number < limit else None

    return fit


_FITS: dict[str, Callable[[Any], Any]] = {
    "DOUBLE": _double,
    "INTEGER": _whole(INTEGER_LIMIT),
    "LONG": _whole(LONG_LIMIT),
    "BOOLEAN": lambda value: value if isinstance(value, bool) else None,
    "STRING": lambda value: value if isinstance(value, str) else None,
}


def _described(value: Any) -> str:
    """What kind of value it is, never the value itself: messages reach callers and logs."""
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, _NUMBERS):
        return "a number" if math.isfinite(value) else "a number that is not finite"
    kinds = {str: "a text", list: "a list", dict: "a map", type(None): "null"}
    return kinds.get(type(value), f"a value of type {type(value).__name__}")
