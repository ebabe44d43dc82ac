"""The newest value of each property: out of the newest record, or of those shortly before it.

A device may send its properties in several messages. How far to look back is bounded, because a property that
was never stored costs the whole way on every look.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Any, NamedTuple

from crosstwin_contract.times import NANOSECONDS, SECOND, key_at, nanoseconds, sort_key

from hotread.env import integer
from hotread.errors import InvalidStoredRecord
from hotread.log import Log, log
from hotread.position import Position
from hotread.query import Query
from hotread.record import ID_FIELD, Record
from hotread.store import HotStore, Page, WithoutValues, checked_id

_LATEST = "Latest"
# The newest record, and the one before it: that shows whether the newest second holds others. DynamoDB and
# Cosmos DB charge no more for two.
_FIRST_RECORDS = 2
_NINE_DIGITS = len("2026-01-15T10:30:00.123456789Z")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a last entry looks.

    `records` are looked at beside the newest one, and none that is `hours` older than that; a record that
    is more than `tolerance` seconds ahead of this machine's clock is from the future.
    """

    records: int = 20
    hours: int = 24
    tolerance: int = 600  # as AWS IoT SiteWise accepts

    @classmethod
    def from_environment(cls) -> Bounds:
        """Raises EnvironmentError naming the variable at fault."""
        default = cls()
        return cls(
            integer("LAST_ENTRY_RECORDS", otherwise=default.records, least=1, most=1000),
            integer("LAST_ENTRY_HOURS", otherwise=default.hours, least=0, most=24 * 366),
            integer("FUTURE_TOLERANCE_SECONDS", otherwise=default.tolerance, least=0, most=24 * 3600),
        )


# Read here, so that a function with a faulty setting fails to start.
BOUNDS = Bounds.from_environment()


class Newest(NamedTuple):
    """A value that is not None, and the record that it is of."""

    value: Any
    record: Record


def newest_values(
    store: HotStore, query: Query, bounds: Bounds, *, since: str = "", log: Log = log
) -> dict[str, Newest]:
    """The newest value of each selected property that has one, in the order selected.

    `<name>Latest` stands for the value of `<name>`: a TwinMaker component type cannot have a time
    series and an attribute of one name. No value before `since`, a sort key, is looked for or taken.

    Raises InvalidStoredRecord for a record on the way whose `id` is not a valid time, where all records are
    from the future, and where there is no value because the store's mapping does not fit (fit.py).
    """
    search = _Search(store, query, bounds, since, log)
    search.run()
    if search.is_without_values and not search.found and not since:
        from hotread.fit import require_values

        require_values(store, query.device)
    return {name: search.found[name][1] for name in query.selected if name in search.found}


class _Search:
    def __init__(self, store: HotStore, query: Query, bounds: Bounds, since: str, log: Log) -> None:
        self.found: dict[str, tuple[Position, Newest]] = {}
        self.is_without_values = False  # of the newest records: the map of properties is absent
        self._store = store
        self._query = query
        self._bounds = bounds
        self._since = since
        self._log = log
        self._stored_names = {selected: _stored_names(selected) for selected in query.selected}
        # Each once: `n` and `nLatest` both stand for `n`, and DynamoDB refuses a name that is there twice.
        self._properties = tuple(
            dict.fromkeys(name for names in self._stored_names.values() for name in names)
        )
        self._selected_by_field: dict[str, list[str]] = {name: [] for name in self._properties}
        for selected, names in self._stored_names.items():
            for name in names:
                self._selected_by_field[name].append(selected)

    def run(self) -> None:
        page = self._page(None, None, _FIRST_RECORDS)
        if not page.records:
            return
        newest = self._instant(page)
        future = time.time_ns() // NANOSECONDS + self._bounds.tolerance
        # To the second, in which text order and time order agree.
        if newest // NANOSECONDS >= future:
            page = self._page_before(future, page.records[0])
            newest = self._instant(page)
        self.is_without_values = all(isinstance(record, WithoutValues) for record in page.records)
        earliest = key_at(newest - self._bounds.hours * 3600 * NANOSECONDS)
        oldest = max(earliest, self._since)
        if self._look_at(page, oldest) or page.continuation is None:
            return
        if page.records[-1][ID_FIELD] < oldest[:SECOND]:
            return  # and DynamoDB refuses to go on from beyond the bounds
        wanted = [names for selected, names in self._stored_names.items() if selected not in self.found]
        # One of the records beside the newest came with it.
        limit = self._bounds.records - (_FIRST_RECORDS - 1)
        if limit > 0:
            # All of them: a page may be that of one property, and its value of another not the newest one.
            for earlier in self._store.earlier(
                self._query.device, wanted, page, first_id=oldest[:SECOND], limit=limit
            ):
                self._look_at(earlier, oldest)

    def _instant(self, page: Page) -> int:
        """The time of its first record, in nanoseconds since 1970."""
        return nanoseconds(sort_key(checked_id(page.records[0], self._query.device)))

    def _page_before(self, future: int, record: Record) -> Page:
        """The newest records before that second, instead of one from the future."""
        newest = record[ID_FIELD]
        told = {"device": self._query.device, "record": newest}
        self._log(logging.WARNING, "the newest record is from the future", **told)
        page = self._page(None, key_at(future * NANOSECONDS)[:SECOND], _FIRST_RECORDS)
        if not page.records:
            raise InvalidStoredRecord(
                f"device {self._query.device!r} has only records from the future; the newest is {newest}"
            )
        return page

    def _look_at(self, page: Page, oldest: str) -> bool:
        """Takes what is new in a page. Returns whether no property is missing any more."""
        second = stored_id = ""
        for number, record in enumerate(page.records):
            if number and not self._is_missing() and str(record.get(ID_FIELD))[:SECOND] != second:
                return True  # even if the `id` of this one is not a valid time: it is not needed
            stored_id = checked_id(record, self._query.device)
            second = stored_id[:SECOND]
            self._add(record, oldest)
        if page.continuation is not None and self._may_hold_newer(page, second):
            self._rest_of_second(second, stored_id, oldest)
        return not self._is_missing()

    def _is_missing(self) -> bool:
        return len(self.found) < len(self._query.selected)

    def _add(self, record: Record, oldest: str, *, only_found: bool = False) -> None:
        position = Position.of(record)
        if position.key < oldest:
            return
        for field in record:
            for selected in self._selected_by_field.get(field, ()):
                known = self.found.get(selected)
                if only_found if known is None else known[0] >= position:
                    continue
                for name in self._stored_names[selected]:
                    if record.get(name) is not None:
                        self.found[selected] = position, Newest(record[name], record)
                        break

    def _may_hold_newer(self, page: Page, second: str) -> bool:
        """Whether a value that was taken may be older than one in the rest of this second."""
        if self._store.orders_by_time:
            return False
        if len(page.records) == 1 and _is_ambiguous(page.records[0][ID_FIELD]):
            return True  # of one property, perhaps, and its value not taken for that of another record
        return any(
            position.id[:SECOND] == second and _is_ambiguous(position.id)
            for position, _ in self.found.values()
        )

    def _rest_of_second(self, second: str, last_id: str, oldest: str) -> None:
        page = Page((), None)
        while True:
            page = self._page(second, last_id, None, page.continuation)
            for record in page.records:
                checked_id(record, self._query.device)
                # Of a property not found yet, the newest value may be elsewhere.
                self._add(record, oldest, only_found=True)
            if page.continuation is None:
                return

    def _page(
        self, first_id: str | None, last_id: str | None, limit: int | None, continuation: object | None = None
    ) -> Page:
        return self._store.page(
            self._query.device,
            first_id,
            last_id,
            descending=True,
            properties=self._properties,
            limit=limit,
            continuation=continuation,
        )


def _is_ambiguous(stored_id: str) -> bool:
    """Whether a smaller text of the same second can be a later time.

    Only if the id is shorter than nanoseconds and ends in Z: `…00Z` is a greater text than `…00.5Z`. With
    nine digits, or with `+00:00`, which sorts before digits, the greater text is the later time.
    """
    return stored_id[-1] == "Z" and len(stored_id) < _NINE_DIGITS


def _stored_names(selected: str) -> tuple[str, ...]:
    stripped = selected.removesuffix(_LATEST)
    return (selected, stripped) if stripped not in (selected, "") else (selected,)
