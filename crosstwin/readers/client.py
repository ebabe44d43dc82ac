"""Asks a hot reader, over HTTP or as TwinMaker does, and follows the pages of its answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from crosstwin.errors import Failure
from crosstwin.readers.answers import (
    Answer,
    Columns,
    InvalidAnswer,
    history_columns,
    newest_times,
    newest_values,
)
from crosstwin.readers.times import age_seconds

Order = Literal["ASCENDING", "DESCENDING"]
OnPage = Callable[[int, int], None]  # takes the pages and the rows read so far


class ReaderError(Failure):
    """The reader refused or failed, or could not be reached.

    `status` is the HTTP status, None where there was none. `code` is the reader's own, `hint` says
    what to check.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        status: int | None = None,
        trace_id: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.message = message
        self.code = code
        self.status = status
        self.trace_id = trace_id
        self.hint = hint
        full = f"{code}: {message}" if code else message
        full += f" (trace id {trace_id})" if trace_id else ""
        super().__init__(f"{full}\n{hint}" if hint else full)


class AskedReader(Protocol):
    """One reader: of histories, or of last entries."""

    @property
    def route(self) -> str:
        """How it is asked, in words: `HTTP reader.example.com` or `direct invocation factory-hot-reader`."""
        ...

    def ask(self, payload: Mapping[str, Any]) -> Answer:
        """The answer to one query's payload. Raises ReaderError, InvalidAnswer."""
        ...


@dataclass(frozen=True, slots=True)
class History:
    """A device's values in a time range.

    `answer` is the pages' answers merged into one: with `nextToken` only where reading stopped at a
    limit. `columns` holds the same values by property; `milliseconds` the time of each page.
    """

    device: str
    order: Order
    answer: Answer
    columns: Columns
    milliseconds: tuple[float, ...]

    @property
    def rows(self) -> int:
        """How many different times the answer has."""
        return len({point.time for points in self.columns.values() for point in points})

    @property
    def stopped_early(self) -> bool:
        return "nextToken" in self.answer


@dataclass(frozen=True, slots=True)
class Newest:
    """A device's newest values; a property without one is not in `values`.

    `times` are theirs, as far as the reader gives them: over HTTP.
    """

    device: str
    answer: Answer
    values: Mapping[str, Any]
    milliseconds: tuple[float, ...]
    times: Mapping[str, str] = field(default_factory=dict)

    def age(self, name: str) -> float | None:
        """How many seconds old a value is, by this machine's clock; None where its time is not known."""
        time = self.times.get(name)
        return age_seconds(time) if time else None


def read_history(
    reader: AskedReader,
    device: str,
    properties: Sequence[str],
    start: str,
    end: str,
    *,
    types: Mapping[str, str] | None = None,
    order: Order = "ASCENDING",
    max_results: int | None = None,
    limit: int | None = None,
    max_data_points: int | None = None,
    on_page: OnPage | None = None,
) -> History:
    """Reads all pages from `start` to `end`, ISO 8601 with a zone, both inclusive.

    `types` are declared types (`double`, …) by property, `max_results` the rows of a page, `limit`
    the rows after which reading stops. `max_data_points` asks for no more values of each property than a
    chart so many pixels wide would show. Raises ReaderError, InvalidAnswer.
    """
    payload = query_payload(device, properties, types)
    payload |= {"startTime": start, "endTime": end, "orderByTime": order}
    if max_data_points is not None:
        payload["maxDataPoints"] = max_data_points
    merged: Answer = {}
    columns: Columns = {}
    milliseconds: list[float] = []
    times: set[str] = set()
    tokens: set[str] = set()
    while True:
        page_size = _page_size(max_results, None if limit is None else limit - len(times))
        answer, took = timed(reader, payload if page_size is None else payload | {"maxResults": page_size})
        milliseconds.append(took)
        page = history_columns(answer)
        merge(merged, answer)
        for name, points in page.items():
            columns.setdefault(name, []).extend(points)
            times.update(point.time for point in points)
        if on_page:
            on_page(len(milliseconds), len(times))
        token = answer.get("nextToken")
        if token is None:
            merged.pop("nextToken", None)
            break
        if token in tokens:
            raise InvalidAnswer("nextToken: the reader gave one token twice, so its pages have no end")
        merged["nextToken"] = token
        if limit is not None and len(times) >= limit:
            break
        tokens.add(token)
        payload["nextToken"] = token
    return History(device, order, merged, columns, tuple(milliseconds))


def read_newest(
    reader: AskedReader, device: str, properties: Sequence[str], *, types: Mapping[str, str] | None = None
) -> Newest:
    """Reads the newest value of each property. Raises ReaderError, InvalidAnswer."""
    answer, took = timed(reader, query_payload(device, properties, types))
    return Newest(device, answer, newest_values(answer), (took,), newest_times(answer))


def query_payload(device: str, properties: Sequence[str], types: Mapping[str, str] | None) -> dict[str, Any]:
    """What every query has of a device. `types` are declared types by property."""
    payload: dict[str, Any] = {"iotDeviceId": device, "selectedProperties": list(properties)}
    if types:
        payload["properties"] = {
            name: {"definition": {"dataType": {"type": types[name].upper()}}}
            for name in properties
            if name in types
        }
    return payload


def _page_size(max_results: int | None, left: int | None) -> int | None:
    sizes = [size for size in (max_results, left) if size is not None]
    return max(1, min(sizes)) if sizes else None


def timed(reader: AskedReader, payload: Mapping[str, Any]) -> tuple[Answer, float]:
    """The answer, and how many milliseconds it took."""
    started = time.perf_counter()
    answer = reader.ask(payload)
    return answer, (time.perf_counter() - started) * 1000


def merge(merged: Answer, page: Mapping[str, Any]) -> None:
    """Adds a page's values to the merged answer, property by property. The page has been checked."""
    if not merged:
        merged |= page
        merged["propertyValues"] = [
            {**entry, "values": list(entry["values"])} for entry in page["propertyValues"]
        ]
        return
    by_name = {_name(entry): entry for entry in merged["propertyValues"]}
    for entry in page["propertyValues"]:
        known = by_name.get(_name(entry))
        if known is None:
            raise InvalidAnswer(f"a page has the property {_name(entry)!r:.60} that the first one has not")
        known["values"].extend(entry["values"])


def _name(entry: Mapping[str, Any]) -> str:
    name: str = entry["entityPropertyReference"]["propertyName"]
    return name
