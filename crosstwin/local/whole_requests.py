"""Closes connections whose request does not arrive in time: for servers with a thread for each connection."""

from __future__ import annotations

import io
import socket
import time
from typing import Any

from werkzeug.serving import WSGIRequestHandler

from crosstwin.local.request_time import request_seconds


class TimedRequestHandler(WSGIRequestHandler):
    """Gives a client `request_seconds` for the whole of its request, headers and body.

    A timeout of the socket alone is one for each read: a client that sends a byte now and then outlasts it.
    werkzeug serves one request for each connection, so the time begins with the connection.
    """

    def setup(self) -> None:
        super().setup()
        self.rfile = io.BufferedReader(_Arriving(self.connection, request_seconds()))

    def log_error(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """http.server reports here that a request did not arrive: no line for each such client."""


class _Arriving(io.RawIOBase):
    """What a socket receives until a deadline. Raises TimeoutError after it."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection = connection
        self._deadline = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the request did not arrive in time")
        self._connection.settimeout(left)
        try:
            return self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(None)
