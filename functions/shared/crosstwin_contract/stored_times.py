"""How the records of an existing hot store spell their times.

A time is read as an `id` (times.py), and a bound of a range is given as one, or as a sort key: see
`hotread.store.HotStore.page`. A bound between two values that a spelling has lets through the same records
as the nearer of both within the range.

A time since 1970 is one from 1982 on: what would be earlier, or after the year 9999, is in another unit, as
in a query, and has no `id`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, Context, Decimal
from typing import Any, Protocol

from crosstwin_contract.epoch_ids import epoch_id
from crosstwin_contract.times import (
    AFTER_ANY_SPELLING,
    NANOSECONDS,
    SECOND,
    first_instant,
    is_stored_id,
    key_at,
    last_instant,
    nanoseconds,
    sort_key,
    units_a_second,
)

ISO_8601 = "iso8601"
TIMESTAMP = "timestamp"
# Units in a second, and the digits of a time from 2001 to 2286 in them.
EPOCHS = {
    "epoch_seconds": (1, 10),
    "epoch_milliseconds": (1_000, 13),
    "epoch_microseconds": (1_000_000, 16),
    "epoch_nanoseconds": (1_000_000_000, 19),
}
FORMATS = (ISO_8601, *EPOCHS, TIMESTAMP)

_ISO = re.compile(
    r"(?P<prefix>.*?)\d{4}-\d\d-\d\d(?P<separator>[T ])\d\d:\d\d:\d\d(?:\.\d{1,9})?"
    r"(?P<zone>Z|\+00:00)?(?P<suffix>\D*)"
)
_DIGITS = re.compile(r"(?P<prefix>.*?\D)?(?P<digits>\d{10}|\d{13}|\d{16}|\d{19})")

_NO_TEMPLATE = "time_template: a timestamp is not a string, so it has none"
_YEARS = "(from 1982 on)"
# DynamoDB's numbers have 38 digits. The default context has 28, and rounds to a later instant.
_TRUNCATING = Context(prec=64, rounding=ROUND_DOWN)
_PLACES = {1: 9, 1_000: 6, 1_000_000: 3, NANOSECONDS: 0}  # from a unit's point to that of nanoseconds
INTEGERS_OF_DOUBLES = 2**53  # up to here, a double is exact


class StoredTimes(Protocol):
    """One spelling of times. `orders_by_time`: its order is that of time, also within a second."""

    @property
    def orders_by_time(self) -> bool: ...

    @property
    def expected(self) -> str:
        """What a time of this spelling is, for messages."""
        ...

    def id_of(self, value: Any) -> str | None:
        """The `id` of a stored time, or None where it is not one."""
        ...

    def value_of(self, stored_id: str) -> Any:
        """The time that `id` is, as a writer stores it; what is finer than its unit is dropped."""
        ...

    def first(self, bound: str | None) -> Any:
        """The stored value from which on a lower bound lets through; None: no bound."""
        ...

    def last(self, bound: str | None) -> Any:
        """The stored value up to which an upper bound lets through; None: no bound."""
        ...


@dataclass(frozen=True, slots=True)
class Iso8601:
    """Text in UTC: `separator` is between date and time; without `has_zone` there is no Z or +00:00."""

    separator: str = "T"
    has_zone: bool = True
    orders_by_time = False

    @property
    def expected(self) -> str:
        zone = "" if self.has_zone else " without a zone"
        return f"an ISO 8601 UTC time{zone}{' with a space' if self.separator == ' ' else ''}"

    def id_of(self, value: Any) -> str | None:
        if not isinstance(value, str):
            return None
        if self.separator != "T" and value[10:11] == self.separator:
            value = f"{value[:10]}T{value[11:]}"
        elif self.separator != "T":
            return None
        found = value if self.has_zone else f"{value}Z"
        return found if is_stored_id(found) else None

    def value_of(self, stored_id: str) -> str:
        return self._spelled(stored_id)

    def first(self, bound: str | None) -> str | None:
        return None if bound is None else self._spelled(bound)

    def last(self, bound: str | None) -> str | None:
        if bound is None:
            return None
        if not self.has_zone and len(bound) == SECOND:
            # Before the second. Without a zone, its first instant is spelled as the second itself.
            bound = key_at(nanoseconds(sort_key(f"{bound}Z")) - 1)[:SECOND] + AFTER_ANY_SPELLING
        return self._spelled(bound)

    def _spelled(self, text: str) -> str:
        if not self.has_zone:
            text = text.removesuffix("Z").removesuffix("+00:00")
        return text if self.separator == "T" else text.replace("T", self.separator, 1)


@dataclass(frozen=True, slots=True)
class EpochNumbers:
    """Numbers since 1970, integers or with a fraction. `are_doubles`: the store has no other numbers."""

    unit: str
    units_a_second: int
    are_doubles: bool = False
    orders_by_time = True

    @property
    def expected(self) -> str:
        return f"a number of {self.unit} since 1970 {_YEARS}"

    def id_of(self, value: Any) -> str | None:
        if type(value) is int:
            if self.are_doubles and value > INTEGERS_OF_DOUBLES:
                # JSON has the shortest digits of the double, which were written, or all of them.
                value = int(digits_of(float(value), are_doubles=True))
            return epoch_id(value, self.units_a_second)
        if isinstance(value, float) and math.isfinite(value):
            value = digits_of(value, are_doubles=self.are_doubles)
        elif not isinstance(value, Decimal) or not value.is_finite():
            return None
        return epoch_id(int(value.scaleb(_PLACES[self.units_a_second], _TRUNCATING)), NANOSECONDS)

    def value_of(self, stored_id: str) -> int | float:
        number = nanoseconds(sort_key(stored_id)) // (NANOSECONDS // self.units_a_second)
        return float(number) if self.are_doubles and number > INTEGERS_OF_DOUBLES else number

    def first(self, bound: str | None) -> int | Decimal | None:
        return None if bound is None else self._number(first_instant(bound))

    def last(self, bound: str | None) -> int | Decimal | None:
        return None if bound is None else self._number(last_instant(bound))

    def _number(self, instant: int) -> int | Decimal:
        scale = NANOSECONDS // self.units_a_second
        return instant // scale if instant % scale == 0 else Decimal(instant) / scale


@dataclass(frozen=True, slots=True)
class EpochDigits:
    """The same as text, all of one width, so that they sort."""

    unit: str
    units_a_second: int
    width: int
    orders_by_time = True

    @property
    def expected(self) -> str:
        return f"{self.width} digits of {self.unit} since 1970 {_YEARS}"

    def id_of(self, value: Any) -> str | None:
        if isinstance(value, str) and len(value) == self.width and value.isascii() and value.isdigit():
            return epoch_id(int(value), self.units_a_second)
        return None

    def value_of(self, stored_id: str) -> str:
        return self._digits(nanoseconds(sort_key(stored_id)) // self._scale)

    def first(self, bound: str | None) -> str | None:
        return None if bound is None else self._digits(-(-first_instant(bound) // self._scale))

    def last(self, bound: str | None) -> str | None:
        return None if bound is None else self._digits(last_instant(bound) // self._scale)

    @property
    def _scale(self) -> int:
        return NANOSECONDS // self.units_a_second

    def _digits(self, number: int) -> str:
        return f"{min(max(number, 0), 10**self.width - 1):0{self.width}}"


@dataclass(frozen=True, slots=True)
class Templated:
    """Text times between a `prefix` and a `suffix`. What has neither is not read: there is always a bound."""

    times: Iso8601 | EpochDigits
    prefix: str
    suffix: str

    @property
    def orders_by_time(self) -> bool:
        return self.times.orders_by_time

    @property
    def expected(self) -> str:
        return f"{self.prefix}{{time}}{self.suffix} with {self.times.expected}"

    def id_of(self, value: Any) -> str | None:
        if not isinstance(value, str) or not value.startswith(self.prefix) or not value.endswith(self.suffix):
            return None
        return self.times.id_of(value[len(self.prefix) : len(value) - len(self.suffix)])

    def value_of(self, stored_id: str) -> str:
        return f"{self.prefix}{self.times.value_of(stored_id)}{self.suffix}"

    def first(self, bound: str | None) -> str:
        # A time begins with a digit.
        return f"{self.prefix}{'0' if bound is None else self.times.first(bound)}"

    def last(self, bound: str | None) -> str:
        if bound is None:
            return f"{self.prefix}:"  # the character after 9
        text = self.times.last(bound) or ""
        return (
            f"{self.prefix}{text}" if text[-1] == AFTER_ANY_SPELLING else f"{self.prefix}{text}{self.suffix}"
        )


def stored_times(
    time_format: str,
    *,
    is_text: bool = False,
    separator: str = "T",
    has_zone: bool = True,
    template: str = "{time}",
) -> StoredTimes:
    """The spelling that a mapping declares. `is_text`: an epoch is stored as its digits, as in any template.

    Raises ValueError where these do not fit each other.
    """
    times: Iso8601 | EpochNumbers | EpochDigits
    if time_format == TIMESTAMP:
        # Imported where it is used: a function that starts compiles what it imports.
        from crosstwin_contract.native_times import NativeTimes

        if template != "{time}":
            raise ValueError(_NO_TEMPLATE)
        return NativeTimes()
    if time_format == ISO_8601:
        times = Iso8601(separator, has_zone)
    elif time_format in EPOCHS:
        units, width = EPOCHS[time_format]
        unit = time_format.removeprefix("epoch_")
        is_text = is_text or template != "{time}"
        times = EpochDigits(unit, units, width) if is_text else EpochNumbers(unit, units)
    else:
        raise ValueError(f"time_format: {time_format!r:.40} is not one of {', '.join(FORMATS)}")
    if template == "{time}":
        return times
    prefix, found, suffix = template.partition("{time}")
    if not found or "{" in prefix + suffix or "}" in prefix + suffix:
        raise ValueError("time_template: expected {time} once, such as READING#{time}")
    if isinstance(times, EpochNumbers):
        raise ValueError(_NO_TEMPLATE)
    return Templated(times, prefix, suffix)


def form_of(value: Any) -> dict[str, str] | None:
    """The keys of a mapping that describe a time: `{"time_format": "epoch_seconds"}`. None: it is not one."""
    if isinstance(value, datetime):
        return {"time_format": TIMESTAMP}
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    units = units_a_second(Decimal(value))
    return next(({"time_format": name} for name, (found, _) in EPOCHS.items() if found == units), None)


def _of_text(value: str) -> dict[str, str] | None:
    if "{" in value or "}" in value:
        return None  # a template has no other braces than its {time}
    if match := _ISO.fullmatch(value):
        template = f"{match['prefix']}{{time}}{match['suffix']}"
        keys = {"time_separator": " "} if match["separator"] == " " else {}
        keys |= {} if match["zone"] else {"time_zone": "utc"}
    elif match := _DIGITS.fullmatch(value):
        template = f"{match['prefix'] or ''}{{time}}"
        width = len(match["digits"])
        keys = {"time_format": next(name for name, epoch in EPOCHS.items() if epoch[1] == width)}
        keys |= {"time_type": "string"} if template == "{time}" else {}
    else:
        return None
    return keys | ({} if template == "{time}" else {"time_template": template})


def digits_of(number: float, *, are_doubles: bool) -> Decimal:
    """What a double stands for: its shortest digits, as they were written.

    Beside integers, which a store compares with it, it is the integer that it is beyond INTEGERS_OF_DOUBLES.
    """
    return Decimal(repr(number) if are_doubles or abs(number) < INTEGERS_OF_DOUBLES else number)
