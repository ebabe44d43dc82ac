"""What a reader refuses before it reads: tokens, methods, bodies and payloads."""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.contract.readers.asking import HOUR, error
from tests.contract.readers.conftest import PREVIOUS_TOKEN, TOKEN, Reader


@pytest.mark.own_records
@pytest.mark.parametrize("last_entry", [False, True])
def test_rejects_missing_token(reader: Reader, last_entry: bool) -> None:
    assert error(reader.post({}, headers={}, last_entry=last_entry)) == (401, "UNAUTHORIZED", "unauthorized")


@pytest.mark.own_records
@pytest.mark.parametrize("last_entry", [False, True])
@pytest.mark.parametrize("token", ["wrong", TOKEN[:-1], TOKEN + "x", ""])
def test_rejects_invalid_token(reader: Reader, token: str, last_entry: bool) -> None:
    # The body is no JSON: the answer shows that it was not looked at.
    response = reader.post(data=b"{", headers={"X-Inter-Cloud-Token": token}, last_entry=last_entry)
    assert error(response) == (401, "UNAUTHORIZED", "unauthorized")


@pytest.mark.own_records
@pytest.mark.parametrize("token", [TOKEN, PREVIOUS_TOKEN])
@pytest.mark.parametrize("last_entry", [False, True])
def test_accepts_valid_token(reader: Reader, token: str, last_entry: bool) -> None:
    payload = {"iotDeviceId": "d", "selectedProperties": [], **HOUR}
    response = reader.post(payload, headers={"X-Inter-Cloud-Token": token}, last_entry=last_entry)
    assert response.status_code == 200


@pytest.mark.own_records
@pytest.mark.parametrize("name", ["x-inter-cloud-token", "X-INTER-CLOUD-TOKEN", "x-Inter-cLoud-tokeN"])
def test_token_case_insensitive_header(reader: Reader, name: str) -> None:
    payload = {"iotDeviceId": "d", "selectedProperties": [], **HOUR}
    assert reader.post(payload, headers={name: TOKEN}).status_code == 200


@pytest.mark.own_records
def test_token_with_special_characters(reader: Reader) -> None:
    assert "+/=-_." in TOKEN
    assert reader.post({"iotDeviceId": "d", "selectedProperties": [], **HOUR}).status_code == 200


@pytest.mark.own_records
def test_token_very_long(reader: Reader) -> None:
    assert len(TOKEN) > 512
    one_short = {"X-Inter-Cloud-Token": TOKEN[:-1]}
    assert reader.post({"iotDeviceId": "d", "selectedProperties": [], **HOUR}).status_code == 200
    assert reader.post({}, headers=one_short).status_code == 401


@pytest.mark.own_records
@pytest.mark.parametrize(("value", "status"), [(f"{TOKEN}, wrong", 200), (f"wrong, {TOKEN}", 401)])
def test_token_header_multiple_values(reader: Reader, value: str, status: int) -> None:
    payload = {"iotDeviceId": "d", "selectedProperties": [], **HOUR}
    assert reader.post(payload, headers={"X-Inter-Cloud-Token": value}).status_code == status


@pytest.mark.own_records
def test_rejects_empty_body(reader: Reader) -> None:
    response = reader.post(data=b"")
    assert error(response)[:2] == (400, "EMPTY_BODY")
    assert "body is empty" in error(response)[2]


@pytest.mark.own_records
@pytest.mark.parametrize(
    "body",
    [
        *(b"{", b"not json", b"\xff\xfe", b'{"payload": NaN}', b"[" * 50_000),
        b'{"target_layer": "L3-hot", "target_layer": "L3-hot", "payload": {}}',
        b'{"target_layer": "L3-hot", "payload": {"iotDeviceId": "\\ud800", "selectedProperties": ["t"]}}',
        *('{"target_layer": "L3-hot", "payload": {}}'.encode(code) for code in ("utf-16", "utf-8-sig")),
    ],
)
def test_rejects_malformed_json(reader: Reader, body: bytes) -> None:
    assert error(reader.post(data=body))[:2] == (400, "INVALID_JSON")


@pytest.mark.own_records
@pytest.mark.parametrize("last_entry", [False, True])
@pytest.mark.parametrize("chunks", [b"zz\r\n{}\r\n0\r\n\r\n", b"5\r\n{}\r\n0\r\n\r\n"])
def test_a_broken_chunked_body_is_the_callers_fault(reader: Reader, chunks: bytes, last_entry: bool) -> None:
    url = urlsplit(reader.local.hot_reader_last_entry_url if last_entry else reader.local.hot_reader_url)
    head = (
        f"POST {url.path or '/'}?{url.query} HTTP/1.1\r\nHost: {url.netloc}\r\n"
        f"X-Inter-Cloud-Token: {TOKEN}\r\n"
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((url.hostname, url.port), timeout=10) as connection:
        connection.sendall(head.encode() + chunks)
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    # The server in front of a function may refuse it itself, or close the connection without a word.
    assert answer == b"" or answer.split(b" ", 2)[1] == b"400", answer


@pytest.mark.own_records
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_rejects_another_method(reader: Reader, method: str) -> None:
    response = reader.post({}, method=method)
    assert error(response)[:2] == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["Allow"] == "POST"


@pytest.mark.own_records
def test_oversized_query_params(reader: Reader) -> None:
    assert error(reader.post(data=b"x" * (256 * 1024 + 1)))[:2] == (413, "BODY_TOO_LARGE")


@pytest.mark.own_records
@pytest.mark.parametrize(
    ("payload", "names"),
    [
        ({"selectedProperties": ["t"]}, "iotDeviceId"),
        ({"iotDeviceId": "d"}, "selectedProperties"),
        ({"iotDeviceId": "d", "selectedProperties": ["t"]}, "startTime"),
    ],
)
def test_a_fault_in_the_payload_names_the_field(reader: Reader, payload: dict[str, Any], names: str) -> None:
    status, code, message = error(reader.post(payload))
    assert (status, code) == (400, "INVALID_QUERY")
    assert message.startswith(names)


@pytest.mark.own_records
def test_invalid_time_range(reader: Reader) -> None:
    payload = {
        "iotDeviceId": "d",
        "selectedProperties": ["t"],
        "startTime": HOUR["endTime"],
        "endTime": HOUR["startTime"],
    }
    assert error(reader.post(payload))[:2] == (400, "INVALID_TIME_RANGE")
