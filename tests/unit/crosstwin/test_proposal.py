"""`crosstwin inspect`: what it proposes for records of the commonest forms."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from crosstwin.readers.hot_stores.proposal import propose

BODY = base64.b64encode(b'{"rpm": 900, "running": true}').decode()


@pytest.mark.parametrize(
    ("items", "known", "records", "properties"),
    [
        (
            [{"iotDeviceId": "a", "id": "2026-01-15T10:30:00Z", "rpm": 900}],
            {"device": "iotDeviceId", "time": "id", "nested": False},
            {},
            {"rpm": "integer"},
        ),
        (
            [
                {
                    "deviceId": "a",
                    "ts": Decimal("1768473000500"),
                    "payload": {"rpm": Decimal(900), "t": Decimal("1.5")},
                }
            ],
            {"device": "deviceId", "time": "ts", "nested": False},
            {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds", "values": "payload"},
            {"rpm": "integer", "t": "double"},
        ),
        (
            [{"PK": "DEVICE#a", "SK": "READING#2026-01-15T10:30:00.5Z", "rpm": 900, "status": "ok"}],
            {"device": "PK", "time": "SK", "nested": False},
            {
                "device": "PK",
                "time": "SK",
                "time_template": "READING#{time}",
                "device_format": "DEVICE#{device}",
            },
            {"rpm": "integer", "status": "string"},
        ),
        (
            [{"device": "a", "ms": "1768473000500", "on": True}],
            {"device": "device", "time": "ms", "nested": False},
            {"device": "device", "time": "ms", "time_format": "epoch_milliseconds"},
            {"on": "boolean"},
        ),
        (
            [{"deviceId": "a", "ms": "1768473000500", "ts": "1768473000500", "on": True}],
            {},
            {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds", "time_type": "string"},
            {"ms": "string", "on": "boolean"},
        ),
        (
            [
                {
                    "id": "a_2026-01-15T10:30:00Z",
                    "device_id": "a",
                    "timestamp": "2026-01-15T10:30:00Z",
                    "t": 20.5,
                }
            ],
            {"device": "device_id"},
            {"device": "device_id", "time": "timestamp"},
            {"t": "double"},
        ),
        (
            [
                {
                    "id": "7f5c",
                    "SystemProperties": {
                        "iothub-connection-device-id": "a",
                        "iothub-enqueuedtime": "2026-01-15T10:30:00.1230000Z",
                    },
                    "Body": BODY,
                    "_ts": 1768473000,
                }
            ],
            {"device": "SystemProperties.iothub-connection-device-id"},
            {
                "device": "SystemProperties.iothub-connection-device-id",
                "time": "SystemProperties.iothub-enqueuedtime",
                "values": "Body",
            },
            {"rpm": "integer", "running": "boolean"},
        ),
        (
            [{"iotDeviceId": "a", "at": datetime(2026, 1, 15, tzinfo=UTC), "rpm": 900, "axes": [1, 2.5]}],
            {"device": "iotDeviceId"},
            {"time": "at", "time_format": "timestamp"},
            {"rpm": "integer", "axes": {"type": "list", "of": "double"}},
        ),
        (
            [{"deviceId": "a", "time": "2026-01-15 10:30:00", "t": 2**40}],
            {},
            {"device": "deviceId", "time": "time", "time_separator": " ", "time_zone": "utc"},
            {"t": "long"},
        ),
    ],
)
def test_what_is_proposed(items: Any, known: Any, records: Any, properties: Any) -> None:
    found = propose(items, **known)
    assert (found.records, found.properties, found.problem) == (records, properties, "")
    assert found.devices == ("a",)


def test_types_of_several_records_are_widened() -> None:
    items = [
        {"iotDeviceId": "a", "id": f"2026-01-15T10:30:0{n}Z", "t": value, "rpm": 2**40 * n}
        for n, value in enumerate([1, 2.5])
    ]
    assert propose(items).properties == {"t": "double", "rpm": "long"}


def test_what_is_not_found_is_a_problem() -> None:
    assert "records.device" in propose([{"name": "a", "id": "2026-01-15T10:30:00Z"}]).problem
    assert "records.time" in propose([{"deviceId": "a", "when": "yesterday"}]).problem
