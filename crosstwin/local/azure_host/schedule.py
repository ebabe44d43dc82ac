"""NCRONTAB: when a timer runs. Times are UTC, as on Azure unless WEBSITE_TIME_ZONE says otherwise.

Source: https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

# Second, minute, hour, day, month, day of week (0 is Sunday).
_RANGES = ((0, 59), (0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
_PART = re.compile(r"(?:\*|(?P<first>[0-9]+)(?:-(?P<last>[0-9]+))?)(?:/(?P<step>[1-9][0-9]*))?")
_SETTING = re.compile(r"%([^%]+)%")
_LONGEST_SEARCH = timedelta(days=366 * 8 + 1)  # a 29 February comes within eight years


@dataclass(frozen=True, slots=True)
class Schedule:
    """The six fields of an expression, each as the values that it matches."""

    fields: tuple[frozenset[int], ...]

    @classmethod
    def parse(cls, text: str) -> Schedule:
        """Takes numbers, `*`, lists, ranges and steps in six fields, or in five without seconds.

        Raises ValueError naming the expression.
        """
        parts = text.split()
        if len(parts) == 5:
            parts = ["0", *parts]
        if len(parts) != 6:
            raise ValueError(f"the schedule {text!r} is not an NCRONTAB expression of six fields")
        try:
            return cls(
                tuple(frozenset(_values(part, *limits)) for part, limits in zip(parts, _RANGES, strict=True))
            )
        except ValueError as error:
            raise ValueError(f"the schedule {text!r}: {error}") from None

    def next(self, after: datetime) -> datetime:
        """The first time that matches after `after`. Raises ValueError where no time matches."""
        seconds, minutes, hours, days, months, weekdays = self.fields
        time = after.replace(microsecond=0) + timedelta(seconds=1)
        end = after + _LONGEST_SEARCH
        while time < end:
            if time.month not in months or time.day not in days or time.isoweekday() % 7 not in weekdays:
                time = (time + timedelta(days=1)).replace(hour=0, minute=0, second=0)
            elif time.hour not in hours:
                time = (time + timedelta(hours=1)).replace(minute=0, second=0)
            elif time.minute not in minutes:
                time = (time + timedelta(minutes=1)).replace(second=0)
            elif time.second not in seconds:
                time += timedelta(seconds=1)
            else:
                return time
        raise ValueError("the schedule never matches")


def resolved(text: str) -> str:
    """The text with each `%NAME%` replaced by that app setting. Raises ValueError naming a missing one."""

    def value(match: re.Match[str]) -> str:
        found = os.environ.get(match[1])
        if not found:
            raise ValueError(f"'%{match[1]}%' does not resolve to a value.")
        return found

    return _SETTING.sub(value, text)


def _values(field: str, least: int, most: int) -> Iterator[int]:
    for part in field.split(","):
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError(f"{part!r} is not a value, a range or a step")
        first = int(match["first"] or least)
        last = int(match["last"] or (most if match["first"] is None or match["step"] else first))
        if not least <= first <= last <= most:
            raise ValueError(f"{part!r} is not within {least}-{most}")
        yield from range(first, last + 1, int(match["step"] or 1))
