"""Stored values as TwinMaker's DataValue, in either casing of its keys (crosstwin_contract.values)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from crosstwin_contract.telemetry import (
    FITS,
    UnfitValueError,
    check_count,
    check_keys,
    described,
    elements,
    has_encoding,
    inferred_type,
)
from crosstwin_contract.values import INTEGER_LIMIT, VALUE_KEYS, Caller, DataType

_HTTP_KEYS = {data_type: keys[0] for data_type, keys in VALUE_KEYS.items()}
_TWINMAKER_KEYS = {data_type: keys[1] for data_type, keys in VALUE_KEYS.items()}
# Most telemetry: these types alone decide the data type, and an answer has the value as it is.
_PLAIN_TYPES: dict[type, str] = {float: "DOUBLE", str: "STRING", bool: "BOOLEAN"}
# With the one whose range counts as well.
INFERRED_TYPES = {**_PLAIN_TYPES, int: "INTEGER"}


def data_value(value: Any, declared: DataType | None, caller: Caller, depth: int = 0) -> dict[str, Any]:
    """A stored value (not None) as a DataValue such as `{"DoubleValue": 23.5}`.

    `depth` is how many lists and maps are around it.

    Raises UnfitValueError when the value does not fit the declared type, or fits none; of that,
    TooManyElementsError for a list or map that TwinMaker would not take.
    """
    keys = _HTTP_KEYS if caller is Caller.HTTP else _TWINMAKER_KEYS
    if declared is None:
        plain_type = _PLAIN_TYPES.get(type(value))
        if plain_type is not None and _has_json(value):
            return {keys[plain_type]: value}
        if type(value) is int and -INTEGER_LIMIT <= value < INTEGER_LIMIT:
            return {keys["INTEGER"]: value}
    data_type = declared.type if declared else inferred_type(value)
    if data_type == "LIST":
        nested = declared.nested if declared else None
        found = _checked(value, list, "LIST", caller, depth)
        plain: Any = [data_value(item, nested, caller, depth + 1) for item in found]
    elif data_type == "MAP":
        nested = declared.nested if declared else None
        items = _checked(value, Mapping, "MAP", caller, depth).items()
        check_keys(value)
        plain = {key: data_value(item, nested, caller, depth + 1) for key, item in items}
    else:
        plain = FITS[data_type](value)
        if plain is None:
            raise UnfitValueError(f"{described(value)} is not of type {data_type}")
    return {keys[data_type]: plain}


def _checked(value: Any, kind: type, data_type: str, caller: Caller, depth: int) -> Any:
    """The list or map itself. Raises as `data_value` does."""
    found = elements(value, kind, data_type, depth)
    if caller is Caller.TWINMAKER:
        check_count(found)
    return found


def _has_json(value: float | str | bool) -> bool:
    if isinstance(value, str):
        return has_encoding(value)
    return math.isfinite(value)
