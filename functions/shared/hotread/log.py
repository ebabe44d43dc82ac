"""One structured log line a query: fields, never a token and never a telemetry value."""

from __future__ import annotations

import logging
from typing import Any, Protocol

LOGGER = logging.getLogger("hotread")
LOGGER.setLevel(logging.INFO)


class Log(Protocol):
    """What `log` is: a search in another thread gets one that keeps the lines instead."""

    def __call__(self, level: int, message: str, **fields: Any) -> None: ...


def log(level: int, message: str, **fields: Any) -> None:
    """Logs `message` with fields that a JSON formatter writes beside it (Lambda's own does)."""
    # Logger.log would also look for the caller's line, which is this one: a fourth of its time.
    if LOGGER.isEnabledFor(level):
        LOGGER.handle(LOGGER.makeRecord(LOGGER.name, level, "", 0, message, (), None, extra=fields))
