"""Asks hot readers for many devices: in queries of up to 100 devices, all clouds at the same time.

A device at fault has an error of its own; a reader that fails as a whole is an error of each of its devices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import Any, TypeVar

from crosstwin_contract.asking import of_one_query
from crosstwin_contract.envelope import MOST_DEVICES

from crosstwin.errors import Failure
from crosstwin.readers.answers import (
    Answer,
    InvalidAnswer,
    device_entries,
    device_error,
    device_values,
    history_columns,
)
from crosstwin.readers.client import (
    AskedReader,
    History,
    Newest,
    Order,
    ReaderError,
    merge,
    query_payload,
    timed,
)

# What the reader says of devices for which this answer had no room or no time.
_AGAIN = ("ANSWER_FULL", "TIME_LIMIT")

Found = TypeVar("Found", Newest, History)


@dataclass(frozen=True, slots=True)
class DeviceQuery:
    """One device of many. `types` are declared types by property; `since` leaves out older values."""

    device: str
    properties: Sequence[str]
    types: Mapping[str, str] = field(default_factory=dict)
    since: str | None = None

    @property
    def payload(self) -> dict[str, Any]:
        payload = query_payload(self.device, self.properties, self.types)
        return payload if self.since is None else {**payload, "since": self.since}


@dataclass(frozen=True, slots=True)
class DeviceFailure:
    """Why there is no answer for a device."""

    device: str
    error: Failure


# By cloud: the reader, and whom it is asked for.
Asked = Mapping[str, tuple[AskedReader, Sequence[DeviceQuery]]]


def newest_of_many(asked: Asked) -> Iterator[tuple[str, list[Newest | DeviceFailure]]]:
    """The newest values of the devices of each cloud, in the order asked; first the cloud that is done first.

    A device whose values are all older than `since` has none in its `values`.
    """
    return _clouds(asked, _newest_of_some)


def histories_of_many(
    asked: Asked, start: str, end: str, *, order: Order = "ASCENDING", max_data_points: int | None = None
) -> Iterator[tuple[str, list[History | DeviceFailure]]]:
    """The same for the values from `start` to `end`, ISO 8601 with a zone, both inclusive."""
    shared: dict[str, Any] = {"startTime": start, "endTime": end, "orderByTime": order}
    if max_data_points is not None:
        shared["maxDataPoints"] = max_data_points

    def ask(reader: AskedReader, queries: Sequence[DeviceQuery]) -> dict[str, History | DeviceFailure]:
        return _histories_of_some(reader, queries, shared, order)

    return _clouds(asked, ask)


def _clouds(
    asked: Asked, ask: Callable[[AskedReader, Sequence[DeviceQuery]], dict[str, Found | DeviceFailure]]
) -> Iterator[tuple[str, list[Found | DeviceFailure]]]:
    wanted = {cloud: one for cloud, one in asked.items() if one[1]}
    if not wanted:
        return
    with ThreadPoolExecutor(len(wanted), thread_name_prefix="cloud") as pool:
        futures = {
            pool.submit(_cloud, reader, queries, ask): cloud for cloud, (reader, queries) in wanted.items()
        }
        for future in as_completed(futures):
            yield futures[future], future.result()


def _cloud(
    reader: AskedReader,
    queries: Sequence[DeviceQuery],
    ask: Callable[[AskedReader, Sequence[DeviceQuery]], dict[str, Found | DeviceFailure]],
) -> list[Found | DeviceFailure]:
    found: dict[str, Found | DeviceFailure] = {}
    remaining = list(queries)
    while remaining:
        part = remaining[: of_one_query([query.payload for query in remaining[:MOST_DEVICES]])]
        try:
            answers = ask(reader, part)
        except Failure as error:  # the next devices would only wait for the same
            found |= {query.device: DeviceFailure(query.device, error) for query in remaining}
            break
        again = [query for query in part if _is_to_ask_again(answers[query.device])]
        found |= answers
        remaining = remaining[len(part) :]
        if len(again) < len(part):  # else it would go on for ever
            remaining = again + remaining
    return [found[query.device] for query in queries]


def _is_to_ask_again(answer: Newest | History | DeviceFailure) -> bool:
    return (
        isinstance(answer, DeviceFailure)
        and isinstance(answer.error, ReaderError)
        and answer.error.code in _AGAIN
    )


def _newest_of_some(reader: AskedReader, queries: Sequence[DeviceQuery]) -> dict[str, Newest | DeviceFailure]:
    answer, took = timed(reader, {"devices": [query.payload for query in queries]})
    entries = device_entries(answer)
    found: dict[str, Newest | DeviceFailure] = {}
    for query in queries:
        entry = entries.get(query.device)
        if entry is None:
            raise InvalidAnswer(f"devices: the answer has no {query.device!r:.60}")
        failure = _failure(query.device, entry)
        if failure is None:
            values, times = device_values(entry)
            found[query.device] = Newest(query.device, dict(entry), values, (took,), times)
        else:
            found[query.device] = failure
    return found


def _histories_of_some(
    reader: AskedReader, queries: Sequence[DeviceQuery], shared: Mapping[str, Any], order: Order
) -> dict[str, History | DeviceFailure]:
    payload: dict[str, Any] = {"devices": [query.payload for query in queries], **shared}
    failures: dict[str, DeviceFailure] = {}
    merged: dict[str, Answer] = {}
    milliseconds: list[float] = []
    tokens: set[str] = set()
    while True:
        answer, took = timed(reader, payload)
        milliseconds.append(took)
        for device, entry in device_entries(answer).items():
            failure = _failure(device, entry)
            if failure is not None:
                failures[device] = failure
            else:
                history_columns(entry)  # checks it
                merge(merged.setdefault(device, {}), entry)
        token = answer.get("nextToken")
        if token is None:
            break
        if not isinstance(token, str) or token in tokens:
            raise InvalidAnswer("nextToken: the reader gave one token twice, so its pages have no end")
        tokens.add(token)
        payload["nextToken"] = token
    found: dict[str, History | DeviceFailure] = {}
    for query in queries:
        one = merged.get(query.device)
        # A device that failed on a later page has no whole history.
        if query.device in failures:
            found[query.device] = failures[query.device]
        elif one is None:
            raise InvalidAnswer(f"devices: the answer has no {query.device!r:.60}")
        else:
            history = {"propertyValues": one["propertyValues"]}
            found[query.device] = History(
                query.device, order, history, history_columns(history), tuple(milliseconds)
            )
    return found


def _failure(device: str, entry: Mapping[str, Any]) -> DeviceFailure | None:
    error = device_error(entry)
    return DeviceFailure(device, ReaderError(error[1], code=error[0])) if error else None
