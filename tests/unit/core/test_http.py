"""What a caller over HTTP sees, and what the log does not."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from typing import Any

import pytest
from crosstwin_contract.values import Caller
from hotread.answer import Read, history, last_entry
from hotread.errors import StoreThrottled
from hotread.http import HttpRequest, HttpResponse, serve
from hotread.json_log import JsonFormatter
from hotread.store import Page

from tests.unit.core.memory_store import MemoryStore
from tests.unit.core.query_log import QUERY_FIELDS

TOKEN = "the-token"
SECRET_VALUE = 123.456
ROWS = [{"iotDeviceId": "d", "id": "2026-01-15T10:31:00Z", "temperature": SECRET_VALUE}]
PAYLOAD = {
    "iotDeviceId": "d",
    "startTime": "2026-01-15T10:30:00Z",
    "endTime": "2026-01-15T11:30:00Z",
    "selectedProperties": ["temperature"],
}
ENVELOPE = {"target_layer": "L3-hot", "payload": PAYLOAD}


def post(
    body: Any = None,
    *,
    read: Read = history,
    headers: Mapping[str, str] | None = None,
    method: str = "POST",
    rows: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    raw = body if isinstance(body, bytes) else json.dumps(ENVELOPE if body is None else body).encode()
    request = HttpRequest(method, {"X-Inter-Cloud-Token": TOKEN} if headers is None else headers, lambda: raw)
    return serve(request, read=read, store=MemoryStore(ROWS if rows is None else rows), tokens=(TOKEN,))


def error(response: HttpResponse) -> tuple[int, str, str]:
    told = json.loads(response.body)["error"]
    return response.status, told["code"], told["message"]


def failing(failure: BaseException) -> Read:
    def read(store: Any, payload: Any, caller: Caller) -> dict[str, Any]:
        raise failure

    return read


@pytest.mark.parametrize("headers", [{}, {"X-Inter-Cloud-Token": "wrong"}])
@pytest.mark.parametrize("method", ["POST", "GET"])
def test_without_an_accepted_token_the_body_is_not_read_and_nothing_is_revealed(
    headers: dict[str, str], method: str
) -> None:
    def read_body() -> bytes:
        raise AssertionError("the body was read")

    response = serve(
        HttpRequest(method, headers, read_body), read=history, store=MemoryStore(ROWS), tokens=(TOKEN,)
    )
    assert error(response) == (401, "UNAUTHORIZED", "unauthorized")


@pytest.mark.parametrize("name", ["x-inter-cloud-token", "X-INTER-CLOUD-TOKEN", "X-Inter-cloud-Token"])
def test_any_spelling_of_the_header_is_read(name: str) -> None:
    assert post(headers={name: TOKEN}).status == 200


def test_the_answer_to_another_method_names_the_allowed_one() -> None:
    response = post(method="GET")
    assert error(response) == (405, "METHOD_NOT_ALLOWED", "GET is not POST")
    assert response.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "EMPTY_BODY"),
        (b" \n", 400, "EMPTY_BODY"),
        (b"{", 400, "INVALID_JSON"),
        (b"\xff\xfe\xfd", 400, "INVALID_JSON"),
        (b'{"payload": NaN}', 400, "INVALID_JSON"),
        (b'{"payload": 1' + b"0" * 5000 + b"}", 400, "INVALID_JSON"),
        (b"[" * 100_000, 400, "INVALID_JSON"),
        (b'{"payload": {"a": 1, "a": 2}}', 400, "INVALID_JSON"),
        ('{"payload": {}}'.encode("utf-16"), 400, "INVALID_JSON"),
        ('{"payload": {}}'.encode("utf-32-be"), 400, "INVALID_JSON"),
        (b'\xef\xbb\xbf{"payload": {}}', 400, "INVALID_JSON"),
        (b'{"payload": {"unknown": "\\ud800"}}', 400, "INVALID_JSON"),
        (b"[]", 400, "INVALID_ENVELOPE"),
        (b"{}", 400, "INVALID_QUERY"),
        (b'{"target_layer": "L3-hot"}', 400, "INVALID_ENVELOPE"),
        (b'{"payload": {}}', 400, "INVALID_ENVELOPE"),
        (b'{"target_layer": "L3-hot", "payload": []}', 400, "INVALID_ENVELOPE"),
        (b'{"target_layer": "L4", "payload": {}}', 400, "INVALID_ENVELOPE"),
        (b'{"target_layer": "L3-hot", "payload": {}}', 400, "INVALID_QUERY"),
        (b"x" * (256 * 1024 + 1), 413, "BODY_TOO_LARGE"),
    ],
)
def test_a_faulty_body_is_refused(body: bytes, status: int, code: str) -> None:
    assert error(post(body))[:2] == (status, code)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"a": 1,\n "b" 2}', "the body is 16 bytes that are not valid JSON (line 2, column 6)"),
        (b"\xff", "the body is 1 bytes that are not valid JSON: they are not UTF-8"),
        (b'{"z": 0, "a": 1, "a": 2}', "the body is JSON with the key 'a' twice in one object"),
        (
            b"9" * 4301,
            "the body is 4301 bytes that are not valid JSON: "
            "NaN, Infinity, or an integer of more than 4,300 digits",
        ),
    ],
)
def test_the_message_names_what_is_wrong_with_a_body(body: bytes, message: str) -> None:
    assert error(post(body))[2] == message


def test_a_body_without_an_envelope_is_the_payload() -> None:
    assert post(PAYLOAD).body == post(ENVELOPE).body
    assert error(post(PAYLOAD, headers={})) == (401, "UNAUTHORIZED", "unauthorized")


@pytest.mark.parametrize("depth", [100, 900, 990, 1000])
@pytest.mark.parametrize("field", ["startTime", "properties", "maxResults", "nextToken"])
def test_deep_nesting_is_refused_whatever_field_it_is_in(depth: int, field: str) -> None:
    nested = b'{"definition":' * depth + b"1" + b"}" * depth
    data_type = (
        b'{"temperature":{"definition":{"dataType":'
        + b'{"type":"LIST","nestedType":' * depth
        + b"1"
        + b"}" * (depth + 3)
    )
    value = data_type if field == "properties" else nested
    payload = json.dumps(PAYLOAD).encode()[:-1] + b', "' + field.encode() + b'":' + value + b"}"
    assert error(post(b'{"target_layer":"L3-hot","payload":' + payload + b"}"))[0] == 400


def test_a_body_of_256_kib_is_read() -> None:
    padding = "x" * (256 * 1024 - len(json.dumps({**ENVELOPE, "pad": ""})))
    assert post({**ENVELOPE, "pad": padding}).status == 200


@pytest.mark.parametrize("failure", [OSError("chunk"), ValueError("Invalid chunk size"), ConnectionError()])
def test_a_body_that_cannot_be_read_is_the_callers_fault(failure: Exception) -> None:
    def read_body() -> bytes:
        raise failure

    request = HttpRequest("POST", {"X-Inter-Cloud-Token": TOKEN}, read_body)
    response = serve(request, read=history, store=MemoryStore(ROWS), tokens=(TOKEN,))
    assert error(response)[:2] == (400, "INVALID_BODY")
    assert type(failure).__name__ in error(response)[2]


@pytest.mark.parametrize("read", [history, last_entry])
def test_a_page_that_fails_counts_in_the_time_that_the_store_took(
    read: Read, caplog: pytest.LogCaptureFixture
) -> None:
    class Slow(MemoryStore):
        def page(self, *_: Any, **__: Any) -> Page:
            time.sleep(0.02)
            raise ConnectionError("broken pipe")

        latest = page

    request = HttpRequest("POST", {"X-Inter-Cloud-Token": TOKEN}, json.dumps(ENVELOPE).encode)
    with caplog.at_level(logging.INFO):
        assert serve(request, read=read, store=Slow(ROWS), tokens=(TOKEN,)).status == 500
    (line,) = [
        json.loads(JsonFormatter().format(record)) for record in caplog.records if "query" in record.msg
    ]
    assert line["store_ms"] >= 20
    assert (line["pages"], line["rows"]) == (1, 0)


def test_a_failing_store_is_reported_without_internals() -> None:
    response = post(read=failing(ConnectionError("10.0.0.7 refused user admin")))
    assert error(response) == (500, "STORE_FAILED", "the hot store could not be read")


def test_a_throttling_store_is_reported_with_the_time_to_wait() -> None:
    response = post(read=failing(StoreThrottled(7)))
    assert error(response)[:2] == (503, "STORE_THROTTLED")
    assert response.headers["Retry-After"] == "7"


def test_the_trace_id_is_echoed_from_the_envelope_or_the_traceparent_header() -> None:
    trace_id = "4bf92f3577b34da6a3ce929d0e0e4736"
    headers = {"X-Inter-Cloud-Token": TOKEN, "traceparent": f"00-{trace_id}-00f067aa0ba902b7-01"}
    assert json.loads(post({}, headers=headers).body)["trace_id"] == trace_id
    assert json.loads(post({"trace_id": "mine"}, headers=headers).body)["trace_id"] == "mine"
    assert json.loads(post({"trace_id": "no\nid"}, headers=headers).body)["trace_id"] == trace_id
    assert len(json.loads(post({}).body)["trace_id"]) == 32


def test_neither_a_token_nor_a_value_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        post()
        post(headers={"X-Inter-Cloud-Token": "a-wrong-token"})
        declared = {"temperature": {"definition": {"dataType": {"type": "STRING"}}}}
        post({**ENVELOPE, "payload": {**PAYLOAD, "properties": declared}})
        post(rows=[{**ROWS[0], "temperature": float("nan")}])
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert [json.loads(line)["severity"] for line in lines if "query" in line] == ["INFO", "WARNING", "ERROR"]
    assert json.loads(lines[0])["rows"] == 1
    for line in lines:
        if "query" in line:
            assert json.loads(line).keys() >= QUERY_FIELDS
    assert not [line for line in lines if TOKEN in line or "a-wrong-token" in line or "123.4" in line]


def test_a_refused_query_is_logged_with_its_status_and_code(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        post({**ENVELOPE, "trace_id": "trace-7", "payload": {"iotDeviceId": "of nobody"}})
    (line,) = [JsonFormatter().format(record) for record in caplog.records if record.message == "refused"]
    found = json.loads(line)
    assert (found["status"], found["code"], found["trace_id"]) == (400, "INVALID_QUERY", "trace-7")
    assert "of nobody" not in line


def test_the_log_says_why_a_store_failed(caplog: pytest.LogCaptureFixture) -> None:
    post(read=failing(ConnectionError("10.0.0.7 refused")))
    (line,) = [JsonFormatter().format(record) for record in caplog.records if record.message == "failed"]
    assert "ConnectionError: 10.0.0.7 refused (read:" in json.loads(line)["cause"]
