"""The two answers: a history (a list of properties) and the last entries (a map of properties)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crosstwin_contract.times import with_z

from hotread.columns import Columns, ObjectColumns, TextColumns, dumps, row_size
from hotread.downsampling import downsample
from hotread.errors import HotReadError, InvalidQuery
from hotread.interpolation import interpolate
from hotread.newest import BOUNDS, newest_values, require_a_time
from hotread.paging import Rows
from hotread.position import next_token
from hotread.property_values import property_value, reference
from hotread.query import HistoryQuery, LastEntryQuery, parse_history, parse_last_entry
from hotread.sizes import ENTRY_FRAME, LARGEST_ANSWER, VALUE_FRAME, encoded_size
from hotread.store import ID_FIELD, NAME_FIELD, HotStore, Record
from hotread.values import Caller

Answer = dict[str, Any]
# One of the two readers: it takes the payload of a query and answers it from the store.
Read = Callable[[HotStore, Mapping[str, Any], Caller], Answer]


def history(store: HotStore, payload: Mapping[str, Any], caller: Caller) -> Answer:
    """The values of the selected properties in a time range, one list entry a property.

    As stored, interpolated (`interpolation`) or down-sampled (`maxDataPoints`). A page ends at `maxResults`
    rows or before the answer passes LARGEST_ANSWER; then `nextToken` is there. A row is a record with a
    value of a selected property.
    Raises InvalidQuery, InvalidStoredRecord, StoreThrottled, or what the store raises.
    """
    query = parse_history(payload, from_twinmaker=caller is Caller.TWINMAKER)
    columns = ObjectColumns(query, caller)
    token = _fill(store, query, caller, columns)
    entries = [
        {"entityPropertyReference": reference(query, name), "values": values}
        for name, values in columns.values.items()
    ]
    return {"propertyValues": entries, **({"nextToken": token} if token else {})}


def answer_text(read: Read, store: HotStore, payload: Mapping[str, Any]) -> str:
    """What `read` answers over HTTP, as JSON. Raises as it does."""
    return _history_text(store, payload) if read is history else dumps(read(store, payload, Caller.HTTP))


def _history_text(store: HotStore, payload: Mapping[str, Any]) -> str:
    query = parse_history(payload, from_twinmaker=False)
    columns = TextColumns(query)
    token = _fill(store, query, Caller.HTTP, columns)
    entries = ",".join(
        f'{{"entityPropertyReference":{dumps(reference(query, name))},"values":[{",".join(values)}]}}'
        for name, values in columns.values.items()
    )
    tail = f',"nextToken":{dumps(token)}' if token else ""
    return f'{{"propertyValues":[{entries}]{tail}}}'


def last_entry(store: HotStore, payload: Mapping[str, Any], caller: Caller) -> Answer:
    """The newest value of each selected property that has one (newest.py).

    Over HTTP each has the `time` of its record; TwinMaker's form of an answer has no such field.
    Raises as `history` does.
    """
    query = parse_last_entry(payload, from_twinmaker=caller is Caller.TWINMAKER)
    room = LARGEST_ANSWER - _frame_size(query)
    found: dict[str, Any] = {}
    if query.selected:
        for name, (value, record) in newest_values(store, query, BOUNDS).items():
            room -= VALUE_FRAME + encoded_size(name) + encoded_size(value)
            if room < 0:
                raise InvalidQuery(
                    "selectedProperties: the values of so many do not fit into one answer", "ANSWER_TOO_LARGE"
                )
            found[name] = {
                "propertyReference": reference(query, name),
                "propertyValue": property_value(query, name, value, record, caller),
            }
            if caller is Caller.HTTP:
                found[name]["time"] = with_z(record[ID_FIELD])
    return {"propertyValues": found}


def _frame_size(query: LastEntryQuery) -> int:
    """An upper bound of what the answer takes without a value, in bytes.

    Raises InvalidQuery where that alone is too large: names of entity and component come with every property.
    """
    repeated = encoded_size(query.reference) + ENTRY_FRAME
    size = sum(repeated + encoded_size({"propertyName": name}) for name in query.selected)
    if size > LARGEST_ANSWER:
        raise InvalidQuery(f"selectedProperties: an answer for so many is over {LARGEST_ANSWER} bytes")
    return size


def _fill(store: HotStore, query: HistoryQuery, caller: Caller, columns: Columns) -> str | None:
    """Puts values into the columns until a page is full. Returns the next token, if any."""
    room = LARGEST_ANSWER - _frame_size(query)
    if not query.selected:
        return None
    if query.max_data_points or query.interval:
        token = _fill_by_objects(store, query, caller, columns, room)
    else:
        token = _fill_by_rows(store, query, columns, room)
    if not query.after and not any(columns.values.values()):
        require_a_time(store, query.device)
    return token


def _fill_by_objects(
    store: HotStore, query: HistoryQuery, caller: Caller, columns: Columns, room: int
) -> str | None:
    values: dict[str, list[Any]] = {name: [] for name in query.selected}
    token = None
    if query.max_data_points:
        downsample(store, query, query.max_data_points, caller=caller, values=values, room=room)
    elif query.interval:
        token = interpolate(store, query, query.interval, caller=caller, values=values, room=room)
    for name, items in values.items():
        columns.extend(name, items)
    return token


def _fill_by_rows(store: HotStore, query: HistoryQuery, columns: Columns, room: int) -> str | None:
    """`room` is how many bytes the values may take."""
    last: Record = {}
    found = Rows(store, query)
    for record in found:
        if found.counted == query.max_results:
            if row_size(columns, record):
                return _token_after(last)
            continue
        try:
            cells, size = columns.row(record)
        except HotReadError:
            if found.counted and row_size(columns, record) > room:
                return _token_after(last)  # it is a fault of the next page
            raise
        if not cells:
            continue
        room -= size
        if found.counted and room < 0:
            return _token_after(last)
        last = record
        for column, item in cells:
            column.append(item)
        found.counted += 1
    return None


def _token_after(record: Record) -> str:
    return next_token(record[ID_FIELD], record.get(NAME_FIELD, ""))
