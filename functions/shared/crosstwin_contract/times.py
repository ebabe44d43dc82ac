"""Times of records and answers, and their order.

A time is ISO 8601 in UTC, in whatever precision its writer chose, so its own text order is not time order:
`…00.5Z` sorts before `…00Z`. A *sort key* is the same instant spelled to the nanosecond without a zone,
`2026-01-15T10:30:00.500000000`, for which the two orders agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeGuard

_DAY = len("2026-01-15")
_LONGEST = len("2026-01-15T10:30:00.123456789Z")
SECOND = len("2026-01-15T10:30:00")  # a sort key, and a time, up to the second

_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?"
_TIME = re.compile(rf"{_MOMENT}(?:Z|\+00:00)")
_TIMES = re.compile(rf"(?:{_MOMENT}Z\n)*")  # one by one takes three times as long


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


def with_z(stored_id: str) -> str:
    """The stored time in its stored precision, its zone spelled `Z`, as an answer has it."""
    return stored_id if stored_id[-1] == "Z" else stored_id[: -len("+00:00")] + "Z"


def are_times(texts: Iterable[str]) -> bool:
    """Whether all are times as an answer has them: ISO 8601, UTC with `Z`, to the second or finer."""
    distinct = {*texts}
    return (
        max(map(len, distinct), default=0) <= _LONGEST  # a text that holds two times is not one
        and _TIMES.fullmatch("\n".join([*distinct, ""])) is not None
        and all(map(_is_day, {text[:_DAY] for text in distinct}))
    )


def are_in_order(times: Sequence[str]) -> bool:
    """Whether no time of an answer is before the one that it follows."""
    # Without the Z, text order is time order, but for zeros at the end (`00.5` and `00.50` are one instant).
    texts = [time[:-1] for time in times]
    if texts == sorted(texts):
        return True
    keys = [*map(sort_key, times)]
    return keys == sorted(keys)
