"""A cloud that fails again and again is asked less often."""

from __future__ import annotations

import time
from collections.abc import Callable

_FAILURES = 3
_FIRST = 60.0  # seconds
_LONGEST = 600.0


class Backoff:
    """After three failures in a row it pauses, for twice as long after each further one; success ends that.

    What it knows is in memory only: a restarted app asks again at once.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._until = 0.0

    @property
    def is_paused(self) -> bool:
        """Whether the cloud is not to be asked yet."""
        return self._clock() < self._until

    def failed(self) -> None:
        """A run got no answer. From the third in a row on, the cloud is not asked for a while."""
        self._failures += 1
        if self._failures >= _FAILURES:
            pause = min(_FIRST * 2.0 ** (self._failures - _FAILURES), _LONGEST)
            self._until = self._clock() + pause

    def succeeded(self) -> None:
        """A run got an answer: the cloud is asked in each run again."""
        self._failures = 0
