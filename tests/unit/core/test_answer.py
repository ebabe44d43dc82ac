from __future__ import annotations

import time
from typing import Any

import pytest
from crosstwin_contract.values import Caller
from hotread.answer import Read, history, last_entry
from hotread.errors import AnswerTooLarge, InvalidQuery, InvalidStoredRecord, TooManyElements

from tests.unit.core.memory_store import MemoryStore

QUERY: dict[str, Any] = {
    "iotDeviceId": "d",
    "entityId": "e",
    "componentName": "c",
    "startTime": "2026-01-15T10:30:00Z",
    "endTime": "2026-01-15T11:30:00Z",
    "selectedProperties": ["temperature", "status"],
}
ROWS = [
    {"iotDeviceId": "d", "id": "2026-01-15T10:30:00.50+00:00", "temperature": 20.5},
    {"iotDeviceId": "d", "id": "2026-01-15T10:31:00Z", "temperature": 21, "status": "on"},
    {"iotDeviceId": "another", "id": "2026-01-15T10:31:00Z", "temperature": 99, "status": "secret"},
]


def reference(name: str) -> dict[str, str]:
    return {"entityId": "e", "componentName": "c", "propertyName": name}


def test_returns_twinmaker_format_as_a_list() -> None:
    assert history(MemoryStore(ROWS), QUERY, Caller.HTTP) == {
        "propertyValues": [
            {
                "entityPropertyReference": reference("temperature"),
                "values": [
                    {"time": "2026-01-15T10:30:00.50Z", "value": {"DoubleValue": 20.5}},
                    {"time": "2026-01-15T10:31:00Z", "value": {"IntegerValue": 21}},
                ],
            },
            {
                "entityPropertyReference": reference("status"),
                "values": [{"time": "2026-01-15T10:31:00Z", "value": {"StringValue": "on"}}],
            },
        ]
    }


def test_returns_twinmaker_format_as_a_map() -> None:
    query = {**QUERY, "workspaceId": "w"}
    assert last_entry(MemoryStore(ROWS), query, Caller.TWINMAKER) == {
        "propertyValues": {
            "temperature": {
                "propertyReference": reference("temperature"),
                "propertyValue": {"integerValue": 21},
            },
            "status": {"propertyReference": reference("status"), "propertyValue": {"stringValue": "on"}},
        }
    }


def test_handles_no_results() -> None:
    query = {**QUERY, "iotDeviceId": "unheard of"}
    found = history(MemoryStore(ROWS), query, Caller.HTTP)["propertyValues"]
    assert [(entry["entityPropertyReference"], entry["values"]) for entry in found] == [
        (reference("temperature"), []),
        (reference("status"), []),
    ]
    assert last_entry(MemoryStore(ROWS), query, Caller.HTTP) == {"propertyValues": {}}


def test_empty_selected_properties() -> None:
    store = MemoryStore(ROWS)
    query = {**QUERY, "selectedProperties": []}
    assert history(store, query, Caller.HTTP) == {"propertyValues": []}
    assert last_entry(store, query, Caller.HTTP) == {"propertyValues": {}}
    assert store.calls == []


def test_the_last_entry_leaves_out_a_property_without_a_value() -> None:
    query = {**QUERY, "selectedProperties": ["humidity", "temperature"]}
    assert list(last_entry(MemoryStore(ROWS), query, Caller.HTTP)["propertyValues"]) == ["temperature"]


@pytest.mark.parametrize("stored_id", ["yesterday", "2026-01-15T10:30", 7, b"zz", None])
def test_a_record_without_a_time_is_reported_and_is_not_the_newest(stored_id: Any) -> None:
    store = MemoryStore([{"iotDeviceId": "d", "id": stored_id, "temperature": 1}])
    with pytest.raises(InvalidStoredRecord, match=r"device 'd' has a record whose id .* is not an ISO 8601"):
        last_entry(store, QUERY, Caller.HTTP)


def test_a_latest_attribute_is_answered_with_the_value_of_its_property() -> None:
    query = {**QUERY, "selectedProperties": ["temperatureLatest", "Latest"]}
    found = last_entry(MemoryStore(ROWS), query, Caller.HTTP)["propertyValues"]
    assert found == {
        "temperatureLatest": {
            "propertyReference": reference("temperatureLatest"),
            "propertyValue": {"IntegerValue": 21},
            "time": "2026-01-15T10:31:00Z",
        }
    }


def test_a_property_and_its_latest_are_asked_of_the_store_once() -> None:
    store = MemoryStore(ROWS)
    selected = {"selectedProperties": ["temperature", "temperatureLatest"]}
    assert len(last_entry(store, {**QUERY, **selected}, Caller.HTTP)["propertyValues"]) == 2
    assert store.calls[0]["properties"] == ("temperature", "temperatureLatest")


def test_a_property_whose_own_name_ends_in_latest_comes_first() -> None:
    store = MemoryStore([{"iotDeviceId": "d", "id": "2026-01-15T10:30:00Z", "xLatest": 1, "x": 2}])
    found = last_entry(store, {**QUERY, "selectedProperties": ["xLatest"]}, Caller.HTTP)["propertyValues"]
    assert found["xLatest"]["propertyValue"] == {"IntegerValue": 1}


def test_references_echo_what_was_asked_and_leave_out_what_was_not() -> None:
    query = {key: value for key, value in QUERY.items() if key not in ("entityId", "componentName")}
    (first, _) = history(MemoryStore(ROWS), query, Caller.HTTP)["propertyValues"]
    assert first["entityPropertyReference"] == {"propertyName": "temperature"}


@pytest.mark.parametrize(
    ("sign", "value", "expected"),
    [
        ("=", {"doubleValue": 21}, [21]),
        ("!=", {"DoubleValue": 21}, [20, 22]),
        ("<", {"integerValue": 21}, [20]),
        ("<=", 21, [20, 21]),
        (">", {"longValue": 20}, [21, 22]),
        (">", {"LongValue": "20"}, [21, 22]),  # as `longAsString` answers it
        (">=", {"doubleValue": 21.5}, [22]),
        ("=", {"stringValue": "21"}, []),
        ("!=", {"stringValue": "21"}, []),
        ("<", {"booleanValue": True}, []),
    ],
)
def test_property_filters_are_applied_to_rows(sign: str, value: Any, expected: list[int]) -> None:
    rows = [
        {"iotDeviceId": "d", "id": f"2026-01-15T10:3{n}:00Z", "t": 20 + n, "other": n} for n in range(3)
    ] + [{"iotDeviceId": "d", "id": "2026-01-15T10:39:00Z", "other": 9}]
    filters = [{"propertyName": "t", "operator": sign, "value": value}]
    query = {**QUERY, "selectedProperties": ["other"], "propertyFilters": filters}
    (entry,) = history(MemoryStore(rows), query, Caller.HTTP)["propertyValues"]
    assert [item["value"]["IntegerValue"] + 20 for item in entry["values"]] == expected


def test_several_filters_must_all_accept_a_row() -> None:
    rows = [{"iotDeviceId": "d", "id": f"2026-01-15T10:3{n}:00Z", "t": n} for n in range(5)]
    filters = [
        {"propertyName": "t", "operator": ">", "value": 1},
        {"propertyName": "t", "operator": "<", "value": 4},
    ]
    query = {**QUERY, "selectedProperties": ["t"], "propertyFilters": filters, "maxResults": 1}
    (entry,) = history(MemoryStore(rows), query, Caller.HTTP)["propertyValues"]
    assert [item["value"] for item in entry["values"]] == [{"IntegerValue": 2}]


def test_a_value_of_another_type_than_declared_is_an_error_that_names_property_type_and_time() -> None:
    declared = {"status": {"definition": {"dataType": {"type": "DOUBLE"}}}}
    with pytest.raises(
        InvalidQuery, match="'status' at 2026-01-15T10:31:00Z: a string is not of type DOUBLE"
    ):
        history(MemoryStore(ROWS), {**QUERY, "properties": declared}, Caller.HTTP)


def test_nan_is_refused_because_json_has_none() -> None:
    rows = [{"iotDeviceId": "d", "id": "2026-01-15T10:31:00Z", "temperature": float("nan")}]
    with pytest.raises(InvalidStoredRecord, match="a number that is not finite"):
        history(MemoryStore(rows), QUERY, Caller.HTTP)


@pytest.mark.parametrize("read", [history, last_entry])
@pytest.mark.parametrize("declared", [False, True])
@pytest.mark.parametrize(
    ("value", "kind"), [([1] * 51, "LIST"), (dict.fromkeys(map(str, range(51)), 1), "MAP")]
)
def test_more_than_50_elements_are_an_error_by_name_for_twinmaker_and_values_over_http(
    read: Read, declared: bool, value: Any, kind: str
) -> None:
    query = {**QUERY, "workspaceId": "w", "entityId": "e"}
    if declared:
        query["properties"] = {"temperature": {"definition": {"dataType": {"type": kind}}}}
    for stored in (value, [value]):
        rows = [{"iotDeviceId": "d", "id": "2026-01-15T10:31:00Z", "temperature": stored}]
        if declared and stored is not value:
            continue
        with pytest.raises(TooManyElements) as raised:
            read(MemoryStore(rows), query, Caller.TWINMAKER)
        assert raised.value.message.startswith("property 'temperature' at 2026-01-15T10:31:00Z: a ")
        assert raised.value.message.endswith(" of 51 elements; AWS IoT TwinMaker takes 50")
        assert read(MemoryStore(rows), query, Caller.HTTP)["propertyValues"]
    just = {"iotDeviceId": "d", "id": "2026-01-15T10:31:00Z", "temperature": [1] * 50}
    assert read(MemoryStore([just]), {**query, "properties": {}}, Caller.TWINMAKER)["propertyValues"]


@pytest.mark.parametrize("read", [history, last_entry])
@pytest.mark.parametrize("caller", Caller)
@pytest.mark.parametrize("value", ["a\udcff", ["\ud83c"], {"a": "\ud83c"}, {"\ud83c": 1}], ids=repr)
def test_half_of_a_character_is_an_error_that_names_property_and_time(
    read: Read, caller: Caller, value: Any
) -> None:
    # Cosmos DB stores what a writer of another program sends; connectors refuse the whole answer.
    rows = [{"iotDeviceId": "d", "id": "2026-01-15T10:31:00Z", "temperature": value}]
    query = {**QUERY, "workspaceId": "w", "entityId": "e"}
    with pytest.raises(
        InvalidStoredRecord, match=r"'temperature' at 2026-01-15T10:31:00Z: a .*lone surrogate"
    ):
        read(MemoryStore(rows), query, caller)


@pytest.mark.parametrize("read", [history, last_entry])
def test_an_answer_that_would_be_too_large_without_a_value_is_refused(read: Read) -> None:
    # Of 20 kB of names, entity and component would make 20 MB.
    many = {
        "selectedProperties": [f"{n:x}" for n in range(10_000)],
        "entityId": "e" * 1024,
        "componentName": "c" * 1024,
    }
    with pytest.raises(AnswerTooLarge, match="selectedProperties: the values of so many do not fit"):
        read(MemoryStore(ROWS), {**QUERY, **many}, Caller.HTTP)


def test_thousands_of_selected_properties_cost_no_more_than_what_is_read() -> None:
    rows = [
        {"iotDeviceId": "d", "id": f"2026-01-15T1{n // 3600}:{n // 60 % 60:02}:{n % 60:02}Z", "t": n}
        for n in range(7200)
    ]
    hours = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T12:00:00Z"}
    query = {**QUERY, **hours, "selectedProperties": ["t", *(f"{n:x}" for n in range(20_000))]}
    started = time.perf_counter()
    answer = history(MemoryStore(rows, page_size=7200), query, Caller.HTTP)
    assert len(answer["propertyValues"][0]["values"]) == 7200
    assert time.perf_counter() - started < 4  # 0.3 s; looking for each property in each row takes 9 s
