"""`crosstwin inspect`: what it proposes for records of the commonest forms."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from crosstwin_contract.records import RecordMapping

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


MONTHS = ("2026-01-31T23:59:59Z", "2026-02-01T00:00:00Z")


def items_of(**fields: str) -> list[dict[str, Any]]:
    """Records of two devices in two months, with further fields, in which these are replaced."""
    found = []
    for device in ("pump-7", "pump-8"):
        for number, time in enumerate(MONTHS):
            values = {"device": device, "year": "2026", "month": f"0{number + 1}", "n": str(number)}
            own = {name: one.format(**values) for name, one in fields.items()}
            found.append({"at": time, "rpm": 900, **own})
    return found


@pytest.mark.parametrize(
    ("fields", "levels", "records"),
    [
        ({"deviceId": "{device}"}, ["deviceId"], {"device": "deviceId"}),
        ({"machine": "{device}"}, ["machine"], {"device": "machine"}),
        (
            {"deviceId": "{device}", "pk": "{device}"},
            ["pk"],
            {"device": "deviceId", "partition_key": "{device}"},
        ),
        (
            {"deviceId": "{device}", "pk": "{device}-{year}-{month}"},
            ["pk"],
            {"device": "deviceId", "partition_key": "{device}-{YYYY}-{MM}"},
        ),
        (
            {"deviceId": "{device}", "pk": "north|{year}{month}|{device}"},
            ["pk"],
            {"device": "deviceId", "partition_key": "north|{YYYY}{MM}|{device}"},
        ),
        (
            {"deviceId": "D#{device}", "pk": "D#{device}/{year}"},
            ["pk"],
            {"device": "deviceId", "device_format": "D#{device}", "partition_key": "{device}/{YYYY}"},
        ),
        (
            {"deviceId": "{device}", "month": "{year}-{month}"},
            ["deviceId", "month"],
            {"device": "deviceId", "partition_key": ["{device}", "{YYYY}-{MM}"]},
        ),
        (
            {"y": "{year}", "m": "{month}", "machine": "{device}"},
            ["y", "m", "machine"],
            {"device": "machine", "partition_key": ["{YYYY}", "{MM}", "{device}"]},
        ),
        (
            {"device": "gateway", "machine": "{device}", "kind": "telemetry"},
            ["machine", "kind"],
            {"device": "machine", "partition_key": ["{device}", "telemetry"]},
        ),
    ],
)
def test_the_partition_key_of_a_container(fields: Any, levels: Any, records: Any) -> None:
    found = propose(items_of(**fields), levels=[(name,) for name in levels])
    assert (found.records, found.problem) == ({**records, "time": "at"}, "")
    assert found.devices == ("pump-7", "pump-8")
    assert {*found.properties} == {"rpm"} | ({"device"} if "device" in fields else set())
    assert RecordMapping.parse(found.records)


def test_a_level_that_is_the_same_in_all_records_is_named() -> None:
    found = propose(items_of(deviceId="{device}", kind="telemetry"), levels=[("deviceId",), ("kind",)])
    assert found.notes == ("all records with a time have telemetry in /kind, so the readers read no others",)


@pytest.mark.parametrize("levels", [[("deviceId",), ("kind",)], []], ids=["levels", "a collection"])
def test_items_without_a_time_are_left_out(levels: Any) -> None:
    readings = items_of(deviceId="{device}", kind="telemetry")
    states = [{"deviceId": "pump-7", "kind": "state", "firmware": "1.2"}, {"kind": "tariff"}]
    found = propose([*states, *readings], levels=levels)
    key = {"partition_key": ["{device}", "telemetry"]} if levels else {}
    assert (found.records, found.problem) == ({"device": "deviceId", "time": "at", **key}, "")
    assert "firmware" not in found.properties


def test_times_of_two_formats_stay_a_problem() -> None:
    items: Any = [*items_of(deviceId="{device}"), {"deviceId": "pump-7", "at": 1768473000500}]
    assert "no field has a time" in propose(items, levels=[("deviceId",)]).problem


@pytest.mark.parametrize(
    ("fields", "levels", "says"),
    [
        (
            {"deviceId": "{device}", "session": "s{n}"},
            ["deviceId", "session"],
            "/session, a level of the partition key, is not the device, not a period of the time and not",
        ),
        ({"deviceId": "{device}", "week": "W{n}"}, ["week"], "/week, a level of the partition key"),
        (
            {"deviceId": "{device}"},
            ["deviceId", "kind"],
            "/kind, a level of the partition key, is not a string",
        ),
        ({"deviceId": "{device}", "kind": "a"}, ["kind"], "does not have the device once"),
        ({"a": "{device}", "b": "{device}"}, ["a", "b"], "does not have the device once"),
        (
            {"deviceId": "{device}", "at": "2026-01-32T00:00:00Z"},
            ["deviceId"],
            "at is not a valid time in all",
        ),
        ({"pk": "{device}-{year}-{month}"}, ["pk"], "name the field with the device in records.device"),
    ],
)
def test_a_partition_key_that_the_readers_cannot_know_is_a_problem(
    fields: Any, levels: Any, says: str
) -> None:
    found = propose(items_of(**fields), levels=[(name,) for name in levels])
    assert says in found.problem
    assert "partition_key" not in found.records


def test_records_of_one_device_do_not_show_which_level_it_is() -> None:
    items = items_of(tenant="north", machine="{device}")[:2]
    found = propose(items, levels=[("tenant",), ("machine",)])
    assert "which level of the partition key is the device, tenant or machine: give it in" in found.problem
    found = propose(items_of(tenant="north", machine="{device}"), levels=[("tenant",), ("machine",)])
    assert found.records == {"device": "machine", "time": "at", "partition_key": ["north", "{device}"]}


def test_a_level_that_is_taken_for_the_device_is_named() -> None:
    found = propose(items_of(device="gateway", machine="{device}"), levels=[("machine",)])
    assert found.notes == (
        "machine, a level of the partition key, is taken for the device, and device is not",
    )


def test_types_of_several_records_are_widened() -> None:
    items = [
        {"iotDeviceId": "a", "id": f"2026-01-15T10:30:0{n}Z", "t": value, "rpm": 2**40 * n}
        for n, value in enumerate([1, 2.5])
    ]
    assert propose(items).properties == {"t": "double", "rpm": "long"}


def test_what_is_not_found_is_a_problem() -> None:
    assert "records.device" in propose([{"name": "a", "id": "2026-01-15T10:30:00Z"}]).problem
    assert "records.time" in propose([{"deviceId": "a", "when": "yesterday"}]).problem
