"""Kept connections to one HTTP server.

A query for the newest values takes as long as a few system calls, so what is sent is written at once, and of
http.client only its response is used.
"""

from __future__ import annotations

import io
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import BadStatusLine, HTTPException, HTTPResponse, RemoteDisconnected, UnknownProtocol
from typing import Any
from urllib.parse import urlsplit

from hotread.deadline import DEADLINE, at_most

_PORTS = {"http": 80, "https": 443}
# A whole response, however it arrives. A connector waits 10 s; the largest answer of a store has 4 MB or so.
_LONGEST = 5.0  # seconds
_MOST_BYTES = 64 * 1024 * 1024
# As http.client has them.
_LONGEST_LINE = 65_536  # bytes
_MOST_HEADERS = 100
_WITHOUT_BODY = {204, 304}


@dataclass(frozen=True, slots=True)
class Response:
    """A whole HTTP answer of any status. `body` is as it came, and so may be compressed.

    `headers` are by name in lower case; of several with one name, it is the first.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Response(HTTPResponse):
    """Parses headers as lines: http.client has them parsed as those of an e-mail.

    That takes a seventh of the processor time of a query for the newest values. An error quotes nothing of
    what was received.

    Python's documentation does not mention that a subclass may define `begin`. It sets what http.client's own
    sets from Python 3.11 to 3.15, which adds an argument: the limit of headers. A test compares both.
    """

    def begin(self) -> None:
        version, status = self._status_line()
        headers = self._headers()
        # http.client takes any of these but 100 for the response.
        # https://www.rfc-editor.org/rfc/rfc9110#section-15.2
        while status < 200:
            version, status = self._status_line()
            headers = self._headers()
        if not version.startswith("HTTP/1."):
            raise UnknownProtocol(version[:10])
        self.version = 10 if version == "HTTP/1.0" else 11
        self.code = self.status = status
        self.headers = self.msg = headers  # type: ignore[assignment]
        self.chunked = headers.get("transfer-encoding", "").lower() == "chunked"
        self.chunk_left = None
        length = headers.get("content-length", "")
        self.length = int(length[:20]) if length.isdecimal() and not self.chunked else None
        if self.length is not None:
            _check_size(self.length)  # else memory for it would be reserved at once
        if status in _WITHOUT_BODY:
            self.length = 0
        connection = headers.get("connection", "").lower()
        stays = "close" not in connection if self.version == 11 else "keep-alive" in connection
        self.will_close = not stays or (not self.chunked and self.length is None)

    def _status_line(self) -> tuple[str, int]:
        try:
            version, status, self.reason = self._read_status()  # type: ignore[attr-defined]
        except RemoteDisconnected:
            raise
        except BadStatusLine:
            raise BadStatusLine("not one of HTTP") from None
        return version, status

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        for _ in range(_MOST_HEADERS + 1):
            line = self.fp.readline(_LONGEST_LINE + 1)
            if len(line) > _LONGEST_LINE:
                raise HTTPException("a header is too long")
            if line in (b"\r\n", b"\n", b""):
                return headers
            name, _, value = line.decode("latin-1").partition(":")
            headers.setdefault(name.lower(), value.strip())
        raise HTTPException("too many headers")

    def _read_next_chunk_size(self) -> int:
        size: int = super()._read_next_chunk_size()  # type: ignore[misc]
        if size < 0:
            raise ValueError  # -1 would read up to the connection's end
        _check_size(size)
        return size

    def _read_and_discard_trailer(self) -> None:
        # One limit in each Python: http.client has one since June 2026, and in 3.15 it can be configured.
        # https://github.com/python/cpython/issues/150743
        self._headers()

    def _close_conn(self) -> None:
        self.fp = None  # type: ignore[assignment] # it is the connection's, which is kept


def _check_size(size: int) -> None:
    if size > _MOST_BYTES:
        raise HTTPException(f"a response of more than {_MOST_BYTES} bytes")


class _Received(io.RawIOBase):
    """What a socket receives of one response, within the limits of one, and the query's time."""

    def __init__(self, connection: socket.socket, part_timeout: float) -> None:
        self._socket = connection
        self._part_timeout = part_timeout

    def begin(self) -> None:
        now = time.monotonic()
        self._latest = min(now + _LONGEST, DEADLINE.get().at)
        self._size = 0
        self.is_over = False  # then nothing more is received
        if self._latest - now < self._part_timeout:  # for what is sent
            self._lower(self._latest - now)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.is_over:
            return 0
        left = self._latest - time.monotonic()
        if left < self._part_timeout:
            self._lower(left)
        size = self._socket.recv_into(buffer)
        self._size += size
        _check_size(self._size)
        return size

    def _lower(self, left: float) -> None:
        """Lowers the limit of the socket's next wait."""
        if left <= 0:
            raise TimeoutError(f"the response takes more than {_LONGEST:g} s")
        self._socket.settimeout(left)


class _Connection:
    """A socket, and what was received and not read yet."""

    def __init__(self, connection: socket.socket, read_timeout: float) -> None:
        self._socket = connection
        self._read_timeout = read_timeout
        connection.settimeout(read_timeout)
        self._received = _Received(connection, read_timeout)
        self._reader = io.BufferedReader(self._received)

    def send(self, message: bytes) -> None:
        self._received.begin()
        self._socket.sendall(message)

    def makefile(self, *_: Any) -> io.BufferedReader[Any]:
        """What http.client reads a response of. It uses nothing else of a socket."""
        return self._reader

    def is_silent(self) -> bool:
        """Whether the server has neither closed it nor sent anything that no request asked for.

        That would be taken for the response to the next request, and can be records of another device.
        """
        self._received.is_over = True
        if self._reader.peek(1):
            return False
        self._socket.settimeout(0)
        try:
            self._socket.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            return False
        finally:
            self._socket.settimeout(self._read_timeout)
        return False

    def close(self) -> None:
        self._reader.close()
        self._socket.close()


class Connections:
    """Connections for several threads. Each is of one thread at a time, and is kept for the next request.

    `connect_timeout` and `read_timeout` are in seconds. The former is for each address of the server, and for
    TLS; the latter is for each part that arrives, and no more than _LONGEST for the whole response. All of a
    request ends with the query's time. A server's certificate has to be of its host, and of an authority in
    the file `ca_certs`; None: of the system's.
    """

    def __init__(
        self, url: str, ca_certs: str | None, *, connect_timeout: float, read_timeout: float
    ) -> None:
        parts = urlsplit(url)
        self._path = parts.path or "/"
        self._authority = parts.netloc.rpartition("@")[2]
        self._address = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        self._tls = ssl.create_default_context(cafile=ca_certs) if parts.scheme == "https" else None
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._kept: deque[_Connection] = deque()
        self._numeric: list[Any] = []  # the address, where it needs no resolver
        with suppress(OSError):
            self._numeric = socket.getaddrinfo(
                *self._address, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
            )

    def post(self, body: bytes, headers: Mapping[str, str]) -> Response:
        """The response to a POST to the URL's own path. Raises as `request` does."""
        return self.request("POST", self._path, body, headers)

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None,
        headers: Mapping[str, str],
        read: Callable[[HTTPResponse], bytes] = HTTPResponse.read,
    ) -> Response:
        """The server's response.

        Raises OSError or HTTPException if no response arrives, TimeIsUpError if the query's time is over.

        `read` may leave a rest of the body, and raise.

        The request has to be one that may be sent twice: a server may have closed a kept connection, which
        shows only when it is used.
        """

        message = self._message(method, path, body, headers)
        try:
            return self._response(message, read)
        except TimeoutError:
            at_most(self._read_timeout)  # raises where it was the query's time
            raise

    def _response(self, message: bytes, read: Callable[[HTTPResponse], bytes]) -> Response:
        while self._kept:
            try:
                connection = self._kept.pop()
            except IndexError:
                break  # another thread's now
            if not connection.is_silent():
                connection.close()
                continue
            try:
                return self._exchange(connection, message, read)
            except TimeoutError:
                raise
            except OSError:
                continue  # closed meanwhile, as after Lambda froze the process
        return self._exchange(self._connected(), message, read)

    def _message(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
        """The whole request. Raises ValueError for a header with a line break, which would begin another."""
        sent = {"host": self._authority, "accept-encoding": "identity", **headers}
        if body is not None:
            sent["content-length"] = str(len(body))
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
        head = "\r\n".join(lines)
        if head.count("\r") != len(sent) or head.count("\n") != len(sent):
            raise ValueError("a line break in a header")
        return f"{head}\r\n\r\n".encode("latin-1") + (body or b"")

    def _connected(self) -> _Connection:
        try:
            connection = self._first_that_connects()
            # Else the system may wait for more to send.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                connection.settimeout(at_most(self._connect_timeout))
                connection = self._tls.wrap_socket(connection, server_hostname=self._address[0])
        except ssl.SSLError:
            raise  # it names the host
        except OSError as error:
            raise type(error)(f"{self._authority}: {error}") from error
        return _Connection(connection, self._read_timeout)

    def _first_that_connects(self) -> socket.socket:
        failed = OSError("the name has no address")
        for family, kind, protocol, _, address in self._addresses():
            seconds = at_most(self._connect_timeout)
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(seconds)
                connection.connect(address)
            except OSError as error:
                connection.close()
                failed = error
            else:
                return connection
        raise failed

    def _addresses(self) -> list[Any]:
        """What the server's name stands for, as socket.getaddrinfo returns it.

        A resolver that does not answer takes its own time, 10 s and more. No call limits it, so another
        thread asks it.
        """
        if self._numeric:
            return self._numeric
        found: list[list[Any] | OSError] = []

        def resolve() -> None:
            try:
                found.append(socket.getaddrinfo(*self._address, type=socket.SOCK_STREAM))
            except OSError as error:
                found.append(error)

        resolving = threading.Thread(target=resolve, daemon=True)
        resolving.start()
        resolving.join(at_most(threading.TIMEOUT_MAX))
        if not found:
            raise TimeoutError("the name does not resolve in time")
        if isinstance(found[0], OSError):
            raise found[0]
        return found[0]

    def _exchange(
        self, connection: _Connection, message: bytes, read: Callable[[HTTPResponse], bytes]
    ) -> Response:
        response = _Response(connection)  # type: ignore[arg-type]
        try:
            connection.send(message)
            response.begin()
            answer = read(response)
        except BaseException:
            response.close()
            connection.close()
            raise
        if response.will_close or not response.isclosed():
            response.close()
            connection.close()
        else:
            self._kept.append(connection)
        return Response(response.status, response.headers, answer)  # type: ignore[arg-type]
