"""Times of a query or of a device's event, as sort keys (crosstwin_contract.times)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from crosstwin_contract.times import EPOCH_DIGITS, key_at, since_1970

from hotread.errors import InvalidQuery

_ISO_8601 = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]"
    r"(?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,](?P<fraction>[0-9]{1,9}))?)?)"
    r"(?P<zone>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)


def parse_time(value: Any, field: str) -> str:
    """The sort key of a time as a query or a device gives it.

    Takes ISO 8601 with a zone; or seconds, milliseconds, microseconds or nanoseconds since 1970, as a number
    or its digits (Grafana's `$__from` and `${__from:date:seconds}`), distinguished by magnitude.
    Raises InvalidQuery naming `field` and what was found.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _epoch_time(value, field)
    if not isinstance(value, str):
        raise InvalidQuery(f"{field}: expected an ISO 8601 time or a time since 1970, found {value!r:.40}")
    text = value.strip()
    if EPOCH_DIGITS.fullmatch(text):
        return _epoch_time(text, field)
    match = _ISO_8601.fullmatch(text)
    if match is None:
        raise InvalidQuery(f"{field}: {value[:40]!r} is not an ISO 8601 time")
    if match["zone"] is None:
        raise InvalidQuery(f"{field}: {value[:40]!r} has no zone; end it with Z or an offset such as +01:00")
    try:
        moment = datetime.fromisoformat(f"{match['date']}T{match['time'][:8]}{match['zone'].upper()}")
        seconds = moment.astimezone(UTC).replace(tzinfo=None).isoformat()
    except (ValueError, OverflowError):
        raise InvalidQuery(f"{field}: {value[:40]!r} is not a valid time") from None
    return f"{seconds}.{match['fraction'] or '':0<9}"


def _epoch_time(value: float | str, field: str) -> str:
    try:
        return key_at(since_1970(value))
    except ValueError as error:
        raise InvalidQuery(f"{field}: {error}") from None
