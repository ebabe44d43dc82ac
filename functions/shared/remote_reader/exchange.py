"""One HTTP request and its answer, within a bound of time and of size that nothing can stretch."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, NamedTuple

import requests
import urllib3.exceptions
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from remote_reader.errors import InvalidReaderResponse

LARGEST_ANSWER = 6 * 1024 * 1024  # bytes, decoded; a Lambda gives no more
_CHUNK = 256 * 1024
_ORDER = threading.local()  # `deadline`, of time.monotonic(), of what this thread is asked to do


class TimeIsUpError(Exception):
    """The answer was not complete in time."""


# What an exchange raises that no program is at fault of.
EXCHANGE_ERRORS = (
    TimeIsUpError,
    InvalidReaderResponse,
    requests.RequestException,
    urllib3.exceptions.HTTPError,
)


class Reply(NamedTuple):
    """A whole HTTP answer of any status. `body` is decoded, of LARGEST_ANSWER bytes at most."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Exchanges:
    """Requests over one connection, one after another, each bounded by a time in full.

    They go through requests' adapter alone: a session would add proxies and .netrc of the environment,
    cookies and redirects, of which a token may meet none. `verify` is a file of certificates, or True for
    the public ones.

    A socket's timeout bounds one read, not the whole: a server that drips a byte a second, in the
    headers or the body, and a name that resolves slowly all pass it. So requests run in a worker thread that
    is waited for. The thread is kept, since starting one takes longer than to hand it a request.
    """

    def __init__(self, verify: str | bool) -> None:
        self._verify = verify
        self._worker = ThreadPoolExecutor(1, "exchange")
        self._sockets: list[_Tracked] = []
        self._adapter = _TrackingAdapter(self._sockets)

    def exchange(self, request: requests.PreparedRequest, seconds: float) -> Reply:
        """Sends and reads the answer in full, `seconds` from now at the latest.

        Raises EXCHANGE_ERRORS: InvalidReaderResponse where the answer is too large.
        """
        running = self._worker.submit(self._send, request, seconds, time.monotonic() + seconds)
        try:
            return running.result(seconds)
        except (TimeoutError, TimeIsUpError):  # one is the wait's, the other the worker's at the same time
            # The thread ends with its socket. Only a name that does not resolve keeps it, without one.
            self._worker.shutdown(wait=False)
            self._worker = ThreadPoolExecutor(1, "exchange")
            for tracked in self._sockets:
                tracked.shut_down()
            raise TimeIsUpError from None

    def close(self) -> None:
        """Closes the connection. The next request opens another."""
        self._adapter.close()

    def _send(self, request: requests.PreparedRequest, seconds: float, deadline: float) -> Reply:
        _ORDER.deadline = deadline
        try:
            with self._adapter.send(request, stream=True, timeout=seconds, verify=self._verify) as response:
                return Reply(response.status_code, response.headers, _read(response, deadline))
        except Exception:
            if time.monotonic() >= deadline:  # what a socket reports that was shut down
                raise TimeIsUpError from None
            raise
        finally:
            self._sockets[:] = [tracked for tracked in self._sockets if not tracked.closed_with_connection()]


class _Tracked:
    """A connection's socket, by a descriptor of its own: TLS replaces the first, an answer takes it over."""

    def __init__(self, connection: HTTPConnection, connected: socket.socket) -> None:
        self._connection = connection
        self._socket = connected.dup()

    def shut_down(self) -> None:
        """Ends whatever reads from the socket, in any thread."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def closed_with_connection(self) -> bool:
        """Whether the connection is closed; the descriptor then is, too."""
        if self._connection.sock is not None:
            return False
        self._socket.close()
        return True


class _TrackingAdapter(HTTPAdapter):
    """One connection, without retries, whose socket is in `sockets` while it is open."""

    def __init__(self, sockets: list[_Tracked]) -> None:
        self._sockets = sockets
        super().__init__(max_retries=0, pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        sockets = self._sockets

        class Connection(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                connected = super()._new_conn()
                tracked = _Tracked(self, connected)
                sockets.append(tracked)
                if time.monotonic() >= _ORDER.deadline:  # given up before there was a socket to shut down
                    tracked.shut_down()
                return connected

        class SecureConnection(Connection, HTTPSConnection):
            pass

        self.poolmanager.pool_classes_by_scheme = {
            "http": type("Pool", (HTTPConnectionPool,), {"ConnectionCls": Connection}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": SecureConnection}),
        }


def _read(response: requests.Response, deadline: float) -> bytes:
    """The body, decoded piece by piece, so that neither a long nor a compressed one fills the memory."""
    chunks: list[bytes] = []
    size = 0
    is_encoded = "Content-Encoding" in response.headers  # else decoding copies each piece twice
    # read1 gives what has arrived; read and requests' iter_content wait until a chunk is full.
    while chunk := response.raw.read1(_CHUNK, decode_content=is_encoded):
        chunks.append(chunk)
        size += len(chunk)
        if size > LARGEST_ANSWER:
            raise InvalidReaderResponse(f"a body of more than {LARGEST_ANSWER} bytes")
        if time.monotonic() > deadline:
            raise TimeIsUpError
    return b"".join(chunks)
