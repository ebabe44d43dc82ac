"""The histories of many devices in pages: device by device, each in the order of time.

One device at fault is one error, not the end of all.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from crosstwin_contract.values import Caller

from hotread import batch
from hotread.batch import DEVICE_FRAME, Failure, fields_of, items_of, named
from hotread.columns import Columns, ObjectColumns, TextColumns, dumps
from hotread.errors import AnswerTooLarge, InvalidQuery, TimeLimit, TimeRangeTooLong
from hotread.history import Part, read_history
from hotread.position import Place, Position, parse_token_of_place, token_of_place
from hotread.query import HistoryQuery, parse_history_of_device, parse_time_range, resolve_device
from hotread.sizes import LARGEST_ANSWER, encoded_size
from hotread.store import QueryStore

# {"devices":[…],"nextToken":"…"}, whose token holds the name of a device and the one of a record, in base64
_FRAME = 8192
_ROOM = LARGEST_ANSWER - _FRAME
# What a page ends before, rather than answer it for a device that had not the whole page to itself.
_ENDS_PAGE = (AnswerTooLarge, TimeLimit, TimeRangeTooLong)


@dataclass(frozen=True, slots=True)
class Histories:
    """`entries` of the devices, as they stand in the answer; `failures` are those of single devices."""

    entries: list[Any]
    next_token: str | None
    failures: list[Failure]

    def answer(self) -> dict[str, Any]:
        return {"devices": self.entries, **({"nextToken": self.next_token} if self.next_token else {})}

    def text(self) -> str:
        tail = f',"nextToken":{dumps(self.next_token)}' if self.next_token else ""
        return f'{{"devices":[{",".join(self.entries)}]{tail}}}'


def histories(store: QueryStore, payload: Mapping[str, Any], caller: Caller) -> Histories:
    """A page of the histories of `devices`, in the order asked.

    Each entry, which is JSON for a caller over HTTP, is one of

    - `{"iotDeviceId": "<device>", "propertyValues": [...]}`, as a history of that device has them
    - `{"iotDeviceId": "<device>", "error": {"code": "…", "message": "…"}}`

    A page ends after `maxResults` rows of all devices, before the answer passes LARGEST_ANSWER, or when the
    store's time is over; then there is a `next_token`.
    Raises InvalidQuery for a fault that is not that of one device.
    """
    time_range = parse_time_range(payload)
    asked = [_Asked.parse(item, time_range) for item in items_of(payload)]
    place = Place(0, asked[0].name)
    if payload.get("nextToken") is not None:
        place = parse_token_of_place(payload["nextToken"])
        if place.number >= len(asked) or asked[place.number].name != place.device:
            raise InvalidQuery("nextToken is of a query for other devices", "INVALID_NEXT_TOKEN")
        if place.after and time_range["max_data_points"]:
            raise InvalidQuery("nextToken is of a query without maxDataPoints", "INVALID_NEXT_TOKEN")
    try:
        return _Page(store, asked, caller, time_range["max_results"]).read(place)
    finally:
        store.close()


@dataclass(frozen=True, slots=True)
class _Asked:
    """One device of the list. `query` is the fault of its item, where it has one."""

    device: str | None
    query: HistoryQuery | InvalidQuery

    @classmethod
    def parse(cls, item: Any, time_range: Mapping[str, Any]) -> _Asked:
        device = None
        try:
            item = fields_of(item)
            device = resolve_device(item)
            return cls(device, parse_history_of_device(item, time_range))
        except InvalidQuery as fault:
            return cls(device, fault)

    @property
    def name(self) -> str:
        return self.device or ""


class _Found(NamedTuple):
    part: Part
    columns: Columns


@dataclass(slots=True)
class _Page:
    store: QueryStore
    asked: list[_Asked]
    caller: Caller
    most_rows: int | None
    room: int = _ROOM
    rows_left: int | None = field(init=False)

    def __post_init__(self) -> None:
        self.rows_left = self.most_rows

    def read(self, place: Place) -> Histories:
        entries: list[Any] = []
        failures: list[Failure] = []
        index, after = place.number, None
        searches: deque[Future[_Found]] = deque()
        while index < len(self.asked):
            width = min(self._width(len(entries)), len(self.asked) - index)
            while len(searches) < width and self._may_start(entries):
                at = index + len(searches)
                searches.append(self._start(at, place.after if at == place.number else None))
            if not searches:
                break
            device = self.asked[index].device
            found = batch.result(device, searches.popleft(), self.store)
            if entries and not self._fits(device, found):
                break
            entries.append(self._entry(device, found))
            self.room -= _size(device, found)
            index += 1
            if isinstance(found, Failure):
                failures.append(found)
                continue
            if self.rows_left is not None:
                self.rows_left -= found.part.rows
            if found.part.after is not None:
                index, after = index - 1, found.part.after
                break
            if self.rows_left == 0:
                break
        if index == len(self.asked):
            return Histories(entries, None, failures)
        return Histories(entries, token_of_place(Place(index, self.asked[index].name, after)), failures)

    def _width(self, answered: int) -> int:
        """How many devices to ask for at the same time.

        The first one has the page to itself: it may fill it, and it has all the reader's time. Then more and
        more, but no more than fit if they are as long as those before: the others would be read in vain.
        """
        if not answered:
            return 1
        used = 1 - self.room / _ROOM
        if self.most_rows and self.rows_left is not None:
            used = max(used, 1 - self.rows_left / self.most_rows)
        fit = math.ceil(answered * (1 - used) / used)
        return max(1, min(batch.THREADS, 2 * answered, fit))

    def _may_start(self, entries: list[Any]) -> bool:
        return not entries or self.store.age <= batch.LATEST_START

    def _start(self, index: int, after: Position | None) -> Future[_Found]:
        """Asks for what of a device's history fits into the rest of the page."""
        query, room = self.asked[index].query, self.room
        if isinstance(query, HistoryQuery):
            query = query._replace(max_results=self.rows_left, after=after)
        return batch.POOL.submit(self._search, self.asked[index].device, query, room)

    def _search(self, device: str | None, query: HistoryQuery | InvalidQuery, room: int) -> _Found:
        """Runs in a thread of the pool."""
        if isinstance(query, InvalidQuery):
            raise query
        columns = TextColumns(query) if self.caller is Caller.HTTP else ObjectColumns(query, self.caller)
        room -= DEVICE_FRAME + encoded_size(named(device))
        return _Found(read_history(self.store, query, columns, room), columns)

    def _fits(self, device: str | None, found: _Found | Failure) -> bool:
        if _size(device, found) > self.room:
            return False
        if isinstance(found, Failure):
            return not isinstance(found.error, _ENDS_PAGE)
        return self.rows_left is None or found.part.rows <= self.rows_left

    def _entry(self, device: str | None, found: _Found | Failure) -> Any:
        """A device's entry in the answer: JSON over HTTP, else an object."""
        if isinstance(found, Failure):
            entry = {**named(device), **found.answer}
            return dumps(entry) if self.caller is Caller.HTTP else entry
        values = found.columns.property_values()
        if self.caller is Caller.HTTP:
            return f'{{"iotDeviceId":{dumps(device)},"propertyValues":{values}}}'
        return {"iotDeviceId": device, "propertyValues": values}


def _size(device: str | None, found: _Found | Failure) -> int:
    frame = DEVICE_FRAME + encoded_size(named(device))
    return frame + (encoded_size(found.error.message) if isinstance(found, Failure) else found.part.size)
