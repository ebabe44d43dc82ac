"""A long history in few values: what a chart so many pixels wide would show of it.

The range is cut into equal parts, and of each part the least and the greatest number stay, at their own
times: a peak that lasted one row is still there, and a store is read through without its rows being kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from crosstwin_contract.times import nanoseconds, sort_key
from crosstwin_contract.values import Caller

from hotread.errors import AnswerTooLarge
from hotread.paging import Rows
from hotread.property_values import property_value, timed
from hotread.query import HistoryQuery
from hotread.record import ID_FIELD
from hotread.sizes import VALUE_FRAME, encoded_size
from hotread.store import HotStore


def downsample(
    store: HotStore,
    query: HistoryQuery,
    most: int,
    *,
    caller: Caller,
    values: Mapping[str, list[Any]],
    room: int,
) -> int:
    """Puts at most `most` values into the list of each property.

    Numbers: all, if there are no more; else the least and the greatest of each of `most` / 2 parts of the
    range (if `most` is 1, the greatest). Any other value counts where it differs from the one before;
    of more changes than `most`, the first and the last of each part.
    Returns how much of the `room`, in bytes, is left. Raises AnswerTooLarge where they take more, and as
    `Rows` does.
    """
    start = nanoseconds(query.start)
    length = nanoseconds(query.end) - start + 1
    parts = max(1, most // 2)
    series = {name: _Series(most) for name in query.selected}
    # Ascending in any case, so that both orders have the same values.
    for record in Rows(store, query._replace(descending=False)):
        stored_id = record[ID_FIELD]
        part = (nanoseconds(sort_key(stored_id)) - start) * parts // length
        for name, value in record.items():
            one = series.get(name)
            if one is not None and value is not None:
                data = property_value(query, name, value, record, caller)
                room -= one.add(part, stored_id, data, VALUE_FRAME + encoded_size(value))
        if room < 0:
            raise AnswerTooLarge("maxDataPoints")
    for name, one in series.items():
        kept = one.kept()
        values[name].extend(
            timed(point.id, point.value) for point in (reversed(kept) if query.descending else kept)
        )
    return room


class _Point(NamedTuple):
    """A value of a part. `rank` is what the least and the greatest are found by, `number` its place."""

    number: int
    id: str
    value: Mapping[str, Any]
    rank: float
    size: int


class _Series:
    """One property, its values added in the order of time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._whole: list[_Point] | None = []  # until there are more than `most`
        self._of_parts: list[_Point] = []
        self._part = -1
        self._least: _Point | None = None
        self._greatest: _Point | None = None
        self._count = 0
        self._last: Mapping[str, Any] | None = None

    def add(self, part: int, stored_id: str, value: Mapping[str, Any], size: int) -> int:
        """Returns by how many bytes that made the kept values longer, or shorter."""
        (plain,) = value.values()
        is_number = isinstance(plain, int | float) and not isinstance(plain, bool)
        if not is_number and value == self._last:
            return 0
        self._last = value
        self._count += 1
        point = _Point(self._count, stored_id, value, plain if is_number else self._count, size)
        grown = self._keep_whole(point)
        if part != self._part or self._least is None or self._greatest is None:
            grown += self._end_part()
            self._part = part
            self._least = self._greatest = point
        elif point.rank < self._least.rank:
            self._least = point
        elif point.rank > self._greatest.rank:
            self._greatest = point
        return grown

    def kept(self) -> list[_Point]:
        if self._whole is not None:
            return self._whole
        self._end_part()
        return self._of_parts

    def _keep_whole(self, point: _Point) -> int:
        if self._whole is None:
            return 0
        self._whole.append(point)
        if len(self._whole) <= self._most:
            return point.size
        shorter = _size(self._whole[:-1]) - _size(self._of_parts)
        self._whole = None
        return -shorter

    def _end_part(self) -> int:
        if self._least is None or self._greatest is None:
            return 0
        points = [self._greatest]
        if self._least is not self._greatest and self._most > 1:
            points = sorted((self._least, self._greatest), key=lambda point: point.number)
        self._of_parts += points
        self._least = self._greatest = None
        return 0 if self._whole is not None else _size(points)


def _size(points: Sequence[_Point]) -> int:
    return sum(point.size for point in points)
