"""One device's values in a time range, as many as an answer has room for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hotread.columns import Columns, row_size
from hotread.downsampling import downsample
from hotread.errors import AnswerTooLarge, HotReadError, TimeLimit, TimeRangeTooLong
from hotread.interpolation import interpolate, size_of_time
from hotread.newest import require_a_time
from hotread.paging import Rows
from hotread.position import Position
from hotread.query import HistoryQuery, LastEntryQuery
from hotread.sizes import ENTRY_FRAME, encoded_size
from hotread.store import HotStore, Record


@dataclass(frozen=True, slots=True)
class Part:
    """What one answer has of a history, besides its values.

    `rows` are rows, or times of an interpolation; `size` is in bytes, at most; the history goes on
    `after` that position, None where it is complete.
    """

    rows: int
    size: int
    after: Position | None


def read_history(store: HotStore, query: HistoryQuery, columns: Columns, room: int) -> Part:
    """Puts values into the columns: as stored, interpolated or down-sampled.

    A page ends at `max_results` rows, before it takes more than `room` bytes, or when the store's time is
    over. It has one row at least, however large.
    Raises TimeRangeTooLong where the time is over and there is no page to answer.
    Raises InvalidQuery and its kinds, InvalidStoredRecord, StoreThrottled, or what the store raises.
    """
    frame = frame_size(query, room)
    if not query.selected:
        return Part(0, frame, None)
    try:
        if query.max_data_points or query.interval:
            part = _read_objects(store, query, columns, room - frame)
        else:
            part = _read_rows(store, query, columns, room - frame)
        if not query.after and part.after is None and not any(columns.values.values()):
            require_a_time(store, query.device)
    except TimeLimit as error:
        raise TimeRangeTooLong(error.seconds) from None
    return Part(part.rows, frame + part.size, part.after)


def frame_size(query: LastEntryQuery, room: int) -> int:
    """An upper bound of what the answer takes without a value, in bytes.

    Raises AnswerTooLarge where that alone is over `room`: names of entity and component come with every
    property.
    """
    repeated = encoded_size(query.reference) + ENTRY_FRAME
    size = sum(repeated + encoded_size({"propertyName": name}) for name in query.selected)
    if size > room:
        raise AnswerTooLarge("selectedProperties")
    return size


def _read_objects(store: HotStore, query: HistoryQuery, columns: Columns, room: int) -> Part:
    values: dict[str, list[Any]] = {name: [] for name in query.selected}
    part = Part(0, 0, None)
    if query.max_data_points:
        left = downsample(
            store, query, query.max_data_points, caller=columns.caller, values=values, room=room
        )
        part = Part(0, room - left, None)
    elif query.interval:
        times, after = interpolate(
            store, query, query.interval, caller=columns.caller, values=values, room=room
        )
        part = Part(times, times * size_of_time(query), after)
    for name, items in values.items():
        columns.extend(name, items)
    return part


def _read_rows(store: HotStore, query: HistoryQuery, columns: Columns, room: int) -> Part:
    last: Record | None = None
    after: Position | None = None
    left = room
    found = Rows(store, query)
    try:
        for record in found:
            if found.counted == query.max_results:
                if row_size(columns, record):
                    break
                continue
            try:
                cells, size = columns.row(record)
            except HotReadError:
                if found.counted and row_size(columns, record) > left:
                    break  # it is a fault of the next page
                raise
            if not cells:
                continue
            if found.counted and size > left:
                break
            left -= size
            last = record
            for column, item in cells:
                column.append(item)
            found.counted += 1
        else:
            last = None
        after = Position.of(last) if last else None
    except TimeLimit:
        after = found.complete
        if after is None:
            raise
    return Part(found.counted, room - left, after)
