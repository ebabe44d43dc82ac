"""A body without an envelope is answered as its payload, such as TwinMaker's event."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.contract.readers.asking import HOUR, fresh_device, record
from tests.contract.readers.conftest import TOKEN, Reader

pytestmark = pytest.mark.own_records
ROUTES = pytest.mark.parametrize("last_entry", [False, True])


def event(device: str, **fields: Any) -> dict[str, Any]:
    """TwinMaker's, for the component of a device."""
    number = {"definition": {"dataType": {"type": "DOUBLE"}, "isTimeSeries": True}}
    text = {"definition": {"dataType": {"type": "STRING"}, "isTimeSeries": False}}
    return {
        "workspaceId": "factory",
        "entityId": "an-entity",
        "componentName": "telemetry",
        "selectedProperties": ["rpm"],
        "properties": {"rpm": number, "iotDeviceId": {**text, "value": {"stringValue": device}}},
        **HOUR,
        **fields,
    }


def bare(reader: Reader, body: Any, *, last_entry: bool, token: str = TOKEN) -> requests.Response:
    address = reader.local.hot_reader_last_entry_url if last_entry else reader.local.hot_reader_url
    return requests.post(address, json=body, headers={"X-Inter-Cloud-Token": token}, timeout=30)


def without_trace(response: requests.Response) -> tuple[int, Any]:
    answer = response.json()
    answer.pop("trace_id", None)
    return response.status_code, answer


@ROUTES
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"selectedProperties": ["rpm", "unknown"]},
        {"selectedProperties": ["unknown"]},
        {"maxResults": 1, "orderByTime": "DESCENDING"},
        {"isLatest": True, "a-field-of-tomorrow": {}},
        {"selectedProperties": "rpm"},
        {"selectedProperties": None},
        {"startTime": "yesterday"},
        {"startTime": HOUR["endTime"], "endTime": HOUR["startTime"]},
        {"properties": {"iotDeviceId": {"value": {"integerValue": 7}}}},
        {"properties": {}, "entityId": None},
    ],
)
def test_a_bare_event_is_answered_as_its_payload(
    reader: Reader, last_entry: bool, fields: dict[str, Any]
) -> None:
    device = fresh_device()
    reader.local.put([record(device, "10:00:00Z", rpm=1.5), record(device, "10:01:00Z", rpm=2.5)])
    asked = event(device, **fields)
    found = without_trace(bare(reader, asked, last_entry=last_entry))
    assert found == without_trace(reader.post(asked, last_entry=last_entry))
    if not fields:
        assert found[0] == 200
        assert "2.5" in str(found[1])


@ROUTES
def test_a_bare_query_for_many_devices_is_answered_as_its_payload(reader: Reader, last_entry: bool) -> None:
    devices = [fresh_device(), fresh_device()]
    reader.local.put([record(device, "10:00:00Z", rpm=1.5) for device in devices])
    asked = {"devices": devices, "selectedProperties": ["rpm"], **HOUR}
    found = without_trace(bare(reader, asked, last_entry=last_entry))
    assert found == without_trace(reader.post(asked, last_entry=last_entry))
    assert (found[0], [one["iotDeviceId"] for one in found[1]["devices"]]) == (200, devices)


@ROUTES
def test_a_bare_event_needs_the_token_too(reader: Reader, last_entry: bool) -> None:
    response = bare(reader, event(fresh_device()), last_entry=last_entry, token="wrong")
    assert without_trace(response) == (401, {"error": {"code": "UNAUTHORIZED", "message": "unauthorized"}})


@ROUTES
@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({}, "INVALID_QUERY", "selectedProperties is missing"),
        ([], "INVALID_ENVELOPE", "the body is not a JSON object"),
        ({"payload": {}}, "INVALID_ENVELOPE", "target_layer: expected L3-hot, found None"),
        ({"target_layer": "L3-hot"}, "INVALID_ENVELOPE", "payload is missing"),
        (
            {"target_layer": "L4", "payload": {}},
            "INVALID_ENVELOPE",
            "target_layer: expected L3-hot, found 'L4'",
        ),
    ],
)
def test_what_is_neither_an_envelope_nor_a_query_is_an_error(
    reader: Reader, last_entry: bool, body: Any, code: str, message: str
) -> None:
    found = without_trace(bare(reader, body, last_entry=last_entry))
    assert found == (400, {"error": {"code": code, "message": message}})
