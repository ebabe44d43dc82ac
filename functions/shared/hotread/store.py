"""What the core needs of a hot store, whichever cloud it is on."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from crosstwin_contract.times import is_stored_id

from hotread.deadline import DEADLINE, Deadline, TimeIsUpError
from hotread.errors import InvalidStoredRecord, TimeLimit
from hotread.record import ID_FIELD, Record


@dataclass(frozen=True, slots=True)
class InvalidTime:
    """The `id` of a record whose `field` is not a time as the store's records should have it: `expected`.

    `fits` has the keys of the section `records` that describe it, if it is a time at all, such as
    `time_format: epoch_seconds`.
    """

    field: str
    value: Any
    expected: str
    fits: str = ""


class WithoutValues(dict[str, Any]):
    """A record that lacks `field`, the map in which its store's records have their properties.

    `names` are those of its other fields, without device and time, as far as the store was asked for them.
    """

    __slots__ = ("field", "names")

    def __init__(self, field: str, names: Sequence[str]) -> None:
        super().__init__()
        self.field, self.names = field, names


def checked_id(record: Record, device: str) -> str:
    """The record's `id`. Raises InvalidStoredRecord, naming device and `id`, if it is not a valid time."""
    found = record.get(ID_FIELD)
    if is_stored_id(found):
        return found
    if not isinstance(found, InvalidTime):
        found = InvalidTime(ID_FIELD, found, "an ISO 8601 UTC time")
    message = (
        f"device {device!r} has a record whose {found.field} {found.value!r:.60} is not {found.expected}"
    )
    raise InvalidStoredRecord(f"{message}; it fits {found.fits}" if found.fits else message)


@dataclass(frozen=True, slots=True)
class Page:
    """Some records in the order asked, and where to go on; `continuation` None: there are no more.

    A continuation belongs to the store that made it and lives within one request only.
    """

    records: Sequence[Record]
    continuation: object | None = None


class HotStore(Protocol):
    """One device's records, by text range of `id`.

    Whatever it waits for ends with the query's time: see hotread.deadline.

    A store with `orders_by_time` orders its records by time, also within a second, and spells equal times
    alike (`crosstwin_contract.times.spelled`). Its bounds can be finer than a second, see `page`.

    Raises StoreThrottled when the store asks to come back later. Any other exception is a failure
    of the store; the caller learns no more than that.
    """

    @property
    def orders_by_time(self) -> bool: ...

    def page(
        self,
        device: str,
        first_id: str | None,
        last_id: str | None,
        *,
        descending: bool,
        properties: Sequence[str],
        limit: int | None,
        continuation: object | None,
    ) -> Page:
        """Records of `device` with `first_id` <= `id` <= `last_id`, both inclusive, in text order of `id`.

        A bound is an `id`; or a sort key, whole or to the second, which is before all of its spellings; or
        one with `times.AFTER_ANY_SPELLING`, which is after them. None sets no bound, not even a type.
        `properties` are the only fields besides `id` that will be looked at: a store may leave out
        the others. Of no properties, a record WithoutValues has the names of all of its fields.
        `limit` is how many records are needed at most, None for a full page of the store.
        """
        ...

    def earlier(
        self, device: str, wanted: Sequence[Sequence[str]], page: Page, *, first_id: str, limit: int
    ) -> Iterator[Page]:
        """Records before those of a descending `page`, from `first_id` on, to find missing properties in.

        Each of `wanted` is a property, by the names that it may be stored under. The pages hold the next
        `limit` records in all, in descending text order of `id`; or, where the store knows which records
        have a property, one page for each of `wanted` with the newest one that has it. The continuation
        of a page is None if there are no records before it.
        """
        ...


_NOTHING = Page(())
_Found = TypeVar("_Found", bound=Page | None)


@dataclass(slots=True)
class QueryStore:
    """A store for one query: counts calls, records and seconds, and raises TimeLimit after `limit` seconds.

    No call begins later than that by `clock`; one that is running then ends by the machine's own clock.
    Calls of several threads at the same time count in full each: `seconds` can be more than have passed.
    """

    store: HotStore
    limit: float = math.inf
    clock: Callable[[], float] = time.monotonic
    pages: int = 0
    records: int = 0
    seconds: float = 0.0
    is_over_limit: bool = False  # whether it has raised TimeLimit for that
    _started: float = field(init=False)
    _deadline: Deadline = field(init=False)
    _closed: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._started = self.clock()
        self._deadline = Deadline(time.monotonic() + self.limit)

    @property
    def orders_by_time(self) -> bool:
        return self.store.orders_by_time

    @property
    def age(self) -> float:
        """Seconds since the query began."""
        return self.clock() - self._started

    @property
    def left(self) -> float:
        """Seconds until the query has to end."""
        return self.limit - self.age

    def close(self) -> None:
        """Ends what other threads still read for the query."""
        self._closed = True

    def page(
        self,
        device: str,
        first_id: str | None,
        last_id: str | None,
        *,
        descending: bool,
        properties: Sequence[str],
        limit: int | None,
        continuation: object | None,
    ) -> Page:
        return self._call(
            lambda: self.store.page(
                device,
                first_id,
                last_id,
                descending=descending,
                properties=properties,
                limit=limit,
                continuation=continuation,
            )
        )

    def earlier(
        self, device: str, wanted: Sequence[Sequence[str]], page: Page, *, first_id: str, limit: int
    ) -> Iterator[Page]:
        pages = self.store.earlier(device, wanted, page, first_id=first_id, limit=limit)
        while (found := self._call(lambda: next(pages, None))) is not None:
            yield found

    def _call(self, call: Callable[[], _Found]) -> _Found:
        """What a call of the store returns; None: it had nothing to ask for."""
        if self._closed:
            raise TimeLimit(self.limit)
        if self.left <= 0:
            raise self._over()
        started = time.perf_counter()
        outer = DEADLINE.set(self._deadline)
        found: _Found | Page = _NOTHING
        try:
            found = answer = call()
            self._deadline.is_answered = True
        except TimeIsUpError as error:
            raise self._over() from error
        finally:  # also of a call that fails, after whatever time
            DEADLINE.reset(outer)
            if found is not None:
                self._count(started, len(found.records))
        return answer

    def _over(self) -> TimeLimit:
        self.is_over_limit = True
        return TimeLimit(self.limit, is_silent=not self._deadline.is_answered)

    def _count(self, started: float, records: int) -> None:
        with self._lock:
            self.pages += 1
            self.records += records
            self.seconds += time.perf_counter() - started


def next_pages(
    store: HotStore, device: str, wanted: Sequence[Sequence[str]], page: Page, *, first_id: str, limit: int
) -> Iterator[Page]:
    """`HotStore.earlier` of a store that does not know which records have a property."""
    properties = tuple(dict.fromkeys(name for names in wanted for name in names))
    while limit > 0 and page.continuation is not None:
        page = store.page(
            device,
            first_id,
            None,
            descending=True,
            properties=properties,
            limit=limit,
            continuation=page.continuation,
        )
        limit -= len(page.records)
        yield page
