"""How long a query may take: less than its caller waits, and less than the platform lets a function run."""

from __future__ import annotations

from hotread.env import integer

# A connector waits 10 s for an answer. Read here, so that a function with a faulty setting fails to start.
QUERY_TIMEOUT = integer("QUERY_TIMEOUT_SECONDS", otherwise=8, least=1, most=900)
# Of the time that the platform has left; the rest is for the answer.
_SHARE = 0.8


def time_limit(platform_seconds: float | None) -> float:
    """The seconds that a query gets. `platform_seconds`: how many the platform has left, where it says so."""
    return QUERY_TIMEOUT if platform_seconds is None else min(QUERY_TIMEOUT, _SHARE * platform_seconds)
