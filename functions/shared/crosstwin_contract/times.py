"""Times of records and answers, and their order.

A time is ISO 8601 in UTC, in whatever precision its writer chose, so its own text order is not time order:
`…00.5Z` sorts before `…00Z`. A *sort key* is the same instant spelled to the nanosecond without a zone,
`2026-01-15T10:30:00.500000000`, for which the two orders agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeGuard

_DAY = len("2026-01-15")
_UP_TO_MINUTE = len("2026-01-15T10:30")
SECOND = len("2026-01-15T10:30:00")  # a sort key, and a time, up to the second
AFTER_ANY_SPELLING = "~"  # sorts after whatever can follow the second in a stored id
NANOSECONDS = 1_000_000_000  # in a second

EPOCH_DIGITS = re.compile(r"-?(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,9})?")
# A time since 1970 is in the unit in which it lies between these seconds: 1982-09-04 and 2286-11-20. The
# ranges of seconds, milliseconds, microseconds and nanoseconds leave gaps, which are refused. The first
# second is late enough that no time up to the year 9999 in one unit is in the range of another.
FIRST_EPOCH_SECOND, _END_OF_EPOCH_SECONDS = 400_000_000, 10_000_000_000
_UNITS_A_SECOND = (1, 1_000, 1_000_000, 1_000_000_000)

_MINUTE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_SECONDS = r":[0-5][0-9](?:\.[0-9]{1,9})?"
_TIME = re.compile(rf"{_MINUTE}{_SECONDS}(?:Z|\+00:00)")
# One by one takes three times as long. Possessive: else each time is remembered as one to go back to.
_MINUTES = re.compile(rf"(?:{_MINUTE}\n)*+")
_ENDS = re.compile(rf"(?:{_SECONDS}Z\n)*+")

_EPOCH = datetime(1970, 1, 1)
_FIRST, _LAST = "0001-01-01T00:00:00.000000000", "9999-12-31T23:59:59.999999999"


def since_1970(value: float | str) -> int:
    """The instant, in nanoseconds, of a time since 1970: a number or its digits, whose magnitude is the unit.

    What is finer than a nanosecond is dropped. Raises ValueError where the number is in none of the ranges.
    """
    # A float's shortest text has the digits that were written: 1768473000.999, not 1768473000.99899995….
    number = Decimal(str(value) if isinstance(value, float) else value)
    if units := units_a_second(number):
        return int(number * (_UNITS_A_SECOND[-1] // units))
    raise ValueError(
        f"{value!s:.40} is not a time between 1982 and 2286 in seconds, milliseconds, microseconds "
        "or nanoseconds since 1970"
    )


def units_a_second(number: Decimal) -> int | None:
    """How many units a second has, of a time since 1970: its magnitude says so. None: it is in no range."""
    if not number.is_finite():
        return None
    return next(
        (
            units
            for units in _UNITS_A_SECOND
            if FIRST_EPOCH_SECOND * units <= number < _END_OF_EPOCH_SECONDS * units
        ),
        None,
    )


def is_stored_id(value: Any) -> TypeGuard[str]:
    """Whether a record's `id` is a time as the contract has it: UTC, to the second or finer."""
    return isinstance(value, str) and _TIME.fullmatch(value) is not None and _is_day(value[:_DAY])


@lru_cache(maxsize=512)  # a page of records has few days
def _is_day(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def sort_key(stored_id: str) -> str:
    """The sort key of a stored id. The id must be one (`is_stored_id`)."""
    fraction = stored_id[SECOND + 1 :].rstrip("Z").partition("+")[0] if stored_id[SECOND] == "." else ""
    return f"{stored_id[:SECOND]}.{fraction:0<9}"


def nanoseconds(key: str) -> int:
    """A sort key's instant since 1970."""
    since = datetime.fromisoformat(key[:SECOND]) - _EPOCH
    return (since.days * 86_400 + since.seconds) * NANOSECONDS + int(key[SECOND + 1 :])


def key_at(instant: int) -> str:
    """The sort key of an instant in nanoseconds since 1970; at most the ends of the years 1 to 9999."""
    seconds, fraction = divmod(instant, NANOSECONDS)
    try:
        moment = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return _FIRST if instant < 0 else _LAST
    return f"{moment.isoformat()}.{fraction:09}"


def first_instant(bound: str) -> int:
    """The instant, in nanoseconds since 1970, from which on a lower bound lets through."""
    return _instant(bound, after=0)


def last_instant(bound: str) -> int:
    """The instant up to which an upper bound lets through."""
    return _instant(bound, after=-1)


def _instant(bound: str, after: int) -> int:
    if bound[-1] == AFTER_ANY_SPELLING:
        part = bound[:-1]
        length = NANOSECONDS if len(part) == SECOND else 1
        return nanoseconds(sort_key(f"{part}Z")) + length + after
    if bound[-1] == "Z" or bound.endswith("+00:00"):
        return nanoseconds(sort_key(bound))
    return nanoseconds(sort_key(f"{bound}Z")) + after


def spelled(key: str) -> str:
    """A sort key's time as a stored id would have it, without zeros at the end: `2026-01-15T10:30:00.5Z`."""
    fraction = key[SECOND + 1 :].rstrip("0")
    return f"{key[:SECOND]}.{fraction}Z" if fraction else f"{key[:SECOND]}Z"


def with_z(stored_id: str) -> str:
    """The stored time in its stored precision, its zone spelled `Z`, as an answer has it."""
    return stored_id if stored_id[-1] == "Z" else stored_id[: -len("+00:00")] + "Z"


def are_times(texts: Sequence[str]) -> bool:
    """Whether all are times as an answer has them: ISO 8601, UTC with `Z`, to the second or finer."""
    # Many times have few minutes, and most have few seconds within one.
    minutes, seconds = {text[:_UP_TO_MINUTE] for text in texts}, {text[_UP_TO_MINUTE:] for text in texts}
    ends = "\n".join([*seconds, ""])
    return (
        _MINUTES.fullmatch("\n".join([*minutes, ""])) is not None
        and _ENDS.fullmatch(ends) is not None
        and ends.count("\n") == len(seconds)  # a text that has two times is not one
        and all(map(_is_day, {minute[:_DAY] for minute in minutes}))
    )
