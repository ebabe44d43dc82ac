"""The Azure hot readers over HTTP: the real Function App over the emulator of Cosmos DB."""

from __future__ import annotations

from typing import Any

import pytest

from crosstwin.local.reader import RunningReader
from tests.contract.functions.asking import HOUR, TOKEN, history, post, record

both_readers = pytest.mark.parametrize("last_entry", [False, True], ids=["history", "last-entry"])
SYSTEM_FIELDS = ["_rid", "_self", "_etag", "_attachments", "_ts"]


@both_readers
def test_azure_hot_reader_valid_token(reader: RunningReader, device: str, last_entry: bool) -> None:
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR}
    assert post(reader, payload, last_entry=last_entry).status_code == 200


@both_readers
@pytest.mark.parametrize("token", ["wrong", TOKEN + "x", "", f"wrong, {TOKEN}"])
def test_azure_hot_reader_invalid_token(reader: RunningReader, token: str, last_entry: bool) -> None:
    assert post(reader, {}, token=token, last_entry=last_entry).status_code == 401


@both_readers
def test_azure_hot_reader_missing_token(reader: RunningReader, last_entry: bool) -> None:
    response = post(reader, {}, token=None, last_entry=last_entry)
    assert response.status_code == 401
    assert response.json()["error"] == {"code": "UNAUTHORIZED", "message": "unauthorized"}


def test_azure_hot_reader_time_range(reader: RunningReader, device: str) -> None:
    times = ["09:59:59.999Z", "10:00:00Z", "10:00:00.5Z", "10:59:59Z", "11:00:00.000Z", "11:00:00.001Z"]
    reader.put([record(device, time, n=n) for n, time in enumerate(times)])
    expected = [(f"2026-01-15T{time}", n) for n, time in enumerate(times)][1:5]
    assert history(reader, device) == expected
    assert history(reader, device, orderByTime="DESCENDING") == expected[::-1]


def test_azure_hot_reader_empty_range(reader: RunningReader, device: str) -> None:
    reader.put([record(device, "09:00:00Z", n=1), record(device, "12:00:00Z", n=2)])
    assert history(reader, device) == []


def test_azure_hot_reader_last_entry_returns_latest(reader: RunningReader, device: str) -> None:
    reader.put(record(device, f"10:00:0{n}Z", n=n) for n in (1, 3, 2))
    response = post(reader, {"entityId": device, "selectedProperties": ["n"]}, last_entry=True)
    assert response.json() == {
        "propertyValues": {
            "n": {
                "propertyReference": {"entityId": device, "propertyName": "n"},
                "propertyValue": {"IntegerValue": 3},
                "time": "2026-01-15T10:00:03Z",
            }
        }
    }


def test_azure_hot_reader_last_entry_no_data(reader: RunningReader, device: str) -> None:
    response = post(reader, {"iotDeviceId": device, "selectedProperties": ["n"]}, last_entry=True)
    assert (response.status_code, response.json()) == (200, {"propertyValues": {}})


def test_cosmos_pagination(reader: RunningReader, device: str) -> None:
    """Over two pages of the store, in one answer and by nextToken."""
    reader.put(record(device, f"10:{n // 60:02}:{n % 60:02}Z", n=n) for n in range(1200))
    assert [n for _, n in history(reader, device)] == list(range(1200))
    assert [n for _, n in history(reader, device, orderByTime="DESCENDING")] == list(reversed(range(1200)))

    found: list[int] = []
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], "maxResults": 500, **HOUR}
    token: str | None = None
    while token or not found:
        answer = post(reader, {**payload, "nextToken": token}).json()
        found += [item["value"]["IntegerValue"] for item in answer["propertyValues"][0]["values"]]
        token = answer.get("nextToken")
    assert found == list(range(1200))


def test_fields_of_the_database_are_never_answered(reader: RunningReader, device: str) -> None:
    reader.put([record(device, "10:00:00Z", n=1, _own=2)])
    payload = {"iotDeviceId": device, "selectedProperties": [*SYSTEM_FIELDS, "_own"], **HOUR}
    found = {
        entry["entityPropertyReference"]["propertyName"]: len(entry["values"])
        for entry in post(reader, payload).json()["propertyValues"]
    }
    assert found == {**dict.fromkeys(SYSTEM_FIELDS, 0), "_own": 1}
    assert list(post(reader, payload, last_entry=True).json()["propertyValues"]) == ["_own"]


@pytest.mark.parametrize(
    "name",
    ["x' OR 1=1 --", '" OR "1"="1', "' OR c.id != '", "@device", "@last", "\\", "'; DROP", "*", "null", "[]"],
)
def test_a_device_name_that_is_query_text_is_only_a_name(
    reader: RunningReader, device: str, name: str
) -> None:
    reader.put([record(device, "10:00:00Z", n=1), record(name, "10:00:00Z", n=2)])
    assert history(reader, name) == [("2026-01-15T10:00:00Z", 2)]
    answer = post(reader, {"iotDeviceId": f"{name} ", "selectedProperties": ["n"]}, last_entry=True)
    assert answer.json() == {"propertyValues": {}}


@pytest.mark.parametrize("name", ["Fühler №7", "温度計", "🌡", "e\u0301", "\u200f", "x" * 1024])
def test_device_names_in_any_unicode(reader: RunningReader, name: str) -> None:
    rows: list[dict[str, Any]] = [record(name, "10:00:00Z", n=1), record(name[:-1] + "y", "10:00:00Z", n=2)]
    reader.put(rows)
    assert history(reader, name) == [("2026-01-15T10:00:00Z", 1)]
    response = post(reader, {"iotDeviceId": name, "selectedProperties": ["n"]}, last_entry=True)
    assert response.json()["propertyValues"]["n"]["propertyValue"] == {"IntegerValue": 1}
