"""Kept connections to one HTTP server: http.client's, which take half of the processor time of urllib3's."""

from __future__ import annotations

import ssl
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

_Request = tuple[str, str, bytes | None, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Response:
    """A whole HTTP answer of any status. `body` is as it came, and so may be compressed."""

    status: int
    headers: HTTPMessage
    body: bytes


class _InOnePiece(HTTPConnection):
    """Sends headers and body together. http.client sends them apart: one more system call, and packet."""

    _pieces: list[Any] | None = None

    def request(self, *args: Any, **kwargs: Any) -> None:
        self._pieces = []
        try:
            super().request(*args, **kwargs)
            message = b"".join(self._pieces)
        finally:
            self._pieces = None
        self.send(message)

    def send(self, data: Any) -> None:
        if self._pieces is None:
            super().send(data)
        else:
            self._pieces.append(data)


class _InOnePieceOverTls(_InOnePiece, HTTPSConnection):
    pass


class Connections:
    """Connections for several threads. Each is of one thread at a time, and is kept for the next request.

    `connect_timeout` and `read_timeout` are in seconds; the latter is for each part that arrives. A server's
    certificate has to be of its host, and of an authority in the file `ca_certs`; None: of the system's.
    """

    def __init__(
        self, url: str, ca_certs: str | None, *, connect_timeout: float, read_timeout: float
    ) -> None:
        parts = urlsplit(url)
        self._path = parts.path or "/"
        self._address = parts.netloc
        self._host, self._port = parts.hostname or "", parts.port
        self._tls = ssl.create_default_context(cafile=ca_certs) if parts.scheme == "https" else None
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._kept: deque[HTTPConnection] = deque()

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
        """The server's response. Raises OSError or HTTPException if no response arrives.

        `read` may leave a rest of the body, and raise.

        The request has to be one that may be sent twice: a server may have closed a kept connection, which
        shows only when it is used.
        """

        def exchange(connection: HTTPConnection) -> Response:
            return self._exchange(connection, read, (method, path, body, headers))

        while self._kept:
            try:
                return exchange(self._kept.pop())
            except TimeoutError:
                raise
            except (OSError, IndexError):
                continue  # closed meanwhile, as after Lambda froze the process; or another thread's now
        return exchange(self._connected())

    def _connected(self) -> HTTPConnection:
        if self._tls is None:
            connection: HTTPConnection = _InOnePiece(self._host, self._port, timeout=self._connect_timeout)
        else:
            connection = _InOnePieceOverTls(
                self._host, self._port, timeout=self._connect_timeout, context=self._tls
            )
        try:
            connection.connect()
        except ssl.SSLError:
            raise  # it names the host
        except OSError as error:
            raise type(error)(f"{self._address}: {error}") from error
        connection.sock.settimeout(self._read_timeout)
        return connection

    def _exchange(
        self, connection: HTTPConnection, read: Callable[[HTTPResponse], bytes], request: _Request
    ) -> Response:
        try:
            connection.request(*request)
            response = connection.getresponse()
            answer = read(response)
        except BaseException:
            connection.close()
            raise
        if response.will_close or not response.isclosed():
            connection.close()
        else:
            self._kept.append(connection)
        return Response(response.status, response.headers, answer)
