"""The two answers: a history (a list of properties) and the last entries (a map of properties)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hotread.errors import InvalidQuery, InvalidStoredRecord
from hotread.paging import rows
from hotread.position import next_token
from hotread.query import HistoryQuery, LastEntryQuery, parse_history, parse_last_entry
from hotread.store import ID_FIELD, HotStore, Record
from hotread.timestamps import with_z
from hotread.values import Caller, UnfitValueError, data_value, encoded_size

Answer = dict[str, Any]
# One of the two readers: it takes the payload of a query and answers it from the store.
Read = Callable[[HotStore, Mapping[str, Any], Caller], Answer]

LARGEST_ANSWER = 5 * 1024 * 1024  # bytes; a Lambda's response ends at 6 MB
_LATEST = "Latest"
# {"entityPropertyReference":…,"values":[…]}, with each quotation mark counted twice
_ENTRY_FRAME = 50
# {"time":"2026-01-15T10:30:00.123456789Z","value":{"BooleanValue":…}}, likewise
_LARGEST_FRAME = 88


def history(store: HotStore, payload: Mapping[str, Any], caller: Caller) -> Answer:
    """The values of the selected properties in a time range, one list entry a property.

    A page ends at `maxResults` rows or before the answer passes LARGEST_ANSWER; then `nextToken` is
    there. A row is a record with a value of a selected property.
    Raises InvalidQuery, InvalidStoredRecord, StoreThrottled, or what the store raises.
    """
    query = parse_history(payload, from_twinmaker=caller is Caller.TWINMAKER)
    size = _frame_size(query)
    entries: list[dict[str, Any]] = [
        {"entityPropertyReference": _reference(query, name), "values": []} for name in query.selected
    ]
    answer: Answer = {"propertyValues": entries}
    if entries:
        token = _fill(store, query, caller, entries, size)
        if token:
            answer["nextToken"] = token
    return answer


def last_entry(store: HotStore, payload: Mapping[str, Any], caller: Caller) -> Answer:
    """The newest value of each selected property, out of the device's newest record.

    `<name>Latest` stands for the value of `<name>`: a TwinMaker component type cannot have a time
    series and an attribute of one name.
    Raises as `history` does.
    """
    query = parse_last_entry(payload, from_twinmaker=caller is Caller.TWINMAKER)
    found: dict[str, Any] = {}
    _frame_size(query)
    if query.selected:
        stored_names = [name for selected in query.selected for name in _stored_names(selected)]
        record = store.latest(query.device, stored_names) or {}
        for selected in query.selected:
            value = next(
                (record[name] for name in _stored_names(selected) if record.get(name) is not None), None
            )
            if value is not None:
                found[selected] = {
                    "propertyReference": _reference(query, selected),
                    "propertyValue": _data_value(query, selected, value, record, caller),
                }
    return {"propertyValues": found}


def _frame_size(query: LastEntryQuery) -> int:
    """An upper bound of what the answer takes without a value, in bytes.

    Raises InvalidQuery where that alone is too large: names of entity and component come with every property.
    """
    repeated = encoded_size(query.reference) + _ENTRY_FRAME
    size = sum(repeated + encoded_size({"propertyName": name}) for name in query.selected)
    if size > LARGEST_ANSWER:
        raise InvalidQuery(f"selectedProperties: an answer for so many is over {LARGEST_ANSWER} bytes")
    return size


def _fill(
    store: HotStore, query: HistoryQuery, caller: Caller, entries: list[dict[str, Any]], size: int
) -> str | None:
    """Puts rows into the entries until a page is full. Returns the next token, if rows are left.

    `size` is what the answer takes before.
    """
    columns = {name: column for column, name in enumerate(query.selected)}
    count = 0
    last_id = ""
    for position, record in rows(store, query):
        # Looks at each of the record's fields, which was read anyway, rather than at thousands of columns.
        cells = sorted(
            (columns[name], value) for name, value in record.items() if value is not None and name in columns
        )
        if not cells:
            continue
        size += sum(_LARGEST_FRAME + encoded_size(value) for _, value in cells)
        if count == query.max_results or (count and size > LARGEST_ANSWER):
            return next_token(last_id)
        time = with_z(position.id)
        for column, value in cells:
            data = _data_value(query, query.selected[column], value, record, caller)
            entries[column]["values"].append({"time": time, "value": data})
        count += 1
        last_id = position.id
    return None


def _data_value(
    query: LastEntryQuery, name: str, value: Any, record: Record, caller: Caller
) -> dict[str, Any]:
    declared = query.declared.get(name)
    try:
        return data_value(value, declared, caller)
    except UnfitValueError as error:
        message = f"property {name!r} at {record.get(ID_FIELD)}: {error}"
    if declared:
        # The type came with the query, so it is the query that does not fit what is stored.
        raise InvalidQuery(message, "VALUE_TYPE_MISMATCH")
    raise InvalidStoredRecord(message)


def _reference(query: LastEntryQuery, name: str) -> dict[str, str]:
    return {**query.reference, "propertyName": name}


def _stored_names(selected: str) -> tuple[str, ...]:
    stripped = selected.removesuffix(_LATEST)
    return (selected, stripped) if stripped not in (selected, "") else (selected,)
