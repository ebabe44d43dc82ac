"""The newest values of many devices in one answer. One device at fault is one error, not the end of all."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from crosstwin_contract.times import with_z

from hotread.errors import AnswerFull, HotReadError, InvalidQuery, StoreFailed, TimeLimit
from hotread.log import Log, log
from hotread.newest import Bounds, newest_values
from hotread.property_values import property_value
from hotread.query import LastEntryQuery, parse_last_entry, resolve_device
from hotread.sizes import LARGEST_ANSWER, VALUE_FRAME, encoded_size
from hotread.store import ID_FIELD, HotStore
from hotread.timestamps import parse_time
from hotread.values import Caller

MOST_DEVICES = 100
# No device's search starts later than this: a connector waits 10 s, and one search takes up to 7 s to fail.
LATEST_START = 5.0  # seconds
# {"iotDeviceId":…,"error":{"code":"INVALID_STORED_RECORD","message":…}}, with room for AnswerFull's message
_DEVICE_FRAME = 256
_THREADS = 8
# Bounds the memory: so many devices have been asked for and do not yet stand in the answer.
_AHEAD = 2 * _THREADS
# One for all queries, so that threads, and what a store keeps for each, live on. It starts threads with its
# first task, so after the fork that Google's functions framework makes.
_POOL = ThreadPoolExecutor(_THREADS, thread_name_prefix="hotread-device")

# What counts for all devices that the list has as a string.
_SHARED = ("selectedProperties", "properties", "since")

_Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a device has no values. `cause` is there where the answer does not show how the store failed."""

    device: str | None
    error: HotReadError
    cause: Exception | None = None


@dataclass(frozen=True, slots=True)
class LastEntries:
    """`answer` is `{"devices": [...]}`; `failures` are those of single devices."""

    answer: dict[str, Any]
    failures: list[Failure]


def last_entries(store: HotStore, payload: Mapping[str, Any], bounds: Bounds) -> LastEntries:
    """The newest values of each of the payload's `devices`, in the order asked.

    A device is the payload of its last entry, and `since`: older values are neither looked for nor answered.
    A string is the id of a device, for which the payload's own fields count. Each answer is one of

    - `{"iotDeviceId": "<device>", "values": {"<property>": {"time": "…", "value": {"DoubleValue": 23.5}}}}`
    - `{"iotDeviceId": "<device>", "unchanged": true}`: there is `since`, and no value at or after it
    - `{"iotDeviceId": "<device>", "error": {"code": "…", "message": "…"}}`

    Raises InvalidQuery where `devices` is not a list of 1 to MOST_DEVICES.
    """
    devices = payload["devices"]
    if not isinstance(devices, list) or not 1 <= len(devices) <= MOST_DEVICES:
        raise InvalidQuery(f"devices: expected a list of 1 to {MOST_DEVICES} devices")
    return _Batch(store, bounds, [_Asked.parse(_item(one, payload)) for one in devices]).run()


def _item(device: Any, payload: Mapping[str, Any]) -> Any:
    if not isinstance(device, str):
        return device
    shared = {name: payload[name] for name in _SHARED if name in payload}
    return {"iotDeviceId": device, **shared}


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
            if not isinstance(item, Mapping):
                raise InvalidQuery("expected an object with iotDeviceId and selectedProperties")
            device = resolve_device(item)
            since = "" if item.get("since") is None else parse_time(item["since"], "since")
            return cls(device, parse_last_entry(item, from_twinmaker=False), since)
        except InvalidQuery as fault:
            return cls(device, fault)

    @property
    def name(self) -> dict[str, str]:
        return {} if self.device is None else {"iotDeviceId": self.device}


@dataclass(slots=True)
class _Search:
    """One device's search, which a thread of the pool runs. `lines` are written in the query's own thread."""

    asked: _Asked
    future: Future[_Values]
    lines: list[tuple[int, str, dict[str, Any]]]


@dataclass(slots=True)
class _Batch:
    store: HotStore
    bounds: Bounds
    asked: list[_Asked]
    started: float = field(default_factory=time.monotonic)
    is_full: bool = False

    def run(self) -> LastEntries:
        room = whole = LARGEST_ANSWER - sum(_DEVICE_FRAME + encoded_size(asked.name) for asked in self.asked)
        answers: list[dict[str, Any]] = []
        failures: list[Failure] = []
        to_ask = iter(self.asked)
        searches = deque(self._start(asked) for asked in islice(to_ask, _AHEAD))
        while searches:
            search = searches.popleft()
            found = _result(search)
            for level, message, fields in search.lines:
                log(level, message, **fields)
            size = _size(found)
            if self.is_full or size > room:
                # What never fits must not be asked for again and again.
                never = not self.is_full and size > whole
                self.is_full = self.is_full or not never
                found = Failure(search.asked.device, _too_large() if never else AnswerFull())
            else:
                room -= size
            if isinstance(found, Failure):
                failures.append(found)
            answers.append({**search.asked.name, **_answer(found, search.asked)})
            searches.extend(self._start(asked) for asked in islice(to_ask, 1))
        return LastEntries({"devices": answers}, failures)

    def _start(self, asked: _Asked) -> _Search:
        lines: list[tuple[int, str, dict[str, Any]]] = []

        def keep(level: int, message: str, **fields: Any) -> None:
            lines.append((level, message, fields))

        return _Search(asked, _POOL.submit(self._values, asked, keep), lines)

    def _values(self, asked: _Asked, keep: Log) -> _Values:
        """Runs in a thread of the pool."""
        if isinstance(asked.query, InvalidQuery):
            raise asked.query
        if self.is_full:
            raise AnswerFull
        if time.monotonic() - self.started > LATEST_START:
            raise TimeLimit(LATEST_START)
        query = asked.query
        if not query.selected:
            return {}
        newest = newest_values(self.store, query, self.bounds, since=asked.since, log=keep)
        return {
            name: {
                "time": with_z(record[ID_FIELD]),
                "value": property_value(query, name, value, record, Caller.HTTP),
            }
            for name, (value, record) in newest.items()
        }


def _result(search: _Search) -> _Values | Failure:
    try:
        return search.future.result()
    except HotReadError as error:
        return Failure(search.asked.device, error)
    except Exception as error:
        return Failure(search.asked.device, StoreFailed(), error)


def _size(found: _Values | Failure) -> int:
    if isinstance(found, Failure):
        return encoded_size(found.error.message)
    return sum(
        VALUE_FRAME + encoded_size(name) + encoded_size(entry["value"]) for name, entry in found.items()
    )


def _answer(found: _Values | Failure, asked: _Asked) -> dict[str, Any]:
    if isinstance(found, Failure):
        return {"error": {"code": found.error.code, "message": found.error.message}}
    return {"unchanged": True} if asked.since and not found else {"values": found}


def _too_large() -> InvalidQuery:
    return InvalidQuery(
        "selectedProperties: the values of so many do not fit into one answer", "ANSWER_TOO_LARGE"
    )
