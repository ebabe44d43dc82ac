"""How fast and how long a run may work."""

from __future__ import annotations

import threading
import time


class RunFailed(Exception):
    """A run could not do all of its work. The next one goes on. The message holds no value and no token."""


class PartFailed(RunFailed):
    """Some of the queries of a run were not answered, others were."""


class Pace:
    """At most so many calls a second, over all threads."""

    def __init__(self, a_second: float) -> None:
        self._interval = 1 / a_second
        self._lock = threading.Lock()
        self._next = 0.0

    def wait(self) -> None:
        """Returns when the next call may begin. Each caller has a turn of its own."""
        with self._lock:
            start = max(self._next, time.monotonic())
            self._next = start + self._interval
        if (seconds := start - time.monotonic()) > 0:
            time.sleep(seconds)


class Budget:
    """The time of one run, which also ends early where the service fails."""

    def __init__(self, seconds: float) -> None:
        self.deadline = time.monotonic() + seconds
        self._stopped = threading.Event()

    @property
    def is_spent(self) -> bool:
        """Whether nothing more is to be begun: the time is over, or `stop` was called."""
        return self._stopped.is_set() or time.monotonic() >= self.deadline

    def stop(self) -> None:
        """Nothing more is begun."""
        self._stopped.set()
