"""A device's rows in the order of time, out of a store that knows only the order of text."""

from __future__ import annotations

from collections.abc import Iterator

from hotread.position import Position
from hotread.query import HistoryQuery
from hotread.store import ID_FIELD, HotStore, Page, Record, checked_id
from hotread.timestamps import SECOND, sort_key

_AFTER_ANY_SPELLING = "~"  # sorts after whatever can follow the second in a stored id


def rows(store: HotStore, query: HistoryQuery) -> Iterator[Record]:
    """The rows after `query.after`, within the bounds, that the filters accept.

    Text order and time order agree from one second to the next and differ only within a second, so
    the store is asked for whole seconds, and each second's rows are sorted before they are given.

    Raises InvalidStoredRecord for a record whose `id` is no time.
    """
    # Within these seconds, a row may be out of the bounds.
    edges = {query.start[:SECOND], query.end[:SECOND]} | (
        {query.after.key[:SECOND]} if query.after else set()
    )
    second = ""
    group: list[Record] = []
    for record in _records(store, query):
        second_of_record = checked_id(record, query.device)[:SECOND]
        if second_of_record != second:
            yield from _placed(group, query) if len(group) > 1 or second in edges else group
            second = second_of_record
            group = []
        if not query.filters or all(test.accepts(record) for test in query.filters):
            group.append(record)
    yield from _placed(group, query)


def _records(store: HotStore, query: HistoryQuery) -> Iterator[Record]:
    first, last = query.start, query.end
    if query.after:
        first, last = (
            (first, min(last, query.after.key))
            if query.descending
            else (
                max(first, query.after.key),
                last,
            )
        )
    if first > last:
        return  # the token is of a range beyond this one; DynamoDB would refuse bounds in this order
    properties = tuple(dict.fromkeys((*query.selected, *(test.property_name for test in query.filters))))
    # Two more than asked for: one to know whether there is a next page, and one to end its second.
    limit = query.max_results + 2 if query.max_results and not query.filters else None
    page = Page((), continuation=None)
    while True:
        page = store.page(
            query.device,
            first[:SECOND],
            last[:SECOND] + _AFTER_ANY_SPELLING,
            descending=query.descending,
            properties=properties,
            limit=limit,
            continuation=page.continuation,
        )
        yield from page.records
        if page.continuation is None:
            return
        limit = None  # what was asked for did not suffice: some rows did not count


def _placed(group: list[Record], query: HistoryQuery) -> list[Record]:
    """The rows of one second that are within the bounds, in order."""
    placed = [(Position(sort_key(record[ID_FIELD]), record[ID_FIELD]), record) for record in group]
    placed.sort(key=lambda row: row[0], reverse=query.descending)
    return [record for position, record in placed if _within(position, query)]


def _within(position: Position, query: HistoryQuery) -> bool:
    if not query.start <= position.key <= query.end:
        return False
    if query.after is None:
        return True
    return position < query.after if query.descending else position > query.after
