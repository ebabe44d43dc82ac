"""One HTTP request and its answer, within a bound of time and of size that nothing can stretch."""

from __future__ import annotations

import queue
import threading
import time
import weakref
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


class Exchanges:
    """Requests over one session, one after another, each bounded by a time in full.

    A socket's timeout bounds one read, not the whole: a server that drips a byte a second, in the
    headers or the body, and a name that resolves slowly all pass it. So requests run in a thread that is
    waited for. It is kept, since starting one takes longer than to hand it a request.
    """

    def __init__(self, session: requests.Session) -> None:
        self._session = session
        self._thread: _Thread | None = None

    def exchange(self, request: requests.PreparedRequest, seconds: float) -> Reply:
        """Sends and reads the answer in full, `seconds` from now at the latest.

        After TimeIsUpError the thread may go on for a while, with a connection of its own; then it ends.

        Raises TimeIsUpError, InvalidReaderResponse (too large), or what requests and urllib3 raise.
        """
        thread, self._thread = self._thread or _Thread(self, self._session), None
        thread.orders.put(_Order(request, seconds, time.monotonic() + seconds))
        try:
            outcome = thread.outcomes.get(timeout=seconds)
        except queue.Empty:
            thread.end()
            raise TimeIsUpError from None
        self._thread = thread
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@dataclass(frozen=True, slots=True)
class _Order:
    request: requests.PreparedRequest
    seconds: float
    deadline: float  # of time.monotonic()


class _Thread(threading.Thread):
    """Sends what it is ordered to, until `end` is called or its owner is gone."""

    def __init__(self, owner: Exchanges, session: requests.Session) -> None:
        super().__init__(daemon=True, name="exchange")
        self._session = session
        self.orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self.outcomes: queue.SimpleQueue[Reply | Exception] = queue.SimpleQueue()
        self.end = weakref.finalize(owner, self.orders.put, None)
        self.start()

    def run(self) -> None:
        while order := self.orders.get():
            try:
                self.outcomes.put(self._send(order))
            except Exception as error:  # raised again in the thread that waits
                self.outcomes.put(error)

    def _send(self, order: _Order) -> Reply:
        with self._session.send(
            order.request,
            timeout=order.seconds,
            allow_redirects=False,  # the token goes to one host
            stream=True,
        ) as response:
            return Reply(response.status_code, response.headers, _read(response, order.deadline))


def _read(response: requests.Response, deadline: float) -> bytes:
    """The body, decoded bit by bit, so that neither a long nor a well packed one fills the memory."""
    read = bytearray()
    # read1 gives what has arrived; read and requests' iter_content wait until a chunk is full.
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        read += chunk
        if len(read) > LARGEST_ANSWER:
            raise InvalidReaderResponse(f"a body of more than {LARGEST_ANSWER} bytes")
        if time.monotonic() > deadline:
            raise TimeIsUpError
    return bytes(read)
