"""Clients that never finish a request: headers without an end, and a body that comes byte by byte."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from crosstwin.local.request_time import request_seconds

_BETWEEN_BYTES = 0.2  # seconds
# A host without a free thread answers when the first half-sent request is closed. On a busy machine, a normal
# request takes a while too.
_SLOWEST = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class SlowClients:
    """What a host did while so many requests hung. `longest`: seconds of the slowest normal request.

    `closed_after`: seconds until the host had closed all of the others; `open_` are those that it did not.
    """

    host: str
    hanging: int
    requests: int
    longest: float
    closed_after: float
    open_: int

    @property
    def broken(self) -> list[str]:
        told = [f"{self.host}: {self.open_} half-sent requests stayed open"] if self.open_ else []
        if self.longest > min(_SLOWEST, request_seconds() / 2):
            told.append(f"{self.host}: a request took {self.longest:.1f} s beside half-sent ones")
        return told


def run_slow_clients(host: str, url: str, ask: Callable[[], None], hanging: int) -> SlowClients:
    """`ask` makes one normal request, and raises where it is not answered as it should."""
    ask()  # a cold start is not what is measured
    longest, count = 0.0, 0
    with _half_sent(url, hanging) as clients:
        started = time.monotonic()
        # The hosts' time begins when they take a connection, which is later on a busy machine.
        deadline = started + request_seconds() + 5
        open_: Sequence[socket.socket] = clients
        while open_ and time.monotonic() < deadline:
            asked = time.monotonic()
            ask()
            longest, count = max(longest, time.monotonic() - asked), count + 1
            time.sleep(_BETWEEN_BYTES)
            open_ = [client for client in open_ if _is_open(client)]
        return SlowClients(host, hanging, count, longest, time.monotonic() - started, len(open_))


@contextmanager
def _half_sent(url: str, count: int) -> Iterator[list[socket.socket]]:
    """Half of them have announced a body and begun it, half are within their headers."""
    to = urlsplit(url)
    with ExitStack() as stack:
        clients = []
        for number in range(count):
            client = stack.enter_context(socket.create_connection((to.hostname or "", to.port or 80), 30))
            client.sendall(_head(to) + (b"Content-Length: 500\r\n\r\n{" if number % 2 else b"X-Slow: "))
            client.setblocking(False)
            clients.append(client)
        yield clients


def _head(to: SplitResult) -> bytes:
    return f"POST {to.path or '/'} HTTP/1.1\r\nHost: {to.netloc}\r\n".encode()


def _is_open(client: socket.socket) -> bool:
    """Sends one more byte, and looks whether the host has closed the connection."""
    try:
        client.send(b" ")
        # An answer (408) may come before the end.
        while client.recv(4096):
            pass
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
