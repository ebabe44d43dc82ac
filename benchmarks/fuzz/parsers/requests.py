"""The body of a request, answered by the readers' core over records in memory."""

from __future__ import annotations

import json

from hotread.answer import history, last_entry
from hotread.http import HttpRequest, serve
from hotread.log import LOGGER

from benchmarks.fuzz.parsers.target import Target, seeds
from tests.unit.core.memory_store import MemoryStore

_TOKEN = "t" * 40
_RECORDS = [
    {"iotDeviceId": device, "id": f"2026-01-15T10:30:0{second}{fraction}Z", "owner": device, "n": second}
    for device in ("pump-7", "pump-8")
    for second in range(3)
    for fraction in ("", ".5")
]
_READS = (history, last_entry)


def _request(data: bytes) -> None:
    LOGGER.disabled = True  # some thousand lines a second
    try:
        _answered(data)
    finally:
        LOGGER.disabled = False


def _answered(data: bytes) -> None:
    for read in _READS:
        store = MemoryStore(_RECORDS)
        request = HttpRequest("POST", {"X-Inter-Cloud-Token": _TOKEN}, lambda: data)
        response = serve(request, read=read, store=store, tokens=(_TOKEN,))
        assert response.status < 500, response.body[:300]
        assert "Content-Encoding" not in response.headers
        answer = json.loads(response.body)
        assert response.status == 200 or answer["error"]["code"] != "STORE_FAILED"
        for entry in answer.get("devices", ()):
            assert entry.get("error", {}).get("code") != "STORE_FAILED", entry
            text = json.dumps(entry.get("values", entry.get("propertyValues", "")))
            others = {"pump-7", "pump-8"} - {entry.get("iotDeviceId")}
            assert not any(f'"StringValue": "{other}"' in text for other in others)


_HOUR = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}
_ONE = {"iotDeviceId": "pump-7", "selectedProperties": ["owner", "n", "nLatest"]}
TARGETS = {
    "request": Target(
        _request,
        seeds(
            {"target_layer": "L3-hot", "payload": {**_ONE, **_HOUR, "maxResults": 2}},
            {"target_layer": "L3-hot", "payload": {**_ONE, **_HOUR, "maxDataPoints": 4}},
            {
                "target_layer": "L3-hot",
                "trace_id": "a",
                "payload": {
                    "iotDeviceId": "pump-7",
                    "selectedProperties": ["n"],
                    **_HOUR,
                    "interpolation": {"interpolationType": "LINEAR", "intervalInSeconds": 600},
                },
            },
            {
                "devices": ["pump-7", "pump-8", _ONE],
                "selectedProperties": ["owner"],
                **_HOUR,
                "maxResults": 3,
            },
            {"devices": [{**_ONE, "since": "2026-01-15T10:30:02Z"}], "orderByTime": "DESCENDING", **_HOUR},
            {**_ONE, **_HOUR, "propertyFilters": [{"propertyName": "n", "operator": ">", "value": 1}]},
        ),
    )
}
