"""When a remote reader is asked again, and after how long."""

from __future__ import annotations

import random

from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

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


def retries(max_retries: int, first_wait: float) -> Retries:
    """A policy of `max_retries` retries, the first of them after `first_wait` seconds."""
    return Retries(
        total=max_retries,
        allowed_methods=None,  # a query changes nothing, so POST is as safe to repeat as GET
        status_forcelist=RETRIED_STATUSES,
        backoff_factor=first_wait,
        backoff_jitter=first_wait / 2,
    )
