"""Queries as TwinMaker sends them, and values as it wants them."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.model import Shape
from botocore.validate import ParamValidator
from hotread.errors import InvalidQuery
from remote_reader.errors import QueryTooLarge
from twin_connector.answer import HISTORY, LAST_ENTRY, Kind

from tests.contract.functions.connector import events
from tests.contract.functions.connector.conftest import Connect, Context
from tests.contract.functions.connector.events import HISTORY_EVENT, LAST_ENTRY_EVENT
from tests.contract.functions.connector.server import MisbehavingServer, answer

VALUES = [
    ({"DoubleValue": 23.5}, {"doubleValue": 23.5}),
    ({"IntegerValue": 7}, {"integerValue": 7}),
    ({"LongValue": 2**40}, {"longValue": 2**40}),
    ({"BooleanValue": False}, {"booleanValue": False}),
    ({"StringValue": "DoubleValue"}, {"stringValue": "DoubleValue"}),
    ({"ListValue": [{"IntegerValue": 1}]}, {"listValue": [{"integerValue": 1}]}),
    ({"MapValue": {"StringValue": {"IntegerValue": 1}}}, {"mapValue": {"StringValue": {"integerValue": 1}}}),
]
KINDS = [(HISTORY, HISTORY_EVENT), (LAST_ENTRY, LAST_ENTRY_EVENT)]


@pytest.mark.parametrize(("sent", "given"), VALUES)
def test_property_type_mapping(
    server: MisbehavingServer, connect: Connect, sent: dict[str, Any], given: dict[str, Any]
) -> None:
    server.will(answer(events.history(sent)))
    assert connect(server.url)(HISTORY_EVENT, Context()) == events.history(given)
    server.will(answer(events.last_entry(sent)))
    assert connect(server.url, LAST_ENTRY)(LAST_ENTRY_EVENT, Context()) == events.last_entry(given)


@pytest.mark.parametrize(("sent", "given"), VALUES)
def test_answers_fit_the_service_model_of_twinmaker(
    server: MisbehavingServer, connect: Connect, sent: dict[str, Any], given: dict[str, Any]
) -> None:
    """The shapes that AWS publishes for its API, which the Lambda interface shares."""
    model = botocore.session.get_session().get_service_model("iottwinmaker")
    server.will(answer({**events.history(sent), "nextToken": "MTo="}))
    found = connect(server.url)(HISTORY_EVENT, Context())
    _assert_fits(model.operation_model("GetPropertyValueHistory").output_shape, found)
    server.will(answer(events.last_entry(sent)))
    found = connect(server.url, LAST_ENTRY)(LAST_ENTRY_EVENT, Context())
    _assert_fits(model.operation_model("GetPropertyValue").output_shape, found)


def _assert_fits(shape: Shape | None, found: dict[str, Any]) -> None:
    assert shape
    assert ParamValidator().validate(found, shape).generate_report() == ""


@pytest.mark.parametrize("device", ["pump/7 #ü", "Wärmepumpe-東京-🌡", 'a"b\\c', "'; drop", "\u2028"])
def test_special_characters_in_device_id(server: MisbehavingServer, connect: Connect, device: str) -> None:
    server.will(answer(events.history()))
    properties = {"iotDeviceId": {"value": {"stringValue": device}}}
    connect(server.url)({**HISTORY_EVENT, "properties": properties}, Context())
    assert server.received[0].envelope["payload"]["iotDeviceId"] == device


@pytest.mark.parametrize(("kind", "event"), KINDS)
def test_empty_selected_properties(
    server: MisbehavingServer, connect: Connect, kind: Kind, event: dict[str, Any]
) -> None:
    empty = kind.form()
    server.will(answer({"propertyValues": empty}))
    found = connect(server.url, kind)({**event, "selectedProperties": []}, Context())
    assert found == {"propertyValues": empty}
    assert server.received[0].envelope["payload"]["selectedProperties"] == []


def _refused(server: MisbehavingServer, connect: Connect, kind: Kind, event: Any) -> str:
    """The message about a query that is refused here: nothing is sent."""
    server.will(answer(events.history()))
    with pytest.raises(InvalidQuery) as raised:
        connect(server.url, kind)(event, Context())
    assert server.received == []
    return str(raised.value)


def _without(event: dict[str, Any], field: str) -> dict[str, Any]:
    return {key: value for key, value in event.items() if key != field}


@pytest.mark.parametrize(("kind", "event"), KINDS)
def test_missing_entity_id(
    server: MisbehavingServer, connect: Connect, kind: Kind, event: dict[str, Any]
) -> None:
    assert "entityId" in _refused(server, connect, kind, _without(event, "entityId"))


@pytest.mark.parametrize(("kind", "event"), KINDS)
def test_missing_workspace_id(
    server: MisbehavingServer, connect: Connect, kind: Kind, event: dict[str, Any]
) -> None:
    assert "workspaceId" in _refused(server, connect, kind, _without(event, "workspaceId"))


@pytest.mark.parametrize(
    "times",
    [
        {"startTime": "2026-01-15T12:00:00Z"},
        {"endTime": "yesterday"},
        {"startTime": None},
        {"endTime": "2026-01-15T11:00:00"},
    ],
)
def test_invalid_time_range(server: MisbehavingServer, connect: Connect, times: dict[str, Any]) -> None:
    assert next(iter(times)) in _refused(server, connect, HISTORY, {**HISTORY_EVENT, **times})


@pytest.mark.parametrize("event", [[], "text", None, 7])
def test_an_event_that_is_no_object(server: MisbehavingServer, connect: Connect, event: Any) -> None:
    assert "not a JSON object" in _refused(server, connect, HISTORY, event)


def test_oversized_query_params(server: MisbehavingServer, connect: Connect) -> None:
    server.will(answer(events.history()))
    names = [f"property-{number:06}" for number in range(400_000)]
    with pytest.raises(QueryTooLarge, match="at most 6291456"):
        connect(server.url)({**HISTORY_EVENT, "selectedProperties": names}, Context())
    assert server.received == []


def test_a_large_query_within_the_bound_is_sent(server: MisbehavingServer, connect: Connect) -> None:
    names = [f"property-{number:06}" for number in range(10_000)]
    (entry,) = events.history()["propertyValues"]
    reference = entry["entityPropertyReference"]
    entries = [
        {"entityPropertyReference": {**reference, "propertyName": name}, "values": []} for name in names
    ]
    server.will(answer({"propertyValues": entries}))
    connect(server.url)({**HISTORY_EVENT, "selectedProperties": names}, Context())
    assert server.received[0].envelope["payload"]["selectedProperties"] == names
