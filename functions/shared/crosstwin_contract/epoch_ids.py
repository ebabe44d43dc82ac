"""Times since 1970 as ids. Their parts are kept: making one takes longer than all the rest of an id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from crosstwin_contract.times import FIRST_EPOCH_SECOND

_END_OF_SECONDS = 253_402_300_800  # of the year 9999
_EPOCH = datetime(1970, 1, 1)
_MINUTE = len("2026-01-15T10:30:")
_MOST_KEPT = 4096


def epoch_id(number: int, units_a_second: int) -> str | None:
    """None: in this unit, it is before 1982 or after the year 9999."""
    if FIRST_EPOCH_SECOND <= number // units_a_second < _END_OF_SECONDS:
        minute, rest = divmod(number, 60 * units_a_second)
        return _minutes[minute] + _ends[units_a_second][rest]
    return None


def epoch_ids(numbers: Sequence[int], units_a_second: int) -> list[str] | None:
    """The same of many numbers. None: one of them has no id."""
    ordered = sorted(numbers)  # of records in the order of time, this takes less than a minimum
    first, last = ordered[0], ordered[-1]
    if not (epoch_id(first, units_a_second) and epoch_id(last, units_a_second)):
        return None
    minute, ends = 60 * units_a_second, _ends[units_a_second]
    minutes = range(first // minute, last // minute + 1)
    if len(minutes) > len(numbers):
        return [_minutes[number // minute] + ends[number % minute] for number in numbers]
    # Small numbers, and a list, take a fifth less.
    texts, begin = [*map(_minutes.__getitem__, minutes)], minutes[0] * minute
    return [texts[(since := number - begin) // minute] + ends[since % minute] for number in numbers]


class _Minutes(dict[int, str]):
    """The text of a minute since 1970, such as 2026-01-15T10:30:. The records of a page have few of them."""

    def __missing__(self, minute: int) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        return self.setdefault(minute, (_EPOCH + timedelta(minutes=minute)).isoformat()[:_MINUTE])


class _Ends(dict[int, str]):
    """The rest of an id, such as 00.5Z, by the units since the minute began."""

    def __init__(self, units_a_second: int) -> None:
        super().__init__()
        self._units = units_a_second

    def __missing__(self, rest: int) -> str:
        second, fraction = divmod(rest, self._units)
        digits = str(self._units + fraction)[1:].rstrip("0")
        end = f"{second:02}.{digits}Z" if digits else f"{second:02}Z"
        if len(self) < _MOST_KEPT:
            self[rest] = end
        return end


_minutes = _Minutes()
_ends = {units: _Ends(units) for units in (1, 1_000, 1_000_000, 1_000_000_000)}
