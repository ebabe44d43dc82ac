"""One device's values in a time range, as many as an answer has room for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hotread.blocks import Block, block_of, plain_types
from hotread.columns import Columns, row_size
from hotread.errors import AnswerTooLarge, HotReadError, TimeLimit, TimeRangeTooLong
from hotread.paging import Rows
from hotread.position import Position
from hotread.query import HistoryQuery, Query
from hotread.record import Record
from hotread.sizes import ENTRY_FRAME, encoded_size
from hotread.store import HotStore

_LEAST_ROOM = 100  # rows: reading fewer at a time costs more than those that do not fit
_NAME_FRAME = encoded_size({"propertyName": ""}) - encoded_size("")


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
    Raises TimeRangeTooLong where the time is over and there is no page to answer; TimeLimit where the store
    has not answered at all.
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
            from hotread.fit import require_a_fit

            require_a_fit(store, query.device)
    except TimeLimit as error:
        if error.is_silent:
            raise
        raise TimeRangeTooLong(error.seconds) from None
    return Part(part.rows, frame + part.size, part.after)


def frame_size(query: Query, room: int) -> int:
    """An upper bound of what the answer takes without a value, in bytes.

    Raises AnswerTooLarge where that alone is over `room`: names of entity and component come with every
    property.
    """
    repeated = encoded_size(query.reference) + ENTRY_FRAME + _NAME_FRAME
    size = repeated * len(query.selected) + sum(map(encoded_size, query.selected))
    if size > room:
        raise AnswerTooLarge("selectedProperties")
    return size


def _read_objects(store: HotStore, query: HistoryQuery, columns: Columns, room: int) -> Part:
    values: dict[str, list[Any]] = {name: [] for name in query.selected}
    part = Part(0, 0, None)
    # Imported where they are used: a function that starts compiles what it imports.
    if query.max_data_points:
        from hotread.downsampling import downsample

        left = downsample(
            store, query, query.max_data_points, caller=columns.caller, values=values, room=room
        )
        part = Part(0, room - left, None)
    elif query.interval:
        from hotread.interpolation import interpolate, size_of_time

        times, after = interpolate(
            store, query, query.interval, caller=columns.caller, values=values, room=room
        )
        part = Part(times, times * size_of_time(query), after)
    for name, items in values.items():
        columns.extend(name, items)
    return part


def _read_rows(store: HotStore, query: HistoryQuery, columns: Columns, room: int) -> Part:
    found = Rows(store, query)
    page = _Page(found, columns, query.max_results, room)
    types = plain_types(query)
    after: Position | None = None
    try:
        for records in found.blocks():
            # Nearly all that fit: a block that does not fit was in vain.
            most = len(records) if found.room is None else found.room * 9 // 10
            if query.max_results:
                most = min(most, query.max_results - found.counted)
            block = block_of(records[:most], types)
            added = most if block and page.add_block(block) else 0
            if not all(map(page.add, records[added:])):
                after = Position.of(page.last) if page.last else None
                break
            if found.counted:
                found.room = max(page.left * found.counted // (room - page.left), _LEAST_ROOM)
    except TimeLimit:
        after = found.complete
        if after is None:
            raise
    return Part(found.counted, room - page.left, after)


@dataclass(slots=True)
class _Page:
    """Puts rows into the columns until there are `most`, or what is `left`, in bytes, is too little."""

    rows: Rows
    columns: Columns
    most: int | None
    left: int
    last: Record | None = None

    def add_block(self, block: Block) -> bool:
        """Returns whether the block, of no more rows than are missing, was added: all of it, or nothing."""
        cells, size = self.columns.block(block)
        if size > self.left:
            return False
        for column, items in cells:
            column.extend(items)
        self.left -= size
        self.last = block.last
        self.rows.counted += block.rows
        return True

    def add(self, record: Record) -> bool:
        """Returns whether the page goes on: not if the record is a row of the next one."""
        if self.rows.counted == self.most:
            return row_size(self.columns, record) == 0
        try:
            cells, size = self.columns.row(record)
        except HotReadError:
            if self.rows.counted and row_size(self.columns, record) > self.left:
                return False  # it is a fault of the next page
            raise
        if not cells:
            return True
        if self.rows.counted and size > self.left:
            return False
        for column, item in cells:
            column.append(item)
        self.left -= size
        self.last = record
        self.rows.counted += 1
        return True
