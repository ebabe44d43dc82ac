"""What is stored for the load, and the answers that must come of it."""

from __future__ import annotations

from typing import Any

DEVICE = "press-7"
PROPERTIES = ("rpm", "temperature", "running", "status")
_KEYS = dict(zip(PROPERTIES, ("Integer", "Double", "Boolean", "String"), strict=True))
RECORDS: list[dict[str, Any]] = [
    {
        "iotDeviceId": DEVICE,
        "id": f"2026-01-15T10:{number // 2:02}:{number % 2 * 30:02}Z",
        "rpm": 900 + number,
        "temperature": 20.5 + number,
        "running": number % 2 == 0,
        "status": f"warm {number}",
    }
    for number in range(120)
]
LAST_ENTRY_QUERY: dict[str, Any] = {
    "iotDeviceId": DEVICE,
    "entityId": DEVICE,
    "selectedProperties": list(PROPERTIES),
}
HISTORY_QUERY: dict[str, Any] = {
    **LAST_ENTRY_QUERY,
    "startTime": "2026-01-15T10:00:00Z",
    "endTime": "2026-01-15T11:00:00Z",
}


def history(*, camel_case: bool = False) -> dict[str, Any]:
    return {
        "propertyValues": [
            {
                "entityPropertyReference": _reference(name),
                "values": [
                    {"time": record["id"], "value": _value(name, record, camel_case)} for record in RECORDS
                ],
            }
            for name in PROPERTIES
        ]
    }


def last_entry(*, camel_case: bool = False) -> dict[str, Any]:
    """Over HTTP, whose value keys are in PascalCase, each value has its time."""
    time = {} if camel_case else {"time": RECORDS[-1]["id"]}
    return {
        "propertyValues": {
            name: {
                "propertyReference": _reference(name),
                "propertyValue": _value(name, RECORDS[-1], camel_case),
                **time,
            }
            for name in PROPERTIES
        }
    }


def _reference(name: str) -> dict[str, str]:
    return {"entityId": DEVICE, "propertyName": name}


def _value(name: str, record: dict[str, Any], camel_case: bool) -> dict[str, Any]:
    key = f"{_KEYS[name].lower() if camel_case else _KEYS[name]}Value"
    return {key: record[name]}
