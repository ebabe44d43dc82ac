"""The newest values of many devices in one answer. One device at fault is one error, not the end of all."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from typing import Any

from crosstwin_contract.values import Caller

from hotread import batch
from hotread.batch import DEVICE_FRAME, Failure, fields_of, items_of, named
from hotread.errors import AnswerFull, AnswerTooLarge, InvalidQuery, TimeLimit
from hotread.log import Log, log
from hotread.newest import Bounds, newest_values
from hotread.property_values import as_asked, property_value, timed
from hotread.query import LastEntryQuery, parse_last_entry, resolve_device
from hotread.record import ID_FIELD
from hotread.sizes import LARGEST_ANSWER, VALUE_FRAME, encoded_size
from hotread.store import QueryStore
from hotread.timestamps import parse_time

# Bounds the memory: so many devices have been asked for and do not yet stand in the answer.
_AHEAD = 2 * batch.THREADS

_Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LastEntries:
    """`answer` is `{"devices": [...]}`; `failures` are those of single devices."""

    answer: dict[str, Any]
    failures: list[Failure]


def last_entries(store: QueryStore, payload: Mapping[str, Any], bounds: Bounds) -> LastEntries:
    """The newest values of each of the payload's `devices`, in the order asked.

    A device is the payload of its last entry, and `since`: older values are neither looked for nor answered.
    A string is the id of a device, for which the payload's own fields count. Each answer is one of

    - `{"iotDeviceId": "<device>", "values": {"<property>": {"time": "…", "value": {"DoubleValue": 23.5}}}}`
    - `{"iotDeviceId": "<device>", "unchanged": true}`: there is `since`, and no value at or after it
    - `{"iotDeviceId": "<device>", "error": {"code": "…", "message": "…"}}`

    Raises InvalidQuery where `devices` is not a list of 1 to MOST_DEVICES.
    """
    return _Batch(store, bounds, [_Asked.parse(item) for item in items_of(payload)]).run()


@dataclass(frozen=True, slots=True)
class _Asked:
    """One device of the list. `query` is the fault of its item, where it has one."""

    device: str | None
    query: LastEntryQuery | InvalidQuery
    since: str = ""  # a sort key

    @classmethod
    def parse(cls, item: Any) -> _Asked:
        device = None
        try:
            item = fields_of(item)
            device = resolve_device(item)
            since = "" if item.get("since") is None else parse_time(item["since"], "since")
            return cls(device, parse_last_entry(item, from_twinmaker=False), since)
        except InvalidQuery as fault:
            return cls(device, fault)


@dataclass(slots=True)
class _Search:
    """One device's search, which a thread of the pool runs. `lines` are written in the query's own thread."""

    asked: _Asked
    future: Future[_Values]
    lines: list[tuple[int, str, dict[str, Any]]]


@dataclass(slots=True)
class _Batch:
    store: QueryStore
    bounds: Bounds
    asked: list[_Asked]
    is_full: bool = False

    def run(self) -> LastEntries:
        room = LARGEST_ANSWER - sum(DEVICE_FRAME + encoded_size(named(asked.device)) for asked in self.asked)
        whole = room
        answers: list[dict[str, Any]] = []
        failures: list[Failure] = []
        to_ask = iter(self.asked)
        searches = deque(self._start(asked) for asked in islice(to_ask, _AHEAD))
        while searches:
            search = searches.popleft()
            device = search.asked.device
            found = batch.result(device, search.future, self.store)
            for level, message, fields in search.lines:
                log(level, message, **fields)
            size = _size(found)
            if self.is_full or size > room:
                # What never fits must not be asked for again and again.
                never = not self.is_full and size > whole
                self.is_full = self.is_full or not never
                found = Failure(device, AnswerTooLarge("selectedProperties") if never else AnswerFull())
            else:
                room -= size
            if isinstance(found, Failure):
                failures.append(found)
            answers.append({**named(device), **_answer(found, search.asked)})
            searches.extend(self._start(asked) for asked in islice(to_ask, 1))
        return LastEntries({"devices": answers}, failures)

    def _start(self, asked: _Asked) -> _Search:
        lines: list[tuple[int, str, dict[str, Any]]] = []

        def keep(level: int, message: str, **fields: Any) -> None:
            lines.append((level, message, fields))

        return _Search(asked, batch.POOL.submit(self._values, asked, keep), lines)

    def _values(self, asked: _Asked, keep: Log) -> _Values:
        """Runs in a thread of the pool."""
        if isinstance(asked.query, InvalidQuery):
            raise asked.query
        if self.is_full:
            raise AnswerFull
        if self.store.age > batch.LATEST_START:
            raise TimeLimit(batch.LATEST_START)
        query = asked.query
        if not query.selected:
            return {}
        newest = newest_values(self.store, query, self.bounds, since=asked.since, log=keep)
        return {
            name: timed(
                record[ID_FIELD], as_asked(query, property_value(query, name, value, record, Caller.HTTP))
            )
            for name, (value, record) in newest.items()
        }


def _size(found: _Values | Failure) -> int:
    if isinstance(found, Failure):
        return encoded_size(found.error.message)
    return sum(
        VALUE_FRAME + encoded_size(name) + encoded_size(entry["value"]) for name, entry in found.items()
    )


def _answer(found: _Values | Failure, asked: _Asked) -> dict[str, Any]:
    if isinstance(found, Failure):
        return found.answer
    return {"unchanged": True} if asked.since and not found else {"values": found}
