"""The types of properties, as twin.yaml has them, out of a few records of a hot store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crosstwin_contract.records import at, object_of, path
from crosstwin_contract.store_names import COSMOS_FIELDS
from crosstwin_contract.telemetry import UnfitValueError, inferred_type


def properties(
    items: Sequence[Mapping[str, Any]], records: Mapping[str, str], keys: set[str]
) -> dict[str, Any]:
    """The type of each property by name: the one that holds all of its values.

    `records` is the section of that name; `keys` are fields that are no properties.
    """
    values_at = records.get("values")
    types: dict[str, Any] = {}
    for item in items:
        values = object_of(at(item, path(values_at))) if values_at else item
        for name, value in (values or {}).items():
            if name in COSMOS_FIELDS or (values_at is None and name in keys):
                continue
            if (found := _type(value)) is not None:
                types[name] = _wider(types.get(name), found)
    # By name: a document of Firestore has its fields in no order.
    return {name: found for name, found in sorted(types.items()) if found is not None}


def _type(value: Any) -> Any:
    if value is None:
        return None
    try:
        kind = inferred_type(value).lower()
    except UnfitValueError:
        return None
    if kind not in ("list", "map"):
        return kind
    nested: Any = None
    for item in value.values() if kind == "map" else value:
        nested = _wider(nested, _type(item))
    return {"type": kind, "of": nested} if isinstance(nested, str) else None


def _wider(one: Any, other: Any) -> Any:
    """The type that holds values of both; a string if they have none in common."""
    if one is None or one == other:
        return other
    if other is None:
        return one
    numbers = ("integer", "long", "double")
    if one in numbers and other in numbers:
        return numbers[max(numbers.index(one), numbers.index(other))]
    return one if isinstance(one, dict) else "string"
