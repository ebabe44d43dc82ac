"""Answers of hot readers, as those who ask check them."""

from __future__ import annotations

import json
from typing import Any

from crosstwin_contract.times import is_stored_id
from crosstwin_contract.values import Caller
from hotread.query import HistoryQuery, Query, parse_history, parse_last_entry
from remote_reader.errors import InvalidReaderResponse
from twin_component_type.clouds import page
from twin_component_type.errors import DeviceFailed
from twin_component_type.position import Place
from twin_connector.answer import HISTORY, LAST_ENTRY, for_twinmaker

from benchmarks.fuzz.parsers.target import Target, nested, seeds, value_of
from crosstwin.readers.answers import (
    InvalidAnswer,
    device_entries,
    device_error,
    device_values,
    history_columns,
    newest_times,
    newest_values,
)

_PAYLOAD = {
    "iotDeviceId": "pump-7",
    "selectedProperties": ["n", "x"],
    "startTime": "2026-01-15T10:00:00Z",
    "endTime": "2026-01-15T11:00:00Z",
}
_DECLARED = {
    "n": {"definition": {"dataType": {"type": "INTEGER"}}},
    "x": {"definition": {"dataType": {"type": "LIST", "nestedType": {"type": "MAP"}}}},
}
_HISTORIES = [
    parse_history(_PAYLOAD, from_twinmaker=False),
    parse_history(
        {**_PAYLOAD, "properties": _DECLARED, "orderByTime": "DESCENDING", "maxResults": 2},
        from_twinmaker=False,
    ),
]
_LAST_ENTRIES = [
    parse_last_entry(_PAYLOAD, from_twinmaker=False),
    parse_last_entry({**_PAYLOAD, "properties": _DECLARED, "entityId": "e"}, from_twinmaker=False),
]


def _connector(data: bytes) -> None:
    kinds: list[tuple[Any, Query]] = [
        *((HISTORY, query) for query in _HISTORIES),
        *((LAST_ENTRY, query) for query in _LAST_ENTRIES),
    ]
    for kind, query in kinds:
        for caller in Caller:
            try:
                answer = for_twinmaker(data, kind, query, caller)
            except InvalidReaderResponse as error:
                str(error).encode()
                continue
            _check(answer, query)


def _check(answer: Any, query: Query) -> None:
    """It is what TwinMaker takes, of the query's properties alone, and no row is out of its range."""
    json.dumps(answer, allow_nan=False, ensure_ascii=False).encode()
    if not isinstance(query, HistoryQuery):
        assert {*answer["propertyValues"]} <= {*query.selected}
        return
    names = [entry["entityPropertyReference"]["propertyName"] for entry in answer["propertyValues"]]
    assert tuple(names) == query.selected
    for entry in answer["propertyValues"]:
        for value in entry["values"]:
            assert {*value} == {"time", "value"}
            assert is_stored_id(value["time"])
            assert "2026-01-15T10:00:00" <= value["time"] <= "2026-01-15T11:00:00Z"


def _component_type(data: bytes) -> None:
    queries = {
        device: query._replace(device=device)
        for device, query in zip(("pump-7", "pump-8"), _HISTORIES, strict=True)
    }
    for caller in Caller:
        for place in (Place(), Place(0, "token", 1)):
            try:
                found = page(data, queries, [*queries], caller, place)
            except (InvalidReaderResponse, DeviceFailed) as error:
                str(error).encode()
                continue
            assert {*found.histories} <= {*queries}
            assert found.next_token or place.listed or {*found.histories} == {*queries}
            assert len(found.histories) <= found.listed <= len(queries)
            for device, entries in found.histories.items():
                _check({"propertyValues": entries}, queries[device])


def _program(data: bytes) -> None:
    answer = value_of(data)
    if not isinstance(answer, dict):
        return
    _tried(history_columns, answer)
    if _tried(newest_values, answer) is not None:
        _tried(newest_times, answer)
    for entry in (_tried(device_entries, answer) or {}).values():
        _tried(device_error, entry)
        _tried(device_values, entry)


def _tried(parse: Any, value: Any) -> Any:
    try:
        return parse(value)
    except InvalidAnswer as error:
        return str(error).encode("utf-8", "surrogatepass") and None


def _entry(name: str, *values: Any) -> dict[str, Any]:
    listed = [{"time": f"2026-01-15T10:{30 + n}:00Z", "value": value} for n, value in enumerate(values)]
    return {"entityPropertyReference": {"propertyName": name}, "values": listed}


_HISTORY = [
    _entry("n", {"IntegerValue": 900}, {"IntegerValue": 901}),
    _entry("x", {"ListValue": [{"MapValue": {}}]}),
]
_SEEDS = seeds(
    {"propertyValues": _HISTORY, "nextToken": "MTo="},
    {"propertyValues": [_entry("n", {"doubleValue": 1.5}), _entry("x")]},
    {
        "propertyValues": {
            "n": {
                "propertyReference": {"propertyName": "n"},
                "propertyValue": {"IntegerValue": 9},
                "time": "2026-01-15T10:30:00Z",
            }
        }
    },
    {
        "devices": [
            {"iotDeviceId": "pump-7", "propertyValues": _HISTORY},
            {"iotDeviceId": "pump-8", "error": {"code": "A", "message": "b"}},
        ],
        "nextToken": "x",
    },
    {
        "devices": [
            {
                "iotDeviceId": "a",
                "values": {"n": {"time": "2026-01-15T10:30:00Z", "value": {"LongValue": 1}}},
            },
            {"iotDeviceId": "b", "unchanged": True},
        ]
    },
)
_DEEP_SEEDS = [
    form.replace("DEEP", nested('{"ListValue":[', "]}", depth)).encode()
    for depth in (480, 490, 494)
    for form in (
        '{"propertyValues":[{"entityPropertyReference":{"propertyName":"n"},"values":[{"time":'
        '"2026-01-15T10:30:00Z","value":DEEP}]},'
        '{"entityPropertyReference":{"propertyName":"x"},"values":[]}]}',
        '{"propertyValues":{"n":{"propertyReference":{"propertyName":"n"},"propertyValue":DEEP}}}',
        '{"devices":[{"iotDeviceId":"a","values":{"n":{"time":"2026-01-15T10:30:00Z","value":DEEP}}}]}',
    )
]
TARGETS = {
    "answer for TwinMaker": Target(_connector, [*_SEEDS, *_DEEP_SEEDS]),
    "answer of a component type": Target(_component_type, [*_SEEDS, *_DEEP_SEEDS]),
    "answer for the program": Target(_program, [*_SEEDS, *_DEEP_SEEDS]),
}
