"""What the tests of readers write and ask for."""

from __future__ import annotations

import uuid
from typing import Any

HOUR = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}


def fresh_device(prefix: str = "device") -> str:
    """A device that no other test has written."""
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


def record(device: str, time: str, **properties: Any) -> dict[str, Any]:
    return {"iotDeviceId": device, "id": f"2026-01-15T{time}", **properties}


def values(answer: dict[str, Any], index: int = 0) -> list[tuple[str, Any]]:
    """(time, plain value) of one property of a history."""
    return [
        (item["time"].removeprefix("2026-01-15T"), next(iter(item["value"].values())))
        for item in answer["propertyValues"][index]["values"]
    ]


def error(response: Any) -> tuple[int, str, str]:
    told = response.json()["error"]
    return response.status_code, told["code"], told["message"]
