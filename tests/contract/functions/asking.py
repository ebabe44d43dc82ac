"""Asks a hot reader that runs on this machine, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from crosstwin.local.reader import RunningReader

TOKEN = "token-of-this-test"
HOUR = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}


def record(device: str, time: str, **properties: Any) -> dict[str, Any]:
    """One of the day of HOUR."""
    return {"iotDeviceId": device, "id": f"2026-01-15T{time}", **properties}


def ask(url: str, payload: Mapping[str, Any], token: str | None = TOKEN) -> requests.Response:
    return requests.post(
        url,
        json={"target_layer": "L3-hot", "payload": payload},
        headers={} if token is None else {"X-Inter-Cloud-Token": token},
        timeout=30,
    )


def post(
    reader: RunningReader, payload: Mapping[str, Any], *, last_entry: bool = False, token: str | None = TOKEN
) -> requests.Response:
    return ask(reader.hot_reader_last_entry_url if last_entry else reader.hot_reader_url, payload, token)


def history(reader: RunningReader, device: str, **options: Any) -> list[tuple[str, Any]]:
    """(time, plain value) of the property `n` within the hour."""
    response = post(reader, {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR, **options})
    assert response.status_code == 200, response.text
    (entry,) = response.json()["propertyValues"]
    return [(item["time"], next(iter(item["value"].values()))) for item in entry["values"]]
