"""A stored value as it stands in an answer, and what it takes there at most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crosstwin_contract.telemetry import TooManyElementsError, UnfitValueError
from crosstwin_contract.times import with_z
from crosstwin_contract.values import VALUE_KEYS, Caller

from hotread.errors import InvalidQuery, InvalidStoredRecord, TooManyElements
from hotread.query import Query
from hotread.record import ID_FIELD, Record
from hotread.values import data_value

_LONG, _LIST, _MAP = (VALUE_KEYS[data_type][0] for data_type in ("LONG", "LIST", "MAP"))


def reference(query: Query, name: str) -> dict[str, str]:
    """What an answer calls a property: its name, and the entity and component where the query has them."""
    return {**query.reference, "propertyName": name}


def timed(stored_id: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """A DataValue with its time: `{"time": "…", "value": {"DoubleValue": 23.5}}`."""
    return {"time": with_z(stored_id), "value": value}


def as_asked(query: Query, value: Mapping[str, Any]) -> Mapping[str, Any]:
    """A DataValue as it stands in the answer: with `longAsString`, each Long in it is a string."""
    return _with_strings(value) if query.long_as_string else value


def _with_strings(value: Mapping[str, Any]) -> dict[str, Any]:
    ((key, plain),) = value.items()
    if key == _LONG:
        return {key: str(plain)}
    if key == _LIST:
        return {key: [_with_strings(item) for item in plain]}
    if key == _MAP:
        return {key: {name: _with_strings(item) for name, item in plain.items()}}
    return {key: plain}


def property_value(query: Query, name: str, value: Any, record: Record, caller: Caller) -> dict[str, Any]:
    """The record's value (not None) of one property, as a DataValue such as `{"DoubleValue": 23.5}`.

    Raises InvalidQuery where it does not fit its declared type, InvalidStoredRecord where it fits none, and
    TooManyElements where TwinMaker would not take it; all name the property and the record's `id`.
    """
    declared = query.declared.get(name)
    try:
        return data_value(value, declared, caller)
    except UnfitValueError as error:
        message = f"property {name!r} at {record.get(ID_FIELD)}: {error}"
        if isinstance(error, TooManyElementsError):
            raise TooManyElements(message) from None
    if declared:
        # The type came with the query, so it is the query that does not fit what is stored.
        raise InvalidQuery(message, "VALUE_TYPE_MISMATCH")
    raise InvalidStoredRecord(message)
