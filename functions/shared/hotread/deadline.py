"""By when the query that a thread reads for has to end: for every wait on its behalf.

A deadline belongs to the context, as in trio, and is not passed on: a token, for example, is fetched some
layers below a store's page.
"""

from __future__ import annotations

import math
import time
from contextvars import ContextVar
from dataclasses import dataclass


class TimeIsUpError(Exception):
    """The query's time is over. It is not an OSError, because no further attempt can help."""


@dataclass(slots=True)
class Deadline:
    """`at` is by time.monotonic. `is_answered`: the store has answered something, if only an empty page."""

    at: float = math.inf
    is_answered: bool = False


_NONE = Deadline()
DEADLINE: ContextVar[Deadline] = ContextVar("deadline", default=_NONE)


def at_most(seconds: float) -> float:
    """`seconds`, or the time that is left, if that is less. Raises TimeIsUpError if none is left."""
    left = DEADLINE.get().at - time.monotonic()
    if left <= 0:
        raise TimeIsUpError
    return min(seconds, left)


def pause(seconds: float) -> None:
    """Waits before another attempt. Raises TimeIsUpError at once if the time would be over before."""
    if at_most(seconds) < seconds:
        raise TimeIsUpError
    time.sleep(seconds)
