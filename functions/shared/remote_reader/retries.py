"""When a reader is asked again, and after how long."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from hotread.log import log
from urllib3.exceptions import InvalidHeader, MaxRetryError
from urllib3.util import Retry

from remote_reader.query import Query

_Answer = TypeVar("_Answer")

# 408: a front end gave up waiting for the request. The clients of Azure and Google repeat it as well.
RETRIED_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_LONGEST_WAIT = 86_400.0  # seconds; no invocation has as many left, and a log cannot hold infinity


class Retries(Retry):
    """urllib3's retry policy, for a loop of our own.

    urllib3's own loop cannot be used: it ends at the headers, so a connection reset within the body
    is not retried, and it sleeps past the end of a Lambda's invocation.
    """

    def get_backoff_time(self) -> float:
        """1, 2, 4 … times `backoff_factor` seconds, plus jitter. urllib3 does not wait the first time."""
        wait = self.backoff_factor * 2.0 ** (len(self.history) - 1)
        return min(wait, self.backoff_max) + random.random() * self.backoff_jitter  # noqa: S311 - no secret

    def wait(self, retry_after: str | None) -> float:
        """Seconds until the next attempt: what the server asks for (seconds or a date), else the backoff."""
        text = (retry_after or "").strip()
        try:
            # float: it takes any number of digits
            asked = float(text) if text.isascii() and text.isdigit() else self.parse_retry_after(text)
        except (InvalidHeader, ValueError, OverflowError):  # the latter two for a date beyond the year 9999
            asked = 0
        return min(asked, _LONGEST_WAIT) or self.get_backoff_time()


class Passing(NamedTuple):
    """A failure that another attempt may not meet. `retry_after` is the text of the header, if any."""

    status: int | None = None
    retry_after: str | None = None


def until_answered(
    attempt: Callable[[], _Answer],
    passing: Callable[[Exception], Passing | None],
    left: Retries,
    query: Query,
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> _Answer:
    """Attempts until one succeeds, or another one cannot help or has no time left: raises its error then."""
    while True:
        try:
            return attempt()
        except Exception as error:
            found = passing(error)
            if found is None:
                raise
            try:
                left = left.increment("POST", error=error)
            except MaxRetryError:
                raise error from None
            wait = left.wait(found.retry_after)
            fields = {"trace_id": query.trace.id, "status": found.status, "wait_s": round(wait, 2)}
            if clock() + wait >= query.deadline:
                log(logging.WARNING, "no time for another attempt", **fields)
                raise
            log(logging.WARNING, "another attempt follows", cause=str(error), **fields)
        sleep(wait)


def retries(max_retries: int, first_wait: float) -> Retries:
    """A policy of `max_retries` retries, the first of them after `first_wait` seconds."""
    return Retries(
        total=max_retries,
        allowed_methods=None,  # a query changes nothing, so POST is as safe to repeat as GET
        status_forcelist=RETRIED_STATUSES,
        backoff_factor=first_wait,
        backoff_jitter=first_wait / 2,
    )
