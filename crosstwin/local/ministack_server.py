"""Runs ministack so that it sends an answer's head together with the body, limits a request's time, and
does not answer web pages (browsers.py).

Without the first, Terraform's provider for AWS now and then loses an answer on a busy machine, sends the
request again, and fails at "Function already exist". Its SDK closes a request's body once it has the
answer's head, even where Go's net/http is not yet done with that body and then takes the end of it for a
failed write: the connection is closed before the answer's body is read (`WriteTo` in smithy-go 1.22.3, of
hashicorp/aws 5.100.0: transport/http/internal/io/safe.go). What came with the head, in the 4 KiB that Go
reads at once, is not lost.

Without the second, a request whose body never ends keeps its connection for ever: hypercorn limits the time
of connections on which no request has begun.

Started as a file rather than as a module, so that ministack finds nothing of this package.
"""

from __future__ import annotations

import asyncio

import h11
import hypercorn.protocol
from hypercorn.events import Closed, Event, RawData
from hypercorn.protocol.h11 import H11Protocol
from hypercorn.typing import H11SendableEvent
from ministack import app as ministack

from crosstwin.local.browsers import without_pages
from crosstwin.local.request_time import request_seconds

# What a client's side of a connection is in while its request is not whole.
_ARRIVING = (h11.IDLE, h11.SEND_BODY)


class WholeAnswers(H11Protocol):
    """hypercorn's HTTP/1.1, where an answer's head waits for the first of its body, or for its end.

    A request that is not whole after `request_seconds` closes its connection.
    """

    _head = b""
    _late: asyncio.TimerHandle | None = None
    _closing: asyncio.Future[None] | None = None

    async def handle(self, event: Event) -> None:
        if isinstance(event, RawData) and self._late is None:
            self._late = asyncio.get_running_loop().call_later(request_seconds(), self._close)
        await super().handle(event)
        if self._late is not None and (
            isinstance(event, Closed) or self.connection.their_state not in _ARRIVING
        ):
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        """Where the request is still not whole."""
        if self.connection.their_state in _ARRIVING:
            self._closing = asyncio.ensure_future(self.send(Closed()))

    async def _send_h11_event(self, event: H11SendableEvent) -> None:
        try:
            data = self._head + self.connection.send(event)
        except h11.LocalProtocolError:
            if self.connection.their_state != h11.ERROR:
                raise
            return
        self._head = data if isinstance(event, h11.Response) else b""
        if not self._head:
            await self.send(RawData(data=data))


if __name__ == "__main__":
    hypercorn.protocol.H11Protocol = WholeAnswers  # type: ignore[attr-defined]
    ministack.app = without_pages(ministack.app)
    ministack.main()
