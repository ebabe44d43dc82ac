"""One HTTP request and its answer, within a bound of time and of size that nothing can stretch."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import requests

from twin_connector.errors import InvalidReaderResponse

LARGEST_ANSWER = 6 * 1024 * 1024  # bytes, decoded; a Lambda gives no more
_CHUNK = 64 * 1024


class TimeIsUpError(Exception):
    """The answer was not complete in time."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


def exchange(session: requests.Session, request: requests.PreparedRequest, seconds: float) -> Reply:
    """Sends and reads the answer in full, `seconds` from now at the latest.

    A socket's timeout bounds one read, not the whole: a server that drips a byte a second, in the
    headers or the body, and a name that resolves slowly all pass it. So the request runs in a thread
    that is waited for. After TimeIsUpError the thread may go on for a while, with a connection of its own.

    Raises TimeIsUpError, InvalidReaderResponse (too large), or what requests and urllib3 raise.
    """
    thread = _Exchange(session, request, seconds)
    thread.start()
    thread.join(seconds)
    if thread.error is not None:
        raise thread.error
    if thread.reply is None:
        raise TimeIsUpError
    return thread.reply


class _Exchange(threading.Thread):
    def __init__(self, session: requests.Session, request: requests.PreparedRequest, seconds: float) -> None:
        super().__init__(daemon=True, name="exchange")
        self._session = session
        self._request = request
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self.reply: Reply | None = None
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.reply = self._send()
        except Exception as error:  # raised again in the thread that waits
            self.error = error

    def _send(self) -> Reply:
        with self._session.send(
            self._request,
            timeout=self._seconds,
            allow_redirects=False,  # the token goes to one host
            stream=True,
        ) as response:
            return Reply(response.status_code, response.headers, self._read(response))

    def _read(self, response: requests.Response) -> bytes:
        """The body, decoded bit by bit, so that neither a long nor a well packed one fills the memory."""
        read = bytearray()
        # read1 gives what has arrived; read and requests' iter_content wait until a chunk is full.
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            read += chunk
            if len(read) > LARGEST_ANSWER:
                raise InvalidReaderResponse(f"a body of more than {LARGEST_ANSWER} bytes")
            if time.monotonic() > self._deadline:
                raise TimeIsUpError
        return bytes(read)
