"""The history that is read: a record a second, of three properties."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any

DEVICE = "pump-7"
PROPERTIES = ("temperature", "rpm", "state")
_START = datetime(2026, 1, 15)


def records(count: int, device: str = DEVICE) -> list[dict[str, Any]]:
    return [
        {
            "iotDeviceId": device,
            "id": _time(second),
            "temperature": 20 + 5 * math.sin(second / 600),
            "rpm": 900 + second % 50,
            "state": "running" if second % 3600 < 3000 else "idle",
        }
        for second in range(count)
    ]


def fleet(devices: int, count: int) -> list[dict[str, Any]]:
    """The records of so many devices, each with as many."""
    return [record for name in fleet_names(devices) for record in records(count, name)]


def fleet_names(devices: int) -> list[str]:
    return [f"pump-{100 + number}" for number in range(devices)]


def history_query(count: int) -> dict[str, Any]:
    """The payload that asks for all of them."""
    return {**newest_query(), **range_of(count)}


def range_of(count: int) -> dict[str, str]:
    return {"startTime": _time(0), "endTime": _time(count)}


def newest_query() -> dict[str, Any]:
    return {"iotDeviceId": DEVICE, "selectedProperties": list(PROPERTIES)}


def batch_query(devices: int) -> dict[str, Any]:
    """The payload that asks for the newest values of the first devices of a fleet."""
    return {"devices": fleet_names(devices), "selectedProperties": list(PROPERTIES)}


def _time(second: int) -> str:
    return f"{(_START + timedelta(seconds=second)).isoformat()}Z"
