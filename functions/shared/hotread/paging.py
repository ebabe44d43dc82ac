"""A device's rows in the order of time, out of a store that knows only the order of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from crosstwin_contract.times import AFTER_ANY_SPELLING, SECOND, are_times, sort_key

from hotread.errors import TimeLimit
from hotread.position import Position
from hotread.query import HistoryQuery
from hotread.record import ID_FIELD, NAME_FIELD, Record
from hotread.store import HotStore, Page, checked_id

_INSTANT = len("2026-01-15T10:30:00.123456789")
_AFTER_ANY_NAME = "\U0010ffff"


class Rows:
    """The rows after `query.after`, within the bounds, that the filters accept.

    Text order and time order agree from one second to the next and differ only within a second, so
    the store is asked for whole seconds, and each second's rows are sorted before they are given. Of a
    store that orders by time, the same goes for instants: what follows as a second is an instant there.

    A page costs what it gives: of `query.max_results`, whoever iterates keeps in `counted` how many rows it
    has used, and the store is asked for no more records than are missing, besides those of the seconds at
    the page's ends. Where rows are not used, or not accepted, it is asked for as many again. The same goes
    for `room`, about how many more rows the answer has room for, once that is known.

    Raises InvalidStoredRecord for a record whose `id` is not a valid time, TimeLimit when the store does.
    """

    def __init__(self, store: HotStore, query: HistoryQuery) -> None:
        self.counted = 0
        self.room: int | None = None
        self._complete_second = self._rest_read = ""
        self._store = store
        self._query = query
        # How much of an id, and of a sort key, is of its second.
        self._second = _INSTANT if store.orders_by_time else SECOND
        # Within these seconds, a row may be out of the bounds.
        self._edges = {query.start[:SECOND], query.end[:SECOND]}
        if query.after:
            self._edges.add(query.after.key[:SECOND])
        self._group: list[Record] = []  # the rows so far of the second that is being read
        self._reading = self._before = ""  # that second, and the one before it
        self._given = 0
        self._refused = 0

    def __iter__(self) -> Iterator[Record]:
        return chain.from_iterable(self.blocks())

    def blocks(self) -> Iterator[Sequence[Record]]:
        """The same rows, as many at once as need no look at each."""
        try:
            for records in self._pages():
                if records is None:
                    yield self._end_second()
                    continue
                start, end = self._block(records)
                yield from self._one_by_one(records[:start])
                if start < end:
                    yield self._end_second()
                    self._given += end - start
                    self._reading = records[end - 1][ID_FIELD][: self._second]
                    yield records[start:end]
                yield from self._one_by_one(records[end:])
        except TimeLimit:
            is_complete = self._rest_read == self._reading
            self._complete_second = self._reading if is_complete else self._before
            raise
        yield self._end_second()

    def _block(self, records: Sequence[Record]) -> tuple[int, int]:
        """Which records of a page, from and to, are rows as they stand there.

        Those are not of the first or the last second of a page, which can be that of a bound, or go on in
        another page. Times of one length are in order as text; one pass over all of them takes half of the
        time of checking and grouping one by one.
        """
        ids: list[Any] = [record.get(ID_FIELD) for record in records]
        count = len(ids)
        if self._query.filters or {*map(type, ids)} != {str} or len({*ids}) < count:
            return 0, 0
        if not self._store.orders_by_time and not (
            len({*map(len, ids)}) == 1
            and are_times(ids)
            and ids == sorted(ids, reverse=self._query.descending)
        ):
            return 0, 0
        first, last = ids[0][:SECOND], ids[-1][:SECOND]
        start = next((n for n in range(count) if ids[n][:SECOND] != first), count)
        end = next((n for n in range(count, start, -1) if ids[n - 1][:SECOND] != last), start)
        return start, end

    def _one_by_one(self, records: Sequence[Record]) -> Iterator[Sequence[Record]]:
        query = self._query
        is_spelled = self._store.orders_by_time
        for record in records:
            stored_id = record.get(ID_FIELD)
            # A store that orders by time has made the text itself.
            if not is_spelled or type(stored_id) is not str:
                stored_id = checked_id(record, query.device)
            second = stored_id[: self._second]
            if second != self._reading:
                yield self._end_second()
                self._before, self._reading = self._reading, second
            if second[:SECOND] in self._edges and not _within(Position.of(record), query):
                continue
            if not query.filters or all(test.accepts(record) for test in query.filters):
                self._group.append(record)
            else:
                self._refused += 1

    @property
    def complete(self) -> Position | None:
        """After TimeLimit: the position to go on after, None where no further second was read to its end.

        All rows up to it were given, or left out by a filter; no row after it was given. No record need have
        this position: only its order counts, which is that of sort keys.
        """
        if not self._complete_second:
            return None
        stored_id = self._complete_second
        if not self._store.orders_by_time:
            # The last that the second can have. Descending, `+00:00` is the least text of the first instant.
            stored_id += "+00:00" if self._query.descending else ".999999999Z"
        elif len(stored_id) == _INSTANT:
            stored_id += "Z"
        position = Position.at(stored_id, "" if self._query.descending else _AFTER_ANY_NAME)
        return position if _is_after(position, self._query) else None

    def _end_second(self) -> list[Record]:
        rows, self._group = self._group, []
        if len(rows) > 1:
            rows.sort(key=Position.of, reverse=self._query.descending)
        self._given += len(rows)
        return rows

    def _pages(self) -> Iterator[Sequence[Record] | None]:
        """The records of the seconds in question. None: those of the second before it are complete."""
        query = self._query
        first, last = query.start, query.end
        if query.after:
            first, last = (
                (first, min(last, query.after.key))
                if query.descending
                else (max(first, query.after.key), last)
            )
        if first > last:
            return  # the token is of a range beyond this one; DynamoDB would refuse bounds in this order
        bounds = first[: self._second], last[: self._second] + AFTER_ANY_SPELLING
        continuation = None
        again = 1 if query.after else 0  # the row that the token names is read once more
        while True:
            page = self._page(*bounds, self._limit(again), continuation)
            again, continuation = 0, page.continuation
            yield page.records
            if continuation is None:
                return
            if not query.max_results or not self._group:
                continue
            if self.counted == query.max_results:
                yield None  # any further row means that there is a next page
            elif self.counted + len(self._group) > query.max_results:
                # Rows enough, once the last one's second is complete. Nothing beyond it is needed.
                second = sort_key(self._group[-1][ID_FIELD])[: self._second]
                yield from self._rest_of_second(second)
                bounds = (bounds[0], second) if query.descending else (second + AFTER_ANY_SPELLING, bounds[1])
                continuation = None
                if bounds[0] >= bounds[1]:
                    return

    def _rest_of_second(self, second: str) -> Iterator[Sequence[Record] | None]:
        """The records of the second that come after those that were read, and None."""
        read = self._group[-1][ID_FIELD]
        # One, unless others of the device have the same time.
        known = [record.get(NAME_FIELD) for record in self._group if record[ID_FIELD] == read]
        first, last = (second, read) if self._query.descending else (read, second + AFTER_ANY_SPELLING)
        continuation = None
        while True:
            page = self._page(first, last, None, continuation)
            others: list[Record] = []
            for record in page.records:
                if record[ID_FIELD] == read and record.get(NAME_FIELD) in known:
                    known.remove(record.get(NAME_FIELD))
                else:
                    others.append(record)
            yield others
            continuation = page.continuation
            if continuation is None:
                break
        self._rest_read = read[: self._second]
        yield None

    def _limit(self, again: int) -> int | None:
        """How many records to ask for, at most."""
        missing = [] if self.room is None else [self.room]
        if self._query.max_results:
            missing.append(self._query.max_results - self.counted - len(self._group))
        if not missing:
            return None
        # Two more: one to know whether there is a next page, and one to end its second. As many again as did
        # not count, or a filter that accepts one in a thousand takes many queries.
        return max(min(missing) + 2 + again, self._given - self.counted + self._refused)

    def _page(self, first: str, last: str, limit: int | None, continuation: object | None) -> Page:
        query = self._query
        return self._store.page(
            query.device,
            first,
            last,
            descending=query.descending,
            properties=tuple(
                dict.fromkeys((*query.selected, *(test.property_name for test in query.filters)))
            ),
            limit=limit,
            continuation=continuation,
        )


def _within(position: Position, query: HistoryQuery) -> bool:
    if not query.start <= position.key <= query.end:
        return False
    return _is_after(position, query)


def _is_after(position: Position, query: HistoryQuery) -> bool:
    if query.after is None:
        return True
    return position < query.after if query.descending else position > query.after
