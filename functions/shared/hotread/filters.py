"""TwinMaker's property filters: which rows of a history count.

Source: https://docs.aws.amazon.com/iot-twinmaker/latest/apireference/API_PropertyFilter.html
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crosstwin_contract.values import VALUE_KEYS

from hotread.errors import InvalidQuery
from hotread.names import parse_name

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_NUMBER, _STRING, _BOOLEAN = "number", "string", "boolean"
_KINDS = {"DOUBLE": _NUMBER, "INTEGER": _NUMBER, "LONG": _NUMBER, "STRING": _STRING, "BOOLEAN": _BOOLEAN}
_KINDS_BY_KEY = {key: kind for type_, kind in _KINDS.items() for key in VALUE_KEYS[type_]}
_LONG_AS_STRING = re.compile("-?[0-9]{1,19}")  # as an answer to `longAsString` has it
_MOST_FILTERS = 10  # TwinMaker's limit; every filter is tested on every row


@dataclass(frozen=True, slots=True)
class PropertyFilter:
    """One of `propertyFilters`. `operator` is a key of _OPERATORS, `value` a number, string or boolean."""

    property_name: str
    operator: str
    value: Any

    def accepts(self, record: Mapping[str, Any]) -> bool:
        """Whether the row passes. A row without the property, or with a value of another kind, does not."""
        found = record.get(self.property_name)
        if _kind(found) is None or _kind(found) != _kind(self.value):
            return False
        return bool(_OPERATORS[self.operator](found, self.value))


def parse_filters(found: Any) -> tuple[PropertyFilter, ...]:
    """Filters from `[{"propertyName": …, "operator": …, "value": {"doubleValue": 20}}]`.

    Raises InvalidQuery naming the place.
    """
    if not isinstance(found, list):
        raise InvalidQuery("propertyFilters: expected a list")
    if len(found) > _MOST_FILTERS:
        raise InvalidQuery(f"propertyFilters: more than {_MOST_FILTERS}")
    return tuple(_parse(item, f"propertyFilters[{i}]") for i, item in enumerate(found))


def _parse(item: Any, field: str) -> PropertyFilter:
    if not isinstance(item, Mapping):
        raise InvalidQuery(f"{field}: expected an object")
    property_name = parse_name(item.get("propertyName"), f"{field}.propertyName")
    sign = item.get("operator", "=")
    if not isinstance(sign, str) or sign not in _OPERATORS:
        raise InvalidQuery(f"{field}.operator: {sign!r:.20} is not one of {' '.join(_OPERATORS)}")
    value = item.get("value")
    if isinstance(value, Mapping) and len(value) == 1 and next(iter(value)) in _KINDS_BY_KEY:
        ((key, value),) = value.items()
        if key in VALUE_KEYS["LONG"] and isinstance(value, str) and _LONG_AS_STRING.fullmatch(value):
            value = int(value)
        if _kind(value) != _KINDS_BY_KEY[key]:
            # No row has a value of that kind and type: the answer would be empty.
            raise InvalidQuery(f"{field}.value: {key} without a {_KINDS_BY_KEY[key]}")
    if _kind(value) is None:
        raise InvalidQuery(f'{field}.value: expected a value such as {{"doubleValue": 20}}')
    return PropertyFilter(property_name, sign, value)


def _kind(value: Any) -> str | None:
    """What a value can be compared with; None for what has no order."""
    if isinstance(value, bool):
        return _BOOLEAN
    if isinstance(value, int | float | Decimal):
        return _NUMBER
    return _STRING if isinstance(value, str) else None
