"""TwinMaker's linear interpolation: values at regular times, between those that are stored.

TwinMaker's documentation has the parameters (API_InterpolationParameters) and no more. The rest is as in
AWS IoT SiteWise, where TwinMaker has its own interpolation from: values within one interval before the
start and after the end count too, and nothing is extrapolated.
Source: https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_GetInterpolatedAssetPropertyValues.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crosstwin_contract.times import NANOSECONDS, key_at, nanoseconds, sort_key, spelled
from crosstwin_contract.values import Caller, DataType

from hotread.errors import InvalidQuery
from hotread.paging import Rows
from hotread.position import Position
from hotread.property_values import property_value, timed
from hotread.query import HistoryQuery
from hotread.record import ID_FIELD, Record
from hotread.sizes import NUMBER, VALUE_FRAME
from hotread.store import HotStore
from hotread.values import data_value

_DOUBLE = DataType("DOUBLE")
_NUMBERS = ("DOUBLE", "INTEGER", "LONG")


def interpolate(
    store: HotStore,
    query: HistoryQuery,
    interval: int,
    *,
    caller: Caller,
    values: Mapping[str, list[Any]],
    room: int,
) -> tuple[int, Position | None]:
    """Puts interpolated values into the list of each property.

    Returns how many times this page covers, and the position of the last of them, if others are left.

    The times are `startTime` and on by `interval` seconds up to `endTime`. A page covers `maxResults` of
    them, whether or not they have values, or as many as fit into `room` bytes.
    Raises InvalidQuery for a value that is not a number, and as `Rows` does.
    """
    types = {name: query.declared.get(name, _DOUBLE) for name in query.selected}
    for name, declared in types.items():
        if declared.type not in _NUMBERS:
            raise _unsupported(f"property {name!r} is declared as {declared.type}")
    times, more = _page(query, interval * NANOSECONDS, room)
    if not times:
        return 0, None
    series = {name: _Series(times, declared.type != "DOUBLE") for name, declared in types.items()}
    _read(store, query, caller, series, times)
    for name, one in series.items():
        values[name].extend(
            timed(spelled(key_at(instant)), data_value(number, types[name], caller))
            for instant, number in (reversed(one.values) if query.descending else one.values)
        )
    last = spelled(key_at(times[0] if query.descending else times[-1]))
    return len(times), Position.at(last) if more else None


def size_of_time(query: HistoryQuery) -> int:
    """What the values of one time take, in bytes at most."""
    return len(query.selected) * (VALUE_FRAME + NUMBER)


def _page(query: HistoryQuery, step: int, room: int) -> tuple[range, bool]:
    """The times of this page, ascending, in nanoseconds; and whether others follow."""
    start = nanoseconds(query.start)
    first, last = 0, (nanoseconds(query.end) - start) // step  # as multiples of `step` after `start`
    if query.after and query.descending:
        last = min(last, -((start - nanoseconds(query.after.key)) // step) - 1)
    elif query.after:
        first = max(first, (nanoseconds(query.after.key) - start) // step + 1)
    most = max(1, room // size_of_time(query))
    most = min(most, query.max_results or most)
    more = last - first >= most
    if query.descending:
        first = max(first, last - most + 1)
    else:
        last = min(last, first + most - 1)
    return range(start + first * step, start + last * step + 1, step), more


@dataclass(slots=True)
class _Series:
    """One property at regular `times`. `values` has those there, up to the last stored one that was added."""

    times: range
    whole: bool
    before: tuple[int, float] | None = None
    last: tuple[int, float] | None = None
    values: list[tuple[int, float]] = field(default_factory=list)

    def add(self, instant: int, value: float) -> None:
        """The next stored value. Of two at one instant (`…09.5Z`, `…09.50Z`), the one added last counts."""
        if self.last is not None and self.last[0] < instant:
            self._fill_up_to_last()
            self.before = self.last
        self.last = (instant, value)

    def end(self) -> None:
        """No more stored values: the last one has its own time, if that is one of the regular ones."""
        self._fill_up_to_last()
        if self.last is not None:
            self._fill(*self.last, self.last[0] + 1, self.last[1])

    @property
    def needs_another(self) -> bool:
        """Whether the last of the times is after the last value, and so needs the one after it."""
        return self.last is not None and self.last[0] < self.times[-1]

    def _fill_up_to_last(self) -> None:
        if self.before is not None and self.last is not None:
            self._fill(*self.before, *self.last)

    def _fill(self, since: int, before: float, until: int, after: float) -> None:
        """The values at the times from `since` on and before `until`."""
        first, step = self.times[0], self.times.step
        start = first + max(0, -((first - since) // step)) * step
        for instant in range(start, min(until, self.times[-1] + 1), step):
            self.values.append((instant, self._between(before, after, instant - since, until - since)))

    def _between(self, before: float, after: float, part: int, whole: int) -> float:
        """The value when `part` of `whole` has passed; an integer is rounded, half up."""
        if self.whole:
            return int(before) + (2 * (int(after) - int(before)) * part + whole) // (2 * whole)
        half = (after / 2 - before / 2) * (part / whole)  # a half, since the difference may be no double
        return before + half + half


def _read(
    store: HotStore, query: HistoryQuery, caller: Caller, series: Mapping[str, _Series], times: range
) -> None:
    """Adds the stored values around the times to the series, and reads no further than they need."""
    first = key_at(times[0])
    # The newest values up to the first time. maxResults is only a hint here: about one record is needed.
    earlier = query._replace(
        start=key_at(nanoseconds(query.start) - times.step),
        end=first,
        descending=True,
        max_results=1,
        after=None,
    )
    waiting = dict(series)
    for record in Rows(store, earlier):
        for name in _add(query, caller, record, waiting):
            del waiting[name]
        if not waiting:
            break
    between = query._replace(
        start=first, end=key_at(times[-1]), descending=False, max_results=None, after=None
    )
    for record in Rows(store, between):
        _add(query, caller, record, series)
    waiting = {name: one for name, one in series.items() if one.needs_another}
    if waiting:
        later = between._replace(
            start=key_at(times[-1] + 1),
            end=key_at(nanoseconds(query.end) + times.step),
            max_results=1,
        )
        _read_one_instant_each(Rows(store, later), query, caller, waiting)
    for one in series.values():
        one.end()


def _read_one_instant_each(
    rows: Rows, query: HistoryQuery, caller: Caller, waiting: dict[str, _Series]
) -> None:
    """Adds the first value of each series that waits, and whatever it has at the same instant."""
    instant = ""
    added: set[str] = set()
    for record in rows:
        if (key := sort_key(record[ID_FIELD])) != instant:
            for name in added:
                del waiting[name]
            if not waiting:
                return
            instant, added = key, set()
        added.update(_add(query, caller, record, waiting))


def _add(query: HistoryQuery, caller: Caller, record: Record, series: Mapping[str, _Series]) -> list[str]:
    """Adds the record's values to their series, and returns the names of these."""
    instant = nanoseconds(sort_key(record[ID_FIELD]))
    names = [name for name, value in record.items() if value is not None and name in series]
    for name in names:
        (number,) = property_value(query, name, record[name], record, caller).values()
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise _unsupported(f"property {name!r} at {record[ID_FIELD]} is not a number")
        series[name].add(instant, number)
    return names


def _unsupported(what: str) -> InvalidQuery:
    return InvalidQuery(f"{what}: only numbers can be interpolated", "UNSUPPORTED_INTERPOLATION")
