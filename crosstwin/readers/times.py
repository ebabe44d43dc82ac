"""Times as an operator types them: ISO 8601 with a zone, or relative to now."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from crosstwin_contract.times import EPOCH_DIGITS, since_1970, with_z

from crosstwin.readers.answers import moment as instant
from crosstwin.readers.answers import sort_key

_RELATIVE = re.compile(r"-(?=\d)((?P<d>\d+)d)?((?P<h>\d+)h)?((?P<m>\d+)m)?((?P<s>\d+)s)?")
_DIGITS = 9
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_FORMS = (
    "an ISO 8601 time with a zone (2026-01-15T10:30:00Z), a time since 1970 (1768473000), now, "
    "or a time before now (-1h, -1d12h, -30s)"
)


def iso_time(text: str, now: datetime | None = None) -> str:
    """The ISO 8601 time that a text means. One that is ISO 8601 already keeps its spelling and precision.

    The others are a time since 1970, by the readers' rule for them, and a time relative to now.
    Raises ValueError saying what is expected.
    """
    text = text.strip()
    if EPOCH_DIGITS.fullmatch(text) and not text.startswith("-"):
        seconds, fraction = divmod(since_1970(text), 1_000_000_000)
        digits = f".{fraction:09}".rstrip("0").rstrip(".")
        return f"{datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat()}{digits}Z"
    now = now or datetime.now(UTC)
    match = _RELATIVE.fullmatch(text)
    if text == "now" or match:
        units = {
            _UNITS[unit]: int(count) for unit, count in (match.groupdict() if match else {}).items() if count
        }
        try:
            moment = now - timedelta(**units)
        except OverflowError:
            raise ValueError(f"{text!r:.60} is before all time; expected {_FORMS}") from None
        return with_z(moment.astimezone(UTC).isoformat(timespec="milliseconds"))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r:.60} is not a valid time; expected {_FORMS}") from None
    if moment.tzinfo is None:
        raise ValueError(f"{text!r:.60} has no zone; end it with Z, or an offset such as +01:00")
    return text


def age_seconds(time: str, now: datetime | None = None) -> float:
    """How old a point's time is. A clock that is ahead makes it negative."""
    return ((now or datetime.now(UTC)) - instant(time)).total_seconds()


def age_text(seconds: float) -> str:
    """An age as people say it: `12 s`, `5 min`, `3 h`, `2 d`."""
    seconds = max(0, round(seconds))
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def stored_id(text: str, now: datetime | None = None) -> str:
    """The same as the `id` of a stored record: in UTC, to the second or finer. Raises ValueError."""
    moment, fraction = sort_key(iso_time(text, now))
    try:
        seconds = moment.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00")
    except OverflowError:
        raise ValueError(f"{text!r:.60} is not within the years 1 to 9999 in UTC") from None
    digits = fraction[:_DIGITS].rstrip("0")  # readers take no more
    return f"{seconds}.{digits}Z" if digits else f"{seconds}Z"
