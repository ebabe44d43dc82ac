"""Each fault in a payload is answered by the field's name; what is unknown is ignored."""

from __future__ import annotations

from typing import Any

import pytest
from crosstwin_contract.values import DataType
from hotread.errors import InvalidQuery
from hotread.query import parse_history, parse_last_entry, resolve_device

PAYLOAD: dict[str, Any] = {
    "workspaceId": "w",
    "entityId": "e",
    "componentName": "c",
    "iotDeviceId": "d",
    "selectedProperties": ["temperature"],
    "startTime": "2026-01-15T10:30:00Z",
    "endTime": "2026-01-15T11:30:00Z",
}


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("startTime", None, "startTime is missing"),
        ("endTime", "soon", "endTime: 'soon' is not an ISO 8601 time"),
        ("selectedProperties", None, "selectedProperties is missing"),
        ("selectedProperties", "temperature", "selectedProperties: expected a list"),
        ("selectedProperties", ["a", 5], r"selectedProperties\[1\]: expected a non-empty string"),
        ("selectedProperties", ["\ud800"], r"selectedProperties\[0\]: contains a lone surrogate"),
        ("iotDeviceId", "", "iotDeviceId: expected a non-empty string"),
        ("iotDeviceId", 5, "iotDeviceId: expected a non-empty string"),
        ("iotDeviceId", "x" * 1025, "iotDeviceId: longer than 1024 bytes"),
        ("componentName", "\ud800", "componentName: contains a lone surrogate"),
        ("entityId", "é" * 513, "entityId: longer than 1024 bytes"),
        ("selectedProperties", ["x" * 1025], r"selectedProperties\[0\]: longer than 1024 bytes"),
        ("orderByTime", "asc", "orderByTime: 'asc' is neither"),
        ("maxResults", -1, "maxResults: -1 is not an integer of 1 or more"),
        ("maxResults", 0.0, "maxResults: 0.0 is not"),
        ("maxResults", False, "maxResults: False is not"),
        ("maxResults", "5", "maxResults: '5' is not"),
        ("maxResults", True, "maxResults: True is not"),
        ("nextToken", "?", "nextToken was not issued by this reader"),
        ("properties", [], "properties: expected an object"),
        (
            "properties",
            {"temperature": {"definition": {"dataType": {"type": "FLOAT"}}}},
            "properties.temperature.definition.dataType.type: 'FLOAT' is not one of .*, MAP, RELATIONSHIP",
        ),
        (
            "properties",
            {"temperature": {"definition": {"dataType": 1}}},
            "properties.temperature.definition.dataType: expected",
        ),
        (
            "properties",
            {"temperature": {"definition": {"dataType": {"type": "RELATIONSHIP"}}}},
            "properties.temperature.definition.dataType.type: a RELATIONSHIP has no stored values",
        ),
        (
            "properties",
            {
                "temperature": {
                    "definition": {"dataType": {"type": "LIST", "nestedType": {"type": "RELATIONSHIP"}}}
                }
            },
            "dataType.nestedType.type: a RELATIONSHIP has no stored values",
        ),
        ("propertyFilters", {}, "propertyFilters: expected a list"),
        ("propertyFilters", [{}] * 11, "propertyFilters: more than 10"),
        (
            "propertyFilters",
            [{"propertyName": "\ud800", "value": 1}],
            r"propertyFilters\[0\].propertyName: contains a lone surrogate",
        ),
        ("propertyFilters", [1], r"propertyFilters\[0\]: expected an object"),
        ("propertyFilters", [{"operator": "="}], r"propertyFilters\[0\].propertyName"),
        *(
            ("propertyFilters", [{"propertyName": "t", "operator": sign}], r"propertyFilters\[0\].operator: ")
            for sign in ("~", "", None, 1, ["="], {"=": "="})
        ),
        *(
            (
                "propertyFilters",
                [{"propertyName": "t", "value": value}],
                rf"propertyFilters\[0\].value: {says}",
            )
            for value, says in (
                ({"listValue": []}, "expected a value such as"),
                ({"doubleValue": "20"}, "doubleValue without a number"),
                ({"LongValue": "20.5"}, "LongValue without a number"),
                ({"StringValue": 20}, "StringValue without a string"),
                ({"booleanValue": 1}, "booleanValue without a boolean"),
                ({"integerValue": None}, "integerValue without a number"),
            )
        ),
    ],
)
def test_a_fault_is_refused_by_the_name_of_its_field(field: str, value: Any, says: str) -> None:
    with pytest.raises(InvalidQuery, match=says):
        parse_history({**PAYLOAD, field: value}, from_twinmaker=True)


def test_invalid_time_range() -> None:
    with pytest.raises(InvalidQuery, match="startTime 2027-01-01T00:00:00Z is after endTime") as refused:
        parse_history({**PAYLOAD, "startTime": "2027-01-01T00:00:00Z"}, from_twinmaker=False)
    assert refused.value.code == "INVALID_TIME_RANGE"


def test_spaces_around_a_time_are_not_echoed() -> None:
    blanks = " " * 100_000
    with pytest.raises(InvalidQuery) as refused:
        parse_history({**PAYLOAD, "startTime": f"{blanks}2027-01-01T00:00:00Z"}, from_twinmaker=False)
    assert len(refused.value.message) < 100


def test_missing_entity_id() -> None:
    with pytest.raises(InvalidQuery, match="entityId is missing"):
        parse_last_entry({**PAYLOAD, "entityId": None}, from_twinmaker=True)


def test_missing_workspace_id() -> None:
    with pytest.raises(InvalidQuery, match="workspaceId is missing"):
        parse_history({**PAYLOAD, "workspaceId": ""}, from_twinmaker=True)


def test_over_http_the_workspace_and_the_entity_are_optional() -> None:
    query = parse_history({**PAYLOAD, "workspaceId": None, "entityId": None}, from_twinmaker=False)
    assert query.reference == {"componentName": "c"}


def test_unknown_fields_are_ignored() -> None:
    assert parse_history({**PAYLOAD, "startDateTime": 5, "unheardOf": {}}, from_twinmaker=True).device == "d"


def test_the_device_is_taken_from_the_first_place_that_names_it() -> None:
    properties = {"iotDeviceId": {"value": {"stringValue": "from properties"}}}
    everywhere = {"iotDeviceId": "direct", "properties": properties, "entityId": "entity"}
    assert resolve_device(everywhere) == "direct"
    assert resolve_device({**everywhere, "iotDeviceId": None}) == "from properties"
    assert resolve_device({"entityId": "entity", "properties": {"t": {}}}) == "entity"
    with pytest.raises(InvalidQuery, match="iotDeviceId is missing"):
        resolve_device({})


@pytest.mark.parametrize("value", [{"integerValue": 7}, {}, {"stringValue": None}, "d", ["d"]])
def test_a_device_under_another_key_never_gives_way_to_the_entity(value: Any) -> None:
    payload = {"entityId": "entity", "properties": {"iotDeviceId": {"value": value}}}
    with pytest.raises(InvalidQuery, match=r"^properties.iotDeviceId.value: expected .*stringValue"):
        resolve_device(payload)
    assert resolve_device({**payload, "iotDeviceId": "direct"}) == "direct"


@pytest.mark.parametrize(
    "definition",
    [
        {"dataType": {"type": "RELATIONSHIP", "relationship": {"relationshipType": "feeds"}}},
        {"dataType": {"type": "FLOAT"}},
        {"dataType": 1},
    ],
)
def test_only_the_types_of_selected_properties_are_judged(definition: Any) -> None:
    properties = {
        "feeds": {"definition": definition},
        "\ud800": {"definition": definition},
        "temperature": {"definition": {"dataType": {"type": "DOUBLE"}}},
    }
    query = parse_history({**PAYLOAD, "properties": properties}, from_twinmaker=True)
    assert query.declared == {"temperature": DataType("DOUBLE")}


def test_max_results_of_0_are_as_many_as_fit_because_twinmaker_lets_them_through() -> None:
    assert parse_history({**PAYLOAD, "maxResults": 0}, from_twinmaker=True).max_results is None
    both = {**PAYLOAD, "maxResults": 0, "maxDataPoints": 5}
    assert parse_history(both, from_twinmaker=True).max_data_points == 5


def test_a_property_selected_twice_is_answered_once() -> None:
    payload = {**PAYLOAD, "selectedProperties": ["b", "a", "b"]}
    assert parse_last_entry(payload, from_twinmaker=True).selected == ("b", "a")
