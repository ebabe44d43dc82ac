"""Runs ministack so that it sends the head of an answer together with the body.

Without that, Terraform's provider for AWS now and then loses an answer on a busy machine, sends the request
again, and fails at "Function already exist". Its SDK closes a request's body once it has the answer's head,
even where Go's net/http is not yet done with that body and then takes the end of it for a failed write: the
connection is closed before the answer's body is read (`WriteTo` in smithy-go 1.22.3, of hashicorp/aws
5.100.0: transport/http/internal/io/safe.go). What came with the head, in the 4 KiB that Go reads at once, is
not lost.

Started as a file rather than as a module, so that ministack finds nothing of this package.
"""

from __future__ import annotations

import h11
import hypercorn.protocol
from hypercorn.events import RawData
from hypercorn.protocol.h11 import H11Protocol
from hypercorn.typing import H11SendableEvent
from ministack.app import main


class WholeAnswers(H11Protocol):
    """hypercorn's HTTP/1.1, where an answer's head waits for the first of its body, or for its end."""

    _head = b""

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
    main()
