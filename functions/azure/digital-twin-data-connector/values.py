"""Values of a reader's answer, as a property of a DTDL schema takes them, and their times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crosstwin_contract.records import at
from crosstwin_contract.telemetry import FITS, UnfitValueError, described
from crosstwin_contract.times import SECOND, is_stored_id, sort_key
from crosstwin_contract.values import DEEPEST

_TYPES = {name: name.upper() for name in ("double", "integer", "long", "boolean", "string")}
# Azure Digital Twins counts time in steps of 100 ns, so further digits might not come back as they were.
_DIGITS = SECOND + 1 + 7


def instant(time: Any) -> str | None:
    """A time to 100 ns, as a string whose order is that of time. None for what is not a time."""
    return sort_key(time)[:_DIGITS] if is_stored_id(time) else None


def spelled(instant_: str) -> str:
    """An instant as Azure Digital Twins takes it, without zeros at the end: `2026-01-15T10:30:00.5Z`."""
    return f"{instant_.rstrip('0').rstrip('.') if '.' in instant_ else instant_}Z"


def plain(data_value: Any, depth: int = 0) -> Any:
    """The value within `{"DoubleValue": 23.5}`, lists and maps included. Raises UnfitValueError."""
    if depth > DEEPEST:
        raise UnfitValueError(f"lists and maps that are nested more than {DEEPEST} deep")
    if not isinstance(data_value, Mapping) or len(data_value) != 1:
        raise UnfitValueError("a value that is not of one type")
    ((key, value),) = data_value.items()
    if key == "ListValue" and isinstance(value, list):
        return [plain(item, depth + 1) for item in value]
    if key == "MapValue" and isinstance(value, Mapping):
        return {name: plain(item, depth + 1) for name, item in value.items()}
    return value


def fitted(schema: Any, value: Any) -> Any:
    """The value as one of the schema. Raises UnfitValueError where it is not one; names no value."""
    if isinstance(schema, Mapping) and schema.get("@type") == "Array":
        if not isinstance(value, list):
            raise UnfitValueError(f"{described(value)} is not a list")
        return [fitted(schema.get("elementSchema"), item) for item in value]
    if isinstance(schema, Mapping) and schema.get("@type") == "Map":
        if not isinstance(value, Mapping):
            raise UnfitValueError(f"{described(value)} is not a map")
        inner = at(schema, ("mapValue", "schema"))
        return {name: fitted(inner, item) for name, item in value.items()}
    found = FITS[_TYPES[schema]](value) if isinstance(schema, str) and schema in _TYPES else None
    if found is None:
        raise UnfitValueError(f"{described(value)} is not of type {schema!s:.40}")
    return found
