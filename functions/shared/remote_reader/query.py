"""One query on its way to a remote reader: its trace, its time, and what became of it so far."""

from __future__ import annotations

import secrets
from typing import NamedTuple


class Trace(NamedTuple):
    """`id` has 32 hexadecimal digits, the form that X-Ray's ids and W3C's share."""

    id: str
    sampled: bool

    @property
    def traceparent(self) -> str:
        """The W3C header, with a new span id. https://www.w3.org/TR/trace-context/#traceparent-header"""
        return f"00-{self.id}-{secrets.token_hex(8)}-{'01' if self.sampled else '00'}"


class Query:
    """`deadline` is in seconds of time.monotonic().

    A reader counts its `attempts` and notes the last `status` here, for the log.
    """

    def __init__(self, *, trace: Trace, deadline: float) -> None:
        self.trace = trace
        self.deadline = deadline
        self.attempts = 0
        self.status: int | None = None
