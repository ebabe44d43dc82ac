"""A response is read as http.client reads it."""

from __future__ import annotations

import io
import socket
from functools import partial
from http.client import HTTPException, HTTPResponse, IncompleteRead, LineTooLong
from typing import Any

import pytest
from hotread.responses import ArrivingResponse
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
        b"Content-Length: 0000000000000000000000005",
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
ENDS = st.sampled_from([b"\r\n", b"\n"])
BODIES = st.sampled_from(
    [
        b"",
        b"abc",
        b"abcde",
        b"a\r\n\r\ne",
        b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
        b"3;a=b\r\nabc\r\n0\r\nTrailer: c\r\n\r\n",
        b"3\r\nab",
        b"3\r\nabc",
        b"3\r\nabc\r\n0\r\nTrai",
        b"x\r\nabc\r\n0\r\n\r\n",
    ]
)
NAMES = ("content-length", "transfer-encoding", "connection", "date", "x-ms-continuation", "empty", "other")


class Received(socket.socket):
    """A socket that has received this, and no more comes."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def makefile(self, *_: Any, **__: Any) -> Any:
        return io.BytesIO(self.data)


class Pieces(io.RawIOBase):
    """The same, of which each call gets so many bytes."""

    def __init__(self, data: bytes, size: int) -> None:
        self.data, self.size = io.BytesIO(data), size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self.data.read(min(self.size, len(buffer)))
        buffer[: len(piece)] = piece
        return len(piece)


def of_http_client(data: bytes) -> Any:
    response = HTTPResponse(Received(data), method="POST")
    try:
        response.begin()
    except HTTPException as error:
        return type(error)
    headers = [response.headers.get(name, "") for name in NAMES]
    try:
        body = response.read()
    except HTTPException as error:
        return response.status, headers, type(error)
    assert response.isclosed()
    return response.status, headers, body, not response.will_close


def outcome(data: bytes, size: int = 10**6, most: int | None = None) -> Any:
    """The same of an ArrivingResponse, read at once or, with `most`, in parts."""
    try:
        response = ArrivingResponse(io.BufferedReader(Pieces(data, size)))
    except HTTPException as error:
        return type(error)
    headers = [response.headers.get(name, "") for name in NAMES]
    try:
        body = response.read() if most is None else b"".join(iter(partial(response.read1, most), b""))
    except HTTPException as error:
        assert not response.is_over
        return response.status, headers, type(error)
    assert response.is_over
    return response.status, headers, body, response.stays


@given(
    STATUS_LINES,
    st.lists(st.tuples(HEADERS, ENDS), max_size=5),
    st.tuples(ENDS, ENDS),
    BODIES,
    st.tuples(st.sampled_from([1, 7, 10**6]), st.sampled_from([None, 1, 3, 10**6])),
)
def test_a_response_is_what_http_client_makes_of_it(
    status: bytes,
    headers: list[tuple[bytes, bytes]],
    ends: tuple[bytes, bytes],
    body: bytes,
    sizes: tuple[int, int | None],
) -> None:
    # Of HTTP/1.0, http.client also takes Keep-Alive alone for a connection that stays.
    headers = [line for line in headers if not (b"HTTP/1.0" in status and line[0].startswith(b"Keep-Alive"))]
    data = b"".join([status, ends[0], *map(b"".join, headers), ends[1], body])
    assert outcome(data, *sizes) == of_http_client(data)


def test_a_response_that_ends_within_its_headers_has_no_body() -> None:
    assert outcome(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDa")[2] is IncompleteRead


TOO_MANY = {"lines": b"A: b\r\n" * 101, "bytes": b"A: " + b"b" * 65_536}


@pytest.mark.parametrize("headers", TOO_MANY.values(), ids=TOO_MANY)
def test_headers_without_an_end_are_refused(headers: bytes) -> None:
    data = b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\n"
    assert issubclass(outcome(data), HTTPException)
    assert issubclass(of_http_client(data), HTTPException | LineTooLong)


@pytest.mark.parametrize("lines", TOO_MANY.values(), ids=TOO_MANY)
def test_trailers_have_the_limits_of_headers_in_each_python(lines: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"
    assert outcome(head + b"A: b\r\n" * 100 + b"\r\n")[2] == b"abc"
    assert issubclass(outcome(head + lines + b"\r\n")[2], HTTPException)
