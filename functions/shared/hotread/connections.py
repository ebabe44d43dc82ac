"""Kept connections to one HTTP server.

A query for the newest values takes as long as a few system calls, so what is sent is written at once, and of
http.client only its errors are used.
"""

from __future__ import annotations

import io
import select
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from hotread.deadline import DEADLINE, at_most
from hotread.responses import ArrivingResponse, check_size

_PORTS = {"http": 80, "https": 443}
# A whole response, however it arrives. A connector waits 10 s.
_LONGEST = 5.0  # seconds


class Response(NamedTuple):
    """A whole HTTP answer of any status. `body` is as it came, and so may be compressed.

    `headers` are by name in lower case; of several with one name, it is the first.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Received(io.RawIOBase):
    """What a socket receives of one response, within the limits of one, and the query's time."""

    def __init__(self, connection: socket.socket, part_timeout: float) -> None:
        self._socket = connection
        self._part_timeout = part_timeout
        self._has_other_limit = True  # that of connecting

    def begin(self) -> None:
        now = time.monotonic()
        self._latest = min(now + _LONGEST, DEADLINE.get().at)
        self._size = 0
        self.is_over = False  # then nothing more is received
        if self._has_other_limit:
            self._has_other_limit = False
            self._socket.settimeout(self._part_timeout)
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
        check_size(self._size)
        return size

    def wait_at_most(self, seconds: float) -> None:
        """Limits the socket's waits up to the next `begin`."""
        self._has_other_limit = True
        self._socket.settimeout(seconds)

    def _lower(self, left: float) -> None:
        """Where the response's time is nearly over."""
        if left <= 0:
            raise TimeoutError(f"the response takes more than {_LONGEST:g} s")
        self.wait_at_most(left)


class _Connection:
    """A socket, and what was received and not read yet."""

    def __init__(self, connection: socket.socket, read_timeout: float) -> None:
        self._socket = connection
        self._received = _Received(connection, read_timeout)
        self._reader = io.BufferedReader(self._received)
        self._arrival = select.poll()
        self._arrival.register(connection, select.POLLIN)

    def exchange(self, message: bytes) -> ArrivingResponse:
        """Sends a request. Raises what the response does."""
        self._received.begin()
        self._socket.sendall(message)
        return ArrivingResponse(self._reader)

    def is_silent(self) -> bool:
        """Whether the server has neither closed it nor sent anything that no request asked for.

        That would be taken for the response to the next request, and can be records of another device.
        """
        self._received.is_over = True
        if self._reader.peek(1):
            return False
        if isinstance(self._socket, ssl.SSLSocket):
            return self._is_silent_within(self._socket)
        return not self._arrival.poll(0)

    def _is_silent_within(self, connection: ssl.SSLSocket) -> bool:
        """What arrives need not be for the reader: TLS has messages of its own."""
        if not connection.pending() and not self._arrival.poll(0):
            return True
        self._received.wait_at_most(0)
        try:
            connection.recv(1)
        except ssl.SSLWantReadError:
            return True
        except OSError:
            return False
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
        read: Callable[[ArrivingResponse], bytes] = ArrivingResponse.read,
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

    def _response(self, message: bytes, read: Callable[[ArrivingResponse], bytes]) -> Response:
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
        self, connection: _Connection, message: bytes, read: Callable[[ArrivingResponse], bytes]
    ) -> Response:
        try:
            response = connection.exchange(message)
            body = read(response)
        except BaseException:
            connection.close()
            raise
        if response.stays and response.is_over:
            self._kept.append(connection)
        else:
            connection.close()
        return Response(response.status, response.headers, body)
