"""A response is read as http.client reads it, although its headers are parsed in another way."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Iterator
from http.client import HTTPException, HTTPResponse, LineTooLong
from typing import Any

import pytest
from hotread.connections import Connections, _Response
from hotread.deadline import DEADLINE, Deadline, TimeIsUpError
from hypothesis import given
from hypothesis import strategies as st

STATUS_LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK",
        b"HTTP/1.0 200 OK",
        b"HTTP/1.1 204 No Content",
        b"HTTP/1.1 304 Not Modified",
        b"HTTP/1.1 403",
        b"HTTP/1.1 503 Service  Unavailable ",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK",
        b"HTTP/1.1 100 Continue\r\nX-A: b\r\n\r\nHTTP/1.1 429 Too Many",
        b"HTTP/2 200",
        b"HTTP/1.1 20 OK",
        b"ICY 200 OK",
        b"",
    ]
)
HEADERS = st.sampled_from(
    [
        b"Content-Length: 5",
        b"content-length:5",
        b"Content-Length: -5",
        b"Content-Length: 5x",
        b"Content-Length: ",
        b"CONTENT-LENGTH: 3",
        b"Transfer-Encoding: chunked",
        b"transfer-encoding: Chunked",
        b"Connection: close",
        b"Connection: keep-alive, Close",
        b"Connection: keep-alive",
        b"Keep-Alive: timeout=5",
        b"Date: Fri, 27 Nov 2026 20:27:59 GMT",
        b"x-ms-continuation:  a: b \xe4",
        b"x-ms-continuation: second",
        b"Empty:",
    ]
)
BODIES = st.sampled_from([b"", b"abc", b"abcde", b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", b"3\r\nab"])
NAMES = ("content-length", "transfer-encoding", "connection", "date", "x-ms-continuation", "empty", "other")


class Received(socket.socket):
    """A socket that has received this, and no more comes."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def makefile(self, *_: Any, **__: Any) -> Any:
        return io.BytesIO(self.data)


def outcome(kind: type[HTTPResponse], data: bytes) -> Any:
    response = kind(Received(data), method="POST")
    try:
        response.begin()
    except HTTPException as error:
        return type(error)
    headers = [response.headers.get(name, "") for name in NAMES]
    try:
        body: Any = response.read()
    except HTTPException as error:
        body = type(error)
    return response.status, headers, body, response.will_close, response.isclosed()


@given(STATUS_LINES, st.lists(HEADERS, max_size=5), st.sampled_from([b"\r\n", b"\n"]), BODIES)
def test_a_response_is_what_http_client_makes_of_it(
    status: bytes, headers: list[bytes], end: bytes, body: bytes
) -> None:
    # Of HTTP/1.0, http.client also takes Keep-Alive alone for a connection that stays.
    headers = [line for line in headers if not (b"HTTP/1.0" in status and line.startswith(b"Keep-Alive"))]
    data = end.join([status, *headers, b"", body])
    assert outcome(_Response, data) == outcome(HTTPResponse, data)


def test_a_response_that_ends_within_its_headers_has_no_body() -> None:
    assert (
        outcome(_Response, b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDa")[2]
        == outcome(HTTPResponse, b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n")[2]
    )


@pytest.mark.parametrize("headers", [b"A: b\r\n" * 101, b"A: " + b"b" * 65_536])
def test_headers_without_an_end_are_refused(headers: bytes) -> None:
    data = b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\n"
    assert issubclass(outcome(_Response, data), HTTPException)
    assert issubclass(outcome(HTTPResponse, data), HTTPException | LineTooLong)


@pytest.mark.parametrize("lines", [b"A: b\r\n" * 101, b"A: " + b"b" * 65_536])
def test_trailers_have_the_limits_of_headers_in_each_python(lines: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"
    assert outcome(_Response, head + b"A: b\r\n" * 100 + b"\r\n")[2] == b"abc"
    assert issubclass(outcome(_Response, head + lines + b"\r\n")[2], HTTPException)


@pytest.mark.parametrize("text", ["a\r\nb: c", "a\nb: c", "a\rb: c"])
def test_a_line_break_cannot_begin_another_header(text: str) -> None:
    connections = Connections("http://127.0.0.1:9", None, connect_timeout=1, read_timeout=1)
    with pytest.raises(ValueError, match="a line break"):
        connections.request("POST", "/", b"", {"x-ms-continuation": text})
    with pytest.raises(ValueError, match="a line break"):
        connections.request("GET", f"/{text}", None, {})


@pytest.fixture
def a_query() -> Iterator[None]:
    """It has a fifth of a second."""
    outer = DEADLINE.set(Deadline(time.monotonic() + 0.2))
    started = time.monotonic()
    yield
    assert time.monotonic() - started < 0.7
    DEADLINE.reset(outer)


def resolving_to(monkeypatch: pytest.MonkeyPatch, *addresses: tuple[str, int]) -> Connections:
    resolve = socket.getaddrinfo

    def resolved(host: str, *args: Any, flags: int = 0, **options: Any) -> Any:
        if flags == socket.AI_NUMERICHOST:
            return resolve(host, *args, flags=flags, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    return Connections("http://store.invalid", None, connect_timeout=1, read_timeout=1)


@pytest.mark.usefixtures("a_query")
def test_a_name_that_does_not_resolve_is_not_waited_for_beyond_the_query(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolve = socket.getaddrinfo

    def slow(*args: Any, flags: int = 0, **options: Any) -> Any:
        time.sleep(0 if flags == socket.AI_NUMERICHOST else 5)
        return resolve(*args, flags=flags, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    connections = Connections("http://store.invalid", None, connect_timeout=1, read_timeout=1)
    with pytest.raises(TimeIsUpError):
        connections.request("GET", "/", None, {})


@pytest.mark.usefixtures("a_query")
def test_addresses_that_take_no_connection_have_the_time_of_the_query_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        with pytest.raises(TimeIsUpError):
            resolving_to(monkeypatch, *[full.getsockname()] * 9).request("GET", "/", None, {})


def test_the_next_address_is_tried_where_one_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # and does not listen
        connections = resolving_to(monkeypatch, closed.getsockname(), listening.getsockname())
        connections._connected().close()
        listening.settimeout(5)
        listening.accept()[0].close()
        with pytest.raises(ConnectionRefusedError, match=r"store\.invalid"):
            resolving_to(monkeypatch, closed.getsockname())._connected()


def test_a_name_without_an_address_says_so() -> None:
    connections = Connections("http://store.invalid", None, connect_timeout=1, read_timeout=1)
    with pytest.raises(socket.gaierror, match=r"store\.invalid"):
        connections.request("GET", "/", None, {})
