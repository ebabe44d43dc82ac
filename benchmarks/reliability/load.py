"""Clients that ask without a pause, and what became of their requests."""

from __future__ import annotations

import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

# Asks once and returns the answer. Raises what went wrong.
Ask = Callable[[], Any]


class WrongAnswerError(Exception):
    """An answer that came as a success, and is not what was stored."""


@dataclass(frozen=True, slots=True)
class Client:
    """`make` opens what one client keeps, such as a session; each answer must be `expected`."""

    make: Callable[[], Ask]
    expected: Any


@dataclass(frozen=True, slots=True)
class Request:
    """One request: when it ended (time.monotonic()), the seconds that it took, and what went wrong."""

    ended: float
    seconds: float
    error: BaseException | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """Requests of several clients, in the order in which they ended."""

    requests: list[Request]

    @property
    def failures(self) -> list[BaseException]:
        return [request.error for request in self.requests if request.error is not None]

    @property
    def wrong(self) -> int:
        return sum(isinstance(error, WrongAnswerError) for error in self.failures)

    @property
    def longest(self) -> float:
        return max(request.seconds for request in self.requests)

    @property
    def kinds_of_failure(self) -> Counter[str]:
        return Counter(f"{type(error).__name__}: {error}"[:200] for error in self.failures)

    def since(self, moment: float) -> Load:
        return Load([request for request in self.requests if request.ended >= moment])

    def until(self, moment: float) -> Load:
        return Load([request for request in self.requests if request.ended < moment])

    def percentile(self, percent: int) -> float:
        """Seconds within which so many of a hundred requests ended."""
        times = [request.seconds for request in self.requests]
        return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


@contextmanager
def asking(clients: Sequence[Client], pause: float = 0) -> Iterator[Load]:
    """Clients that ask, each in a thread, until the block ends; it begins when each has had an answer.

    `pause`: the seconds that a client waits after a failure.
    """
    load = Load([])
    warm = [threading.Event() for _ in clients]
    finished = threading.Event()

    def go_on(client: Client, answered: threading.Event) -> None:
        ask = client.make()
        while not finished.is_set():
            request = _timed(ask, client.expected)
            load.requests.append(request)
            answered.set()
            if request.error is not None:
                finished.wait(pause)

    threads = [
        threading.Thread(target=go_on, args=pair, daemon=True) for pair in zip(clients, warm, strict=True)
    ]
    try:
        for thread, answered in zip(threads, warm, strict=True):
            thread.start()
            # One cold start at a time: all at once would starve an emulator that shares the machine.
            answered.wait()
        yield load
    finally:
        finished.set()
        for thread in threads:
            thread.join()


def _timed(ask: Ask, expected: Any) -> Request:
    started = time.monotonic()
    error: BaseException | None = None
    try:
        if ask() != expected:
            error = WrongAnswerError("not what was stored")
    except Exception as raised:  # whatever it is, it is counted and told
        error = raised
    ended = time.monotonic()
    return Request(ended, ended - started, error)
