"""What connectors make of an answer. test_answer_cases.py of the connector runs the cases."""

from __future__ import annotations

from typing import Any

from tests.answers.case import Case

TITLE = "Connectors"
INTRODUCTION = (
    "A reader of another cloud was asked for `temperature` and `rpm` of the entity `entity-1`, and answered\n"
    "with status 200. The entity's name is shown only where it matters. A message follows `the hot reader\n"
    "at <host> answered with`."
)
HISTORY, LAST_ENTRY = "The reader's answer, a history", "The reader's answer, a last entry"
_ERROR = "InvalidReaderResponse"
_TIME = "2026-01-15T10:30:00Z"


def _series(name: str, *values: Any, entity: str | None = None) -> dict[str, Any]:
    named = {"propertyName": name, **({"entityId": entity} if entity else {})}
    return {"entityPropertyReference": named, "values": [*values]}


def _of(*values: Any) -> dict[str, Any]:
    return {"propertyValues": [_series("temperature", *values), _series("rpm")]}


def _value(value: Any, time: Any = _TIME) -> dict[str, Any]:
    return {"time": time, "value": value}


def _refused(title: str, body: Any, message: str, kind: str = HISTORY) -> Case:
    return Case(title, {kind: body}, {_ERROR: message})


_NO_TIME = "property 'temperature': a value whose time is not ISO 8601 in UTC, such as 2026-01-15T10:30:00Z"
_NO_DOUBLE = "property 'temperature': a DoubleValue that is not of type DOUBLE"

CASES = [
    _refused(
        "An empty list is not an answer without data",
        {"propertyValues": []},
        "no entry for the property 'temperature', which a history has also without values",
    ),
    _refused(
        "Each property that was asked for has an entry",
        {"propertyValues": [_series("temperature")]},
        "no entry for the property 'rpm', which a history has also without values",
    ),
    _refused(
        "A property that was not asked for is an error",
        {"propertyValues": [_series("temperature"), _series("rpm"), _series("noise")]},
        "the property 'noise', which was not asked for",
    ),
    _refused(
        "Another entity's values are an error",
        {"propertyValues": [_series("temperature", entity="pump-8"), _series("rpm")]},
        "propertyValues[0]: entityPropertyReference.entityId that is not the one of the query",
    ),
    _refused("A value without a time is an error", _of({"value": {"DoubleValue": 23.5}}), _NO_TIME),
    _refused("A number is not a time of an answer", _of(_value({"DoubleValue": 23.5}, 1768473000)), _NO_TIME),
    _refused("A value has its type", _of(_value({"DoubleValue": "abc"})), _NO_DOUBLE),
    _refused("A number is finite", '{"propertyValues": [… "value": {"DoubleValue": 1e999} …', _NO_DOUBLE),
    _refused(
        "A value has one value key",
        _of(_value({"DoubleValue": 23.5, "LongValue": 23})),
        "property 'temperature': a value that is not an object with one value key",
    ),
    _refused(
        "An object has each key once",
        '{"propertyValues": [], "propertyValues": [… {"DoubleValue": 23.5} …',
        "JSON with the key 'propertyValues' twice in one object",
    ),
    _refused(
        "A string holds whole characters",
        _of(_value({"StringValue": "\\ud83c"})),
        "JSON with a lone surrogate, which is not a character",
    ),
    _refused(
        "nextToken is a string",
        {**_of(), "nextToken": {"page": 2}},
        "nextToken that is not a string of 1 to 17880 characters",
    ),
    _refused(
        "The values are within the time range of the query",
        _of(_value({"DoubleValue": 23.5}, "2026-01-15T12:00:00Z")),
        "property 'temperature': values outside the time range of the query",
    ),
    Case(
        "A last entry's time does not reach TwinMaker",
        {LAST_ENTRY: {"propertyValues": {"rpm": {"propertyValue": {"IntegerValue": 1480}, "time": _TIME}}}},
        {"propertyValues": {"rpm": {"propertyValue": {"integerValue": 1480}}}},
    ),
]
