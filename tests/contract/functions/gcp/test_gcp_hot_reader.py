"""The GCP hot readers as deployed, served by Google's functions framework over its Firestore emulator."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crosstwin.local import gcp
from crosstwin.local.reader import RunningReader
from tests.contract.functions.asking import HOUR, TOKEN, ask, history, post, record
from tests.unit.core.query_log import QUERY_FIELDS

TIME = "2026-01-15T10:30:00Z"


@pytest.mark.parametrize("last_entry", [False, True], ids=["history", "last-entry"])
def test_gcp_hot_reader_valid_token(reader: RunningReader, device: str, last_entry: bool) -> None:
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR}
    assert post(reader, payload, last_entry=last_entry).status_code == 200


@pytest.mark.parametrize("last_entry", [False, True], ids=["history", "last-entry"])
@pytest.mark.parametrize("token", ["wrong", TOKEN + "x", "", f"wrong, {TOKEN}"])
def test_gcp_hot_reader_invalid_token(reader: RunningReader, token: str, last_entry: bool) -> None:
    assert post(reader, {}, token=token, last_entry=last_entry).status_code == 401


@pytest.mark.parametrize("last_entry", [False, True], ids=["history", "last-entry"])
def test_gcp_hot_reader_missing_token(reader: RunningReader, last_entry: bool) -> None:
    response = post(reader, {}, token=None, last_entry=last_entry)
    assert response.status_code == 401
    assert response.json()["error"] == {"code": "UNAUTHORIZED", "message": "unauthorized"}


def test_gcp_hot_reader_time_range(reader: RunningReader, device: str) -> None:
    times = ["09:59:59.999Z", "10:00:00Z", "10:00:00.5Z", "10:59:59Z", "11:00:00.000Z", "11:00:00.001Z"]
    reader.put([record(device, time, n=n) for n, time in enumerate(times)])
    expected = [(f"2026-01-15T{time}", n) for n, time in enumerate(times)][1:5]
    assert history(reader, device) == expected
    assert history(reader, device, orderByTime="DESCENDING") == expected[::-1]


def test_gcp_hot_reader_empty_range(reader: RunningReader, device: str) -> None:
    reader.put([record(device, "09:00:00Z", n=1), record(device, "12:00:00Z", n=2)])
    assert history(reader, device) == []


def test_gcp_hot_reader_last_entry_returns_latest(reader: RunningReader, device: str) -> None:
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


def test_gcp_hot_reader_last_entry_no_data(reader: RunningReader, device: str) -> None:
    response = post(reader, {"iotDeviceId": device, "selectedProperties": ["n"]}, last_entry=True)
    assert (response.status_code, response.json()) == (200, {"propertyValues": {}})


def test_gcp_hot_reader_reads_on_over_pages_of_the_store(reader: RunningReader, device: str) -> None:
    numbers = list(range(2010))  # the store has pages of 1000
    reader.put(record(device, f"10:{n // 60:02}:{n % 60:02}Z", n=n) for n in numbers)
    assert [n for _, n in history(reader, device)] == numbers
    assert [n for _, n in history(reader, device, orderByTime="DESCENDING")] == numbers[::-1]


@pytest.mark.parametrize("last_entry", [False, True], ids=["history", "last-entry"])
@pytest.mark.parametrize(
    "kind", ["timestamp", "place", "bytes", "reference", "vector", "nan", "infinity", "nested"]
)
def test_gcp_hot_reader_refuses_what_is_no_telemetry(
    reader: RunningReader, client: Any, device: str, kind: str, last_entry: bool
) -> None:
    from google.cloud.firestore import GeoPoint
    from google.cloud.firestore_v1.vector import Vector

    value = {
        "timestamp": datetime(2026, 1, 15, tzinfo=UTC),
        "place": GeoPoint(48.1, 11.5),
        "bytes": b"x",
        "reference": client.collection("other").document("one"),
        "vector": Vector([1.0, 2.0]),
        "nan": math.nan,
        "infinity": -math.inf,
        "nested": {"deep": [1.0, math.inf]},
    }[kind]
    client.collection(gcp.COLLECTION).document(device).set({"iotDeviceId": device, "id": TIME, "n": value})
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR}
    response = post(reader, payload, last_entry=last_entry)
    assert response.status_code == 500
    error = response.json()["error"]
    assert error["code"] == "INVALID_STORED_RECORD"
    assert error["message"].startswith(f"property 'n' at {TIME}: ")
    # What was not asked for does no harm.
    assert post(reader, {**payload, "selectedProperties": ["m"]}, last_entry=last_entry).status_code == 200


def test_gcp_hot_reader_takes_null_for_no_value(reader: RunningReader, client: Any, device: str) -> None:
    client.collection(gcp.COLLECTION).document(device).set({"iotDeviceId": device, "id": TIME, "n": None})
    assert history(reader, device) == []


def test_gcp_hot_reader_logs_lines_that_cloud_logging_reads_and_leaves_no_file_in_the_home_folder(
    emulator: str, client: Any, tmp_path: Path, device: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    stored = {**record(device, "10:00:00Z", n=123_456_789), "text": "value-of-telemetry"}
    client.collection(gcp.COLLECTION).document(device).set(stored)
    payload = {"iotDeviceId": device, "selectedProperties": ["n", "text"], **HOUR}
    with gcp.running_function(tmp_path, "hot_reader", gcp.reader_variables(emulator, TOKEN)) as url:
        assert ask(url, payload).ok
        assert ask(url, payload, "presented-and-wrong").status_code == 401
        assert ask(url, {**payload, "endTime": "never"}).status_code == 400
    assert [*home.iterdir()] == []
    log = (tmp_path / "hot_reader.log").read_text()
    lines = [json.loads(line) for line in log.splitlines()]
    answered, unauthorized, faulty, refused = lines
    assert min(answered.keys(), faulty.keys(), key=len) >= {*QUERY_FIELDS, "severity"}
    assert (answered["severity"], answered["outcome"], answered["rows"]) == ("INFO", "answered", 1)
    assert (unauthorized["severity"], unauthorized["status"]) == ("INFO", 401)
    assert (faulty["severity"], faulty["outcome"]) == ("WARNING", "INVALID_QUERY")
    assert refused["trace_id"] == faulty["trace_id"]
    for secret in (TOKEN, "presented-and-wrong", "123456789", "value-of-telemetry"):
        assert secret not in log
