"""The service's limits of size and rate.

Source: https://learn.microsoft.com/azure/digital-twins/reference-service-limits
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from crosstwin.local.digital_twins.faults import Fault
from crosstwin.local.digital_twins.options import Options

LARGEST_BODY = 32 * 1024  # bytes of a request about a twin, a relationship or a query
LARGEST_STRING = 4 * 1024  # bytes of a string property's value in UTF-8
LARGEST_MODEL = 1024 * 1024  # bytes
MODELS_A_REQUEST = 250
MOST_MODELS = 10_000
LONGEST_ID = 128  # characters of a twin's or relationship's id
LONGEST_QUERY = 8000  # characters
_SECOND = 1.0


class Rates:
    """Counts changes within the last second."""

    def __init__(self, options: Options, clock: Callable[[], float]) -> None:
        self._options = options
        self._clock = clock
        self._twins: dict[str, deque[float]] = {}
        self._creations: deque[float] = deque()

    def change(self, twin: str) -> None:
        """A change of a twin or of its relationships. Raises Fault 429."""
        if self._options.updates_a_twin is not None:
            self._count(self._twins.setdefault(twin, deque()), self._options.updates_a_twin)

    def creation(self) -> None:
        """A creation or deletion of a twin or relationship. Raises Fault 429."""
        if self._options.creations is not None:
            self._count(self._creations, self._options.creations)

    def _count(self, times: deque[float], most: int) -> None:
        now = self._clock()
        while times and now - times[0] >= _SECOND:
            times.popleft()
        if len(times) >= most:
            raise Fault(429, "TooManyRequests", "The rate limit has been reached.", {"Retry-After": "1"})
        times.append(now)
