"""Records of devices whose names were chosen to be mistaken for each other, each marked as its device's."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

HOUR = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}
# Nobody can know this one, so nobody may be answered with its records.
UNKNOWN = f"unknown-{uuid.uuid4().hex}"
DEVICES = [
    "pump-7",
    "pump-7 ",
    "Pump-7",
    "pump",
    "pump-7/hot",
    "..",
    "hot/pump-7",
    "__pump-7__",
    "' OR 1=1 --",
    '" OR ""="',
    "@device",
    ":device",
    "#device",
    "{$ne: null}",
    "*",
    "%",
    "pump\u20107",  # a hyphen that only looks like the usual one
    "\u0440\u0443mp-7",  # Cyrillic letters
    "fu\u0308hler",
    "f\u00fchler",  # the same text in another normal form
    "pump-7\x00",
    "pump-7\n",
    "pump%2D7",
    "pump-7%00",
    "%2E%2E%2Fpump-7",
    "pump-7' OR '1'='1",
    "pump-7' UNION ALL SELECT * FROM telemetry --",
    'pump-7") OR (c.id != "',
    "\uff50ump-7",  # a full-width letter, which NFKC makes the usual one of
    "null",
    "1",
    "x" * 1024,
    UNKNOWN,
]
PROPERTIES = {"n": 900, "owner": "", "x": 20.5, "on": True, "nested": {"list": [1, "a", {"deep": 1.5}]}}
TIMES = ["10:00:00Z", "10:00:00.5Z", "10:00:00.50+00:00", "10:30:00.123456789Z", "10:59:59Z", "11:00:00Z"]
# Those that a store with epochs in milliseconds keeps as they are, and apart.
MILLISECONDS = ["10:00:00Z", "10:00:00.5Z", "10:30:00.123Z", "10:59:59Z", "11:00:00Z"]
_MARKS = {device: f"mark-{uuid.uuid4().hex}" for device in DEVICES}


def records(times: Sequence[str] = TIMES) -> list[dict[str, Any]]:
    """Every record of every device; `owner` holds the device's mark."""
    return [
        {**PROPERTIES, "iotDeviceId": device, "id": f"2026-01-15T{time}", "owner": mark}
        for device, mark in _MARKS.items()
        for time in times
    ]


def mark_of(device: str) -> str:
    """What `owner` is in the device's records."""
    return _MARKS[device]


def shown(answer: bytes) -> set[str]:
    """The devices whose records are in an answer."""
    return {device for device, mark in _MARKS.items() if mark.encode() in answer}


def named(body: bytes) -> set[str]:
    """The devices that a request names anywhere, whatever for; a body that is no JSON names none."""
    try:
        return set(_texts(json.loads(body))) & _MARKS.keys()
    except (ValueError, RecursionError):
        return set()


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]
