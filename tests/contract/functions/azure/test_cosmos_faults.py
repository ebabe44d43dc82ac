"""What the Azure hot readers answer, and log, when Cosmos DB cannot be read."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from crosstwin.local import azure
from crosstwin.local.azure import CosmosEmulator
from crosstwin.local.process import free_port
from crosstwin.local.reader import RunningReader
from tests.contract.functions.asking import HOUR, TOKEN, history, post, record
from tests.contract.functions.azure.conftest import GatedReader
from tests.store_gate import Answer, running_gate
from tests.unit.core.query_log import QUERY_FIELDS

both_readers = pytest.mark.parametrize("last_entry", [False, True], ids=["history", "last-entry"])
FAILED = {"code": "STORE_FAILED", "message": "the hot store could not be read"}


def log_lines(log: Path, message: str) -> list[dict[str, Any]]:
    """The log's JSON lines with this message."""
    lines = [line for line in log.read_text().splitlines() if line.startswith('{"timestamp"')]
    return [found for found in map(json.loads, lines) if found["message"] == message]


@both_readers
@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 503])
def test_handles_cosmos_error(gated: GatedReader, device: str, status: int, last_entry: bool) -> None:
    gated.gate.fault = Answer(status)
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR}
    response = post(gated.local, payload, last_entry=last_entry)
    assert response.status_code == 500
    assert response.json()["error"] == FAILED
    assert set(response.json()) == {"error", "trace_id"}
    (line,) = [
        line for line in log_lines(gated.log, "failed") if line["trace_id"] == response.json()["trace_id"]
    ]
    assert line["severity"] == "ERROR"
    assert "internal detail" in line["cause"]


@both_readers
def test_a_throttled_store_gives_503_with_retry_after(
    gated: GatedReader, device: str, last_entry: bool
) -> None:
    """Soon, however long Cosmos DB asks to wait."""
    gated.gate.fault = Answer(429, {"x-ms-retry-after-ms": "60000"})
    started = time.monotonic()
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR}
    response = post(gated.local, payload, last_entry=last_entry)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert response.json()["error"]["code"] == "STORE_THROTTLED"
    assert time.monotonic() - started < 10


def test_a_store_that_is_not_there_gives_500_until_it_is(
    cosmos: CosmosEmulator, device: str, tmp_path: Path
) -> None:
    """The Function App starts without it, and needs no restart."""
    port = free_port()
    absent = CosmosEmulator(f"http://127.0.0.1:{port}", cosmos.key)
    with azure.running_function_app(tmp_path, azure.reader_variables(absent, TOKEN)) as address:
        local = RunningReader("azure", address + azure.HOT_READER_PATH, "", TOKEN, print)
        response = post(local, {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR})
        assert (response.status_code, response.json()["error"]) == (500, FAILED)
        assert str(port) not in response.text
        assert str(port) in log_lines(tmp_path / "function-app.log", "failed")[0]["cause"]
        cosmos.create_container(azure.DATABASE, azure.CONTAINER)
        with running_gate(cosmos.endpoint, port=port):
            assert history(local, device) == []


def test_the_log_has_one_json_line_a_query_and_no_secret(gated: GatedReader, device: str) -> None:
    gated.local.put([record(device, "10:00:00Z", n=987654321, text="a telemetry text")])
    payload = {"iotDeviceId": device, "selectedProperties": ["n", "text"], **HOUR}
    assert "a telemetry text" in post(gated.local, payload, token=f"{TOKEN},other").text
    post(gated.local, payload, token="a wrong token")
    assert post(gated.local, payload, last_entry=True).status_code == 200
    line = log_lines(gated.log, "history query")[-1]
    assert line.keys() >= {*QUERY_FIELDS, "severity"}
    assert line["route"] == "http:history"
    assert (line["outcome"], line["rows"]) == ("answered", 1)
    log = gated.log.read_text()
    for secret in (TOKEN, "a wrong token", azure.KEY, "987654321", "a telemetry text"):
        assert secret not in log
