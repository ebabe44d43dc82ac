"""Answers that are too long, broken or not those of a reader: each is reported without its content."""

from __future__ import annotations

import gzip
import json
import resource
from collections.abc import Callable
from typing import Any

import pytest
from remote_reader.errors import (
    AuthenticationError,
    InvalidReaderResponse,
    RemoteReaderError,
)

from tests.contract.functions.connector import events
from tests.contract.functions.connector.conftest import Connect, Context
from tests.contract.functions.connector.events import HISTORY_EVENT
from tests.contract.functions.connector.server import (
    Behaviour,
    MisbehavingServer,
    answer,
    gzipped,
    html,
)

MIB = 1024 * 1024


def _invalid(server: MisbehavingServer, connect: Connect, behaviour: Behaviour) -> str:
    """The message about an answer that is none. It is final: asked once."""
    server.will(behaviour)
    with pytest.raises(InvalidReaderResponse, match=r"the hot reader at 127\.0\.0\.1 answered") as raised:
        connect(server.url)(HISTORY_EVENT, Context())
    assert len(server.received) == 1
    return str(raised.value)


@pytest.mark.parametrize("body", [b"", b" \r\n"])
def test_remote_returns_empty_body(server: MisbehavingServer, connect: Connect, body: bytes) -> None:
    assert "an empty body" in _invalid(server, connect, answer(body))


def test_empty_response_from_remote(server: MisbehavingServer, connect: Connect) -> None:
    def no_content(handler: Any) -> None:
        handler.send_response(204)
        handler.end_headers()

    assert "204, expected 200" in _invalid(server, connect, no_content)


@pytest.mark.parametrize(
    "body",
    [
        b'{"propertyValues": [',
        b"{'propertyValues': []}",
        b'{"propertyValues": NaN}',
        b'\xff\xfe{"propertyValues": []}',
        b"not json",
    ],
)
def test_remote_returns_invalid_json(server: MisbehavingServer, connect: Connect, body: bytes) -> None:
    assert f"{len(body)} bytes that are not valid JSON" in _invalid(server, connect, answer(body))


def test_json_decode_error_from_remote(
    server: MisbehavingServer, connect: Connect, logged: Callable[[], str]
) -> None:
    """The structure of the body is in the log, and only there. Text has none, and may be telemetry."""
    told = _invalid(server, connect, answer(b'{"upstream": "connect error", "x": ' + b"x" * 1000))
    assert "upstream" not in told
    assert '{"upstream": …, "x": …' in logged()
    assert "connect error" not in logged()


def test_remote_returns_html_error_page(
    server: MisbehavingServer, connect: Connect, logged: Callable[[], str]
) -> None:
    told = _invalid(server, connect, html(200, "<!DOCTYPE html><title>Sign in</title>"))
    assert "an HTML page" in told
    assert "Sign in" not in told
    assert "<!DOCTYPE><title>…</title>" in logged()
    assert "Sign in" not in logged()


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ([], "not an object"),
        (None, "not an object"),
        ({}, "without propertyValues"),
        ({"error": {"code": "X"}}, "without propertyValues"),
        ({"propertyValues": None}, "not a list"),
        ({"propertyValues": [None]}, "propertyValues[0] without entityPropertyReference"),
        (events.history({"Decimal": 1}), "the value key 'Decimal'"),
        ({"propertyValues": [{"values": None}]}, "propertyValues[0] without entityPropertyReference"),
    ],
)
def test_an_answer_without_the_form_is_refused(
    server: MisbehavingServer, connect: Connect, body: Any, told: str
) -> None:
    assert told in _invalid(server, connect, answer(body))


def test_a_bottomless_answer_is_refused(server: MisbehavingServer, connect: Connect) -> None:
    assert "nested too deeply" in _invalid(server, connect, answer(b"[" * 200_000))


def test_remote_reader_returns_500(server: MisbehavingServer, connect: Connect) -> None:
    server.will(
        answer({"error": {"code": "STORE_FAILED", "message": "the hot store could not be read"}}, 500)
    )
    with pytest.raises(RemoteReaderError, match=r"500: STORE_FAILED: .*\(4 attempts\)") as raised:
        connect(server.url)(HISTORY_EVENT, Context())
    assert raised.value.status == 500


def test_remote_reader_returns_400(server: MisbehavingServer, connect: Connect) -> None:
    server.will(answer({"error": {"code": "INVALID_QUERY", "message": "startTime is missing"}}, 400))
    with pytest.raises(RemoteReaderError, match=r"400: INVALID_QUERY: startTime is missing \(1 attempt\)"):
        connect(server.url)(HISTORY_EVENT, Context())


def test_remote_reader_returns_401(server: MisbehavingServer, connect: Connect) -> None:
    server.will(html(401))
    with pytest.raises(AuthenticationError, match="does not accept the token"):
        connect(server.url)(HISTORY_EVENT, Context())


def _answer_of(size: int) -> bytes:
    """A valid answer of so many bytes."""
    empty = len(json.dumps(events.history({"StringValue": ""})))
    return json.dumps(events.history({"StringValue": "x" * (size - empty)})).encode()


def test_an_answer_of_6_mib_is_read(server: MisbehavingServer, connect: Connect) -> None:
    server.will(answer(_answer_of(6 * MIB)))
    assert connect(server.url)(HISTORY_EVENT, Context())["propertyValues"]


def test_oversized_response_handling(server: MisbehavingServer, connect: Connect) -> None:
    assert "more than 6291456 bytes" in _invalid(server, connect, answer(_answer_of(6 * MIB + 1)))


def test_an_answer_may_be_compressed(server: MisbehavingServer, connect: Connect) -> None:
    server.will(gzipped(json.dumps(events.history()).encode()))
    assert connect(server.url)(HISTORY_EVENT, Context()) == events.history({"doubleValue": 23.5})


def test_a_small_body_that_unpacks_to_a_large_one_is_cut(server: MisbehavingServer, connect: Connect) -> None:
    """400 MiB of zeros in 400 KB, which would not fit into the Lambda's memory."""
    packed = gzip.compress(bytes(10 * MIB), 6) * 40
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = _invalid(server, connect, answer(packed, headers={"Content-Encoding": "gzip"}))
    assert "more than 6291456 bytes" in told
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 40, f"{grown:.0f} MiB"


def test_a_body_that_does_not_unpack_is_reported(server: MisbehavingServer, connect: Connect) -> None:
    told = _invalid(server, connect, answer(b"no gzip", headers={"Content-Encoding": "gzip"}))
    assert "does not unpack" in told
