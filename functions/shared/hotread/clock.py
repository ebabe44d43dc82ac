"""The time that a server takes for the right one: it refuses a request whose date is far from that."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from hotread.connections import Response

_LEAST_SKEW = 4 * 60.0  # seconds; AWS refuses 5 minutes, Azure 15


class Clock:
    """This machine's clock, until a server's own is far from it. Several threads may use it."""

    def __init__(self) -> None:
        self._offset = 0.0  # seconds

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._offset

    def set_by(self, response: Response) -> bool:
        """Whether the server's clock is far from the one in use. If so, it is used from then on."""
        try:
            date = parsedate_to_datetime(response.headers.get("date", ""))
            offset = (date - datetime.now(UTC)).total_seconds()
        except (TypeError, ValueError, OverflowError):  # there is no valid Date, or it has no zone
            return False
        if abs(offset - self._offset) < _LEAST_SKEW:
            return False
        self._offset = offset
        return True
