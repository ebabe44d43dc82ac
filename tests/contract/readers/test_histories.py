"""The histories of many devices, on every cloud: in order, in pages, and one error for one device."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from tests.contract.readers.asking import HOUR, error, fresh_device, record
from tests.contract.readers.conftest import Reader

DOUBLE = {"rpm": {"definition": {"dataType": {"type": "DOUBLE"}}}}
BOOLEAN = {"rpm": {"definition": {"dataType": {"type": "BOOLEAN"}}}}
ORDERS = ["ASCENDING", "DESCENDING"]
DOWN_SAMPLED = {"maxDataPoints": 4}
INTERPOLATED = {"interpolation": {"interpolationType": "LINEAR", "intervalInSeconds": 600}}


def item(device: str, *names: str, **more: Any) -> dict[str, Any]:
    return {"iotDeviceId": device, "selectedProperties": list(names), **more}


def pages(reader: Reader, devices: Iterable[Any], **payload: Any) -> Iterator[list[dict[str, Any]]]:
    asked = {"devices": [*devices], **HOUR, **payload}
    for _ in range(200):
        answer = reader.ask(asked)
        assert answer["devices"]
        yield answer["devices"]
        if "nextToken" not in answer:
            return
        asked["nextToken"] = answer["nextToken"]
    raise AssertionError("nextToken never ends")


def alone(reader: Reader, device: Mapping[str, Any], **payload: Any) -> dict[str, Any]:
    answer = reader.ask({**HOUR, **device, **payload})
    assert "nextToken" not in answer
    return {"iotDeviceId": device["iotDeviceId"], **answer}


def numbers(page: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Any]]]:
    """Of each entry, the device and the plain values of its first property."""
    return [
        (
            entry["iotDeviceId"],
            [next(iter(one["value"].values())) for one in entry["propertyValues"][0]["values"]],
        )
        for entry in page
    ]


@pytest.mark.parametrize("options", [{}, {"orderByTime": "DESCENDING"}, DOWN_SAMPLED, INTERPOLATED])
def test_each_device_is_answered_in_the_order_asked_as_by_itself(
    reader: Reader, options: dict[str, Any]
) -> None:
    devices = [fresh_device() for _ in range(12)]
    for number, device in enumerate(devices):
        reader.local.put([record(device, f"10:{m:02}:00.5Z", rpm=number * m % 7) for m in range(0, 60, 7)])
    asked = [item(device, "rpm", "absent", entityId=f"e-{device}") for device in reversed(devices)]
    asked.append(item(fresh_device("no such"), "rpm"))
    (page,) = pages(reader, asked, **options)
    assert page == [alone(reader, device, **options) for device in asked]


@pytest.mark.parametrize("order", ORDERS)
def test_pages_have_each_row_once_device_by_device(reader: Reader, order: str) -> None:
    devices = [fresh_device() for _ in range(4)]
    for device in devices:
        # Several within a second, in spellings whose text order is not the order of time.
        reader.local.put(
            [record(device, f"10:00:0{n // 3}{('Z', '.25Z', '.5+00:00')[n % 3]}", rpm=n) for n in range(9)]
        )
    expected = sorted(range(9), reverse=order == "DESCENDING")
    for most in (2, 9, 20):
        found: dict[str, list[int]] = {}
        for page in pages(reader, [item(d, "rpm") for d in devices], maxResults=most, orderByTime=order):
            assert sum(len(values) for _, values in numbers(page)) <= most
            for device, values in numbers(page):
                found.setdefault(device, []).extend(values)
        assert found == dict.fromkeys(devices, expected)
        assert [*found] == devices


def test_a_string_is_the_id_of_a_device(reader: Reader) -> None:
    devices = [fresh_device() for _ in range(2)]
    for device in devices:
        reader.local.put([record(device, "10:00:00Z", rpm=900)])
    (page,) = pages(reader, devices, selectedProperties=["rpm"], properties=DOUBLE)
    assert numbers(page) == [(device, [900.0]) for device in devices]
    assert page[0]["propertyValues"][0]["values"][0]["value"] == {"DoubleValue": 900.0}


@pytest.mark.own_records
@pytest.mark.parametrize("most", [None, 1])
def test_one_bad_device_is_one_error_and_not_the_end_of_the_rest(reader: Reader, most: int | None) -> None:
    sound, timeless = fresh_device(), fresh_device()
    reader.local.put(
        [record(sound, "10:00:00Z", rpm=900), {"iotDeviceId": timeless, "id": "yesterday", "rpm": 1}]
    )
    bad = [
        (item(timeless, "rpm"), "INVALID_STORED_RECORD"),
        (item(sound, "rpm", properties=BOOLEAN), "VALUE_TYPE_MISMATCH"),
        ({"iotDeviceId": sound}, "INVALID_QUERY"),
        (7, "INVALID_QUERY"),
    ]
    asked = [item(sound, "rpm"), *(given for given, _ in bad), item(sound, "rpm")]
    answers = [entry for page in pages(reader, asked, maxResults=most) for entry in page]
    assert numbers([answers[0], answers[-1]]) == [(sound, [900]), (sound, [900])]
    assert [answer["error"]["code"] for answer in answers[1:-1]] == [code for _, code in bad]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"devices": []}, "INVALID_QUERY"),
        ({"devices": ["pump-7"] * 101}, "INVALID_QUERY"),
        ({"endTime": "never"}, "INVALID_QUERY"),
        ({"startTime": "2026-01-16T10:00:00Z"}, "INVALID_TIME_RANGE"),
        ({"nextToken": "bm9uc2Vuc2U="}, "INVALID_NEXT_TOKEN"),
    ],
)
def test_a_fault_of_the_whole_query_is_refused(reader: Reader, fault: dict[str, Any], code: str) -> None:
    payload = {"devices": [item("pump-7", "rpm")], **HOUR, **fault}
    assert error(reader.post(payload))[:2] == (400, code)


def test_a_token_is_refused_with_other_devices(reader: Reader) -> None:
    devices = [fresh_device() for _ in range(2)]
    for device in devices:
        reader.local.put([record(device, f"10:00:0{n}Z", rpm=n) for n in range(3)])
    items = [item(device, "rpm") for device in devices]
    asked = {**HOUR, "devices": items, "maxResults": 1}
    token = reader.ask(asked)["nextToken"]
    others = {**asked, "devices": items[::-1], "nextToken": token}
    assert error(reader.post(others))[:2] == (400, "INVALID_NEXT_TOKEN")
    alone = {**HOUR, **item(devices[0], "rpm"), "nextToken": token}
    assert error(reader.post(alone))[:2] == (400, "INVALID_NEXT_TOKEN")


def test_no_page_is_over_5_mib_and_all_pages_have_everything(reader: Reader) -> None:
    text = "x" * 300_000
    devices = [fresh_device() for _ in range(20)]
    for number, device in enumerate(devices):
        reader.local.put([record(device, "10:00:00Z", rpm=f"{number}{text}")])
    found = [*pages(reader, [item(device, "rpm") for device in devices])]
    assert [len(page) for page in found] == [17, 3]
    answered = [(device, value) for page in found for device, (value,) in numbers(page)]
    assert answered == [(device, f"{number}{text}") for number, device in enumerate(devices)]
