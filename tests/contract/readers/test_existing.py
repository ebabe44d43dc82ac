"""What only existing stores have: equal times, times of another form, and paths that hold a device's name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.readers.asking import HOUR, error, fresh_device, record, values
from tests.contract.readers.conftest import Reader
from tests.contract.readers.mappings import EXISTING

NATIVE = "gcp-subcollection"
TIED = [
    name
    for name, existing in EXISTING.items()
    if "time_format" in existing.records and (existing.cloud != "aws" or "index_name" in existing.records)
]


@pytest.mark.over(*TIED)
def test_records_of_one_time_are_each_answered_once_in_both_orders(reader: Reader) -> None:
    device = fresh_device()
    # The nanoseconds are dropped from the stored times, and stay in the names of documents and items.
    rows = [record(device, f"10:00:0{n // 7}.0000000{n:02}Z", n=n) for n in range(20)]
    if reader.local.cloud == "aws":  # whose writer has no names but times
        for row in rows:
            reader.local.put([row])
    else:
        reader.local.put(rows)
    found: dict[str, list[Any]] = {}
    for order in ("ASCENDING", "DESCENDING"):
        payload = {"iotDeviceId": device, "selectedProperties": ["n"], "orderByTime": order, **HOUR}
        found[order], token = [], None
        while token is not None or not found[order]:
            answer = reader.ask({**payload, "maxResults": 3, "nextToken": token})
            found[order] += [n for _, n in values(answer)]
            token = answer.get("nextToken")
    assert sorted(found["ASCENDING"]) == list(range(20))
    assert found["DESCENDING"] == found["ASCENDING"][::-1]


@pytest.mark.over(*TIED)
@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
def test_a_property_that_one_of_several_records_of_a_time_has_is_answered_once(
    reader: Reader, order: str
) -> None:
    device = fresh_device()
    for second in range(3):
        for n, name in enumerate("abcd"):
            reader.local.put([record(device, f"10:00:0{second}.0000000{n:02}Z", **{name: second})])
    for name in "ad":
        payload = {"iotDeviceId": device, "selectedProperties": [name], "orderByTime": order, **HOUR}
        found: list[Any] = []
        token = None
        while token is not None or not found:
            answer = reader.ask({**payload, "maxResults": 2, "nextToken": token})
            found += [n for _, n in values(answer)]
            token = answer.get("nextToken")
        assert found == ([0, 1, 2] if order == "ASCENDING" else [2, 1, 0])


@pytest.mark.over(NATIVE)
@pytest.mark.parametrize(
    "device", ["a/secrets/b", "/", "..", ".", "__x__", "____", "a/", "/a", "x" * 1001 + "/" * 20]
)
@pytest.mark.parametrize("last_entry", [False, True])
def test_a_device_cannot_lead_to_another_collection(reader: Reader, device: str, last_entry: bool) -> None:
    victim = fresh_device()
    reader.local.put([record(victim, "10:00:00Z", n=1)])
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR}
    status, code, message = error(reader.post(payload, last_entry=last_entry))
    assert (status, code) == (400, "INVALID_QUERY")
    assert message.startswith("iotDeviceId: ")
    assert "cannot be a part of a path" in message


@pytest.mark.over(NATIVE)
def test_one_device_of_many_that_cannot_be_in_a_path_is_one_error(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put([record(device, "10:00:00Z", n=1)])
    asked = [{"iotDeviceId": name, "selectedProperties": ["n"]} for name in ("a/secrets/b", device)]
    first, second = reader.ask({"devices": asked}, last_entry=True)["devices"]
    assert first["error"]["code"] == "INVALID_QUERY"
    assert second["values"]["n"]["value"] == {"IntegerValue": 1}


@pytest.mark.over(NATIVE)
def test_bounds_finer_than_a_native_time_are_exact(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put([record(device, f"10:00:00.12345{n}Z", n=n) for n in range(10)])
    payload = {"iotDeviceId": device, "selectedProperties": ["n"]}
    bounds = {"startTime": "2026-01-15T10:00:00.1234525Z", "endTime": "2026-01-15T10:00:00.123456999Z"}
    assert [n for _, n in values(reader.ask({**payload, **bounds}))] == [3, 4, 5, 6]
