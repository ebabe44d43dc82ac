"""What the two readers have in common, whatever the route."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from twin_connector.answer import Answer, Kind
from twin_connector.tracing import Trace


@dataclass(slots=True)
class Invocation:
    """One invocation by TwinMaker. `deadline` is in seconds of time.monotonic().

    A reader counts its `attempts` and notes the last `status` here, for the log.
    """

    kind: Kind
    trace: Trace
    deadline: float
    attempts: int = 0
    status: int | None = None


class Reader(Protocol):
    """Answers a TwinMaker event in TwinMaker's form, or raises: a failure is never an empty answer."""

    route: str

    def query(self, event: Mapping[str, Any], invocation: Invocation) -> Answer: ...
