"""One HTTP response, as it arrives.

http.client parses headers as those of an e-mail, and its response is a stream of its own. With it, a query
for the newest values takes a tenth longer. A test compares what both make of a response.

Source: https://www.rfc-editor.org/rfc/rfc9112
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from http.client import BadStatusLine, HTTPException, IncompleteRead, RemoteDisconnected, UnknownProtocol
from typing import Any

MOST_BYTES = 64 * 1024 * 1024  # of a response; the largest answer of a store has 4 MB or so
# As http.client has them.
_LONGEST_LINE = 65_536  # bytes
_MOST_HEADERS = 100
_WITHOUT_BODY = {204, 304}
# Of a body whose length is not known, bytes at a time.
_PART = 1024 * 1024
_LONGEST_LENGTH = 40  # digits
_CHUNK_SIZE = re.compile(rb"[0-9a-fA-F]+")


class ArrivingResponse:
    """A response whose status and headers have arrived.

    `headers` are by name in lower case; of several with one name, it is the first. `is_over`: all of the
    body was read. `stays`: the connection then takes another request. An error quotes nothing of what was
    received.
    """

    __slots__ = ("_is_chunked", "_is_within_chunks", "_left", "_received", "headers", "status", "stays")

    def __init__(self, received: io.BufferedReader[Any]) -> None:
        """Raises OSError: RemoteDisconnected where nothing arrived; HTTPException for what is not HTTP/1."""
        status = 0
        # http.client takes any of these but 100 for the response.
        # https://www.rfc-editor.org/rfc/rfc9110#section-15.2
        while status < 200:
            version, status, headers = _head(received)
        if not version.startswith("HTTP/1."):
            raise UnknownProtocol(version[:10])
        self.status, self.headers = status, headers
        self._received = received
        self._is_chunked = headers.get("transfer-encoding", "").lower() == "chunked"
        self._is_within_chunks = False
        length = headers.get("content-length", "")
        if len(length) > _LONGEST_LENGTH:
            raise HTTPException("a content-length that is too long")
        # Of the body, or of a chunk, bytes that were not read; None: up to the connection's end.
        self._left = 0 if self._is_chunked else int(length) if length.isdecimal() else None
        if self._left is not None:
            check_size(self._left)  # else memory for it would be reserved at once
        if status in _WITHOUT_BODY:
            self._left = 0
        connection = headers.get("connection", "").lower()
        is_kept = "keep-alive" in connection if version == "HTTP/1.0" else "close" not in connection
        self.stays = is_kept and self._left is not None

    @property
    def is_over(self) -> bool:
        return self._left == 0 and not self._is_chunked

    def read(self) -> bytes:
        """The whole body. Raises IncompleteRead where it breaks off, and what receiving raises."""
        parts = []
        while part := self._read(self._received.read, MOST_BYTES):
            parts.append(part)
        return b"".join(parts)

    def read1(self, most: int) -> bytes:
        """What has arrived of the body, or arrives next; nothing: it is over. Raises as `read` does."""
        return self._read(self._received.read1, most)

    def _read(self, read: Callable[[int], bytes], most: int) -> bytes:
        if self._left == 0 and self._is_chunked:
            self._begin_chunk()
        if self._left == 0:
            return b""
        part = read(min(most, _PART if self._left is None else self._left))
        if self._left is not None:
            if not part:
                raise IncompleteRead(b"")
            self._left -= len(part)
        elif not part:
            self._left = 0
        return part

    def _begin_chunk(self) -> None:
        if self._is_within_chunks and _line(self._received).strip():
            raise IncompleteRead(b"")  # it is longer than it says
        self._is_within_chunks = True
        size = _line(self._received).partition(b";")[0].strip()
        if not _CHUNK_SIZE.fullmatch(size):
            raise IncompleteRead(b"")
        self._left = int(size, 16)
        check_size(self._left)
        if self._left == 0:
            _lines(self._received)  # trailers, which nothing looks at
            self._is_chunked = False


def check_size(size: int) -> None:
    if size > MOST_BYTES:
        raise HTTPException(f"a response of more than {MOST_BYTES} bytes")


def _head(received: io.BufferedReader[Any]) -> tuple[str, int, dict[str, str]]:
    arrived = received.peek()
    if not arrived:
        raise RemoteDisconnected("Remote end closed connection without response")
    end = arrived.find(b"\r\n\r\n")
    # Most heads arrive as one. In others, a line may end without \r, and then the head, too.
    if end > 0 and arrived.count(b"\n", 0, end) == arrived.count(b"\r\n", 0, end):
        lines = received.read(end + 4)[:end].decode("latin-1").split("\r\n")
        if len(lines) > 1 + _MOST_HEADERS:
            raise HTTPException("too many headers")
    else:
        lines = [_line(received).decode("latin-1"), *_lines(received)]
    version, status, *_ = *lines[0].split(None, 2), "", ""
    if not (version.startswith("HTTP/") and len(status) == 3 and status.isdecimal() and status >= "100"):
        raise BadStatusLine("not one of HTTP")
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.lower(), value.strip())
    return version, int(status), headers


def _lines(received: io.BufferedReader[Any]) -> list[str]:
    """Lines up to an empty one."""
    lines: list[str] = []
    while (line := _line(received)) not in (b"\r\n", b"\n", b""):
        lines.append(line.decode("latin-1"))
        if len(lines) > _MOST_HEADERS:
            raise HTTPException("too many headers")
    return lines


def _line(received: io.BufferedReader[Any]) -> bytes:
    line = received.readline(_LONGEST_LINE + 1)
    if len(line) > _LONGEST_LINE:
        raise HTTPException("a line is too long")
    return line
