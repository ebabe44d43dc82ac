"""Many devices in one query, on every cloud: in order, since a time, and one error for one device."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.contract.readers.asking import error, fresh_device, record
from tests.contract.readers.conftest import Reader

STRING = {"rpm": {"definition": {"dataType": {"type": "STRING"}}}}


def item(device: str, *names: str, **more: Any) -> dict[str, Any]:
    return {"iotDeviceId": device, "selectedProperties": list(names), **more}


def ask(reader: Reader, devices: list[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reader.ask({"devices": devices}, last_entry=True)["devices"]
    return found


def entry(time: str, **value: Any) -> dict[str, Any]:
    return {"time": f"2026-01-15T{time}", "value": value}


def test_devices_are_answered_in_the_order_asked_each_property_with_its_newest_value(reader: Reader) -> None:
    devices = [fresh_device() for _ in range(20)]
    for number, device in enumerate(devices):
        reader.local.put(
            [record(device, "10:00:00Z", running=True), record(device, "10:30:00.5Z", rpm=number)]
        )
    asked = [*reversed(devices), fresh_device("no such")]
    assert ask(reader, [item(device, "rpm", "runningLatest", "absent") for device in asked]) == [
        *(
            {
                "iotDeviceId": device,
                "values": {
                    "rpm": entry("10:30:00.5Z", IntegerValue=number),
                    "runningLatest": entry("10:00:00Z", BooleanValue=True),
                },
            }
            for number, device in reversed([*enumerate(devices)])
        ),
        {"iotDeviceId": asked[-1], "values": {}},
    ]


def test_since_leaves_out_older_values_and_unchanged_means_that_there_is_none(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put(
        [
            record(device, "10:00:00Z", running=True),
            *(record(device, f"10:0{n}:00Z", rpm=n) for n in range(1, 6)),
            record(device, "10:30:00Z", torque=1.5),
            record(device, "10:30:00.5Z", torque=2.5),
        ]
    )
    names = ("rpm", "torque", "running")
    times = ["10:00:00Z", "10:05:00Z", "10:05:00.1Z", "10:30:00.5Z", "10:30:00.6Z", "11:00:00Z"]
    since = [item(device, *names, since=f"2026-01-15T{time}") for time in times]
    answers = ask(reader, [*since, item(device, *names, since=1768471200)])
    assert [[*answer.get("values", ["unchanged"])] for answer in answers] == [
        ["rpm", "torque", "running"],
        ["rpm", "torque"],
        ["torque"],
        ["torque"],
        ["unchanged"],
        ["unchanged"],
        ["rpm", "torque", "running"],
    ]
    assert answers[4] == {"iotDeviceId": device, "unchanged": True}
    assert answers[0]["values"]["torque"] == entry("10:30:00.5Z", DoubleValue=2.5)


@pytest.mark.own_records
def test_one_bad_device_is_one_error_and_not_the_end_of_the_rest(reader: Reader) -> None:
    sound, timeless, future = (fresh_device() for _ in range(3))
    reader.local.put(
        [
            record(sound, "10:00:00Z", rpm=900),
            {"iotDeviceId": timeless, "id": "yesterday", "rpm": 1},
            {"iotDeviceId": future, "id": "2043-05-04T02:19:03Z", "rpm": 4},
        ]
    )
    bad = [
        (item(timeless, "rpm"), "INVALID_STORED_RECORD"),
        (item(future, "rpm"), "INVALID_STORED_RECORD"),
        (item(sound, "rpm", properties=STRING), "VALUE_TYPE_MISMATCH"),
        (item(sound, "rpm", since="yesterday"), "INVALID_QUERY"),
        ({"iotDeviceId": sound}, "INVALID_QUERY"),
        ("sound", "INVALID_QUERY"),
    ]
    answers = ask(reader, [item(sound, "rpm"), *(given for given, _ in bad), item(sound, "rpm")])
    good = {"iotDeviceId": sound, "values": {"rpm": entry("10:00:00Z", IntegerValue=900)}}
    assert [answers[0], answers[-1]] == [good, good]
    assert [answer["error"]["code"] for answer in answers[1:-1]] == [code for _, code in bad]


def test_ids_alone_share_the_properties_of_the_payload(reader: Reader) -> None:
    devices = [fresh_device() for _ in range(2)]
    reader.local.put(record(device, "10:00:00Z", rpm=900, load=2.5) for device in devices)
    answer = reader.ask({"devices": devices, "selectedProperties": ["rpm"]}, last_entry=True)
    values = {"rpm": entry("10:00:00Z", IntegerValue=900)}
    assert answer["devices"] == [{"iotDeviceId": device, "values": values} for device in devices]


@pytest.mark.own_records
@pytest.mark.parametrize("devices", [[], {}, "pump-7", [item("pump-7", "rpm")] * 101])
def test_a_list_of_devices_that_is_wrong_is_refused(reader: Reader, devices: Any) -> None:
    status, code, message = error(reader.post({"devices": devices}, last_entry=True))
    assert (status, code) == (400, "INVALID_QUERY")
    assert message == "devices: expected a list of 1 to 100 devices"


def test_what_does_not_fit_into_5_mib_says_so_and_is_answered_when_asked_again(reader: Reader) -> None:
    text = "x" * 300_000
    devices = [fresh_device() for _ in range(20)]
    for device in devices:
        reader.local.put([record(device, "10:00:00Z", text=text)])
    asked = [item(device, "text") for device in devices]
    response = reader.post({"devices": asked}, last_entry=True)
    assert response.status_code == 200
    assert len(response.content) < 5 * 1024 * 1024
    answers = response.json()["devices"]
    fit = [answer for answer in answers if "values" in answer]
    assert len(fit) == math.floor(5 * 1024 * 1024 / 300_000)
    rest = answers[len(fit) :]
    assert {answer["error"]["code"] for answer in rest} == {"ANSWER_FULL"}
    again = ask(reader, asked[len(fit) :])
    assert [answer["iotDeviceId"] for answer in again] == [answer["iotDeviceId"] for answer in rest]
    assert all(answer["values"]["text"]["value"] == {"StringValue": text} for answer in again)
