"""Events as AWS IoT TwinMaker documents them, answers as a hot reader gives them over HTTP.

Source: https://docs.aws.amazon.com/iot-twinmaker/latest/guide/time-series-data-connectors.html
"""

from __future__ import annotations

from typing import Any

TOKEN = "n3wT0ken-" + "0123456789abcdef" * 4

PROPERTIES: dict[str, Any] = {
    # The property that is asked for has no declared type, so that a test may answer a value of any.
    "humidity": {"definition": {"dataType": {"type": "DOUBLE"}, "isTimeSeries": True}},
    "iotDeviceId": {
        "definition": {"dataType": {"type": "STRING"}},
        "value": {"stringValue": "temperature-sensor-1"},
    },
}
HISTORY_EVENT: dict[str, Any] = {
    "workspaceId": "factory",
    "entityId": "entity-1",
    "componentName": "telemetry",
    "componentTypeId": "com.example.telemetry",
    "selectedProperties": ["temperature"],
    "properties": PROPERTIES,
    "startTime": "2026-01-15T10:00:00Z",
    "endTime": "2026-01-15T11:00:00Z",
    "startDateTime": 1768471200,
    "endDateTime": 1768474800,
    "orderByTime": "ASCENDING",
}
LAST_ENTRY_EVENT: dict[str, Any] = {
    key: HISTORY_EVENT[key]
    for key in ("workspaceId", "entityId", "componentName", "selectedProperties", "properties")
}

_REFERENCE = {"entityId": "entity-1", "componentName": "telemetry", "propertyName": "temperature"}


def history(
    value: dict[str, Any] | None = None,
    *,
    entity: str = "entity-1",
    time: str | None = "2026-01-15T10:30:00Z",
) -> dict[str, Any]:
    return {
        "propertyValues": [
            {
                "entityPropertyReference": {**_REFERENCE, "entityId": entity},
                "values": [{"time": time, "value": value or {"DoubleValue": 23.5}}],
            }
        ]
    }


def last_entry(value: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "propertyValues": {
            "temperature": {
                "propertyReference": dict(_REFERENCE),
                "propertyValue": value or {"DoubleValue": 23.5},
            }
        }
    }
