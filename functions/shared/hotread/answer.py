"""The two answers: a history (a list of properties) and the last entries (a map of properties)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crosstwin_contract.times import with_z

from hotread.downsampling import downsample
from hotread.errors import InvalidQuery
from hotread.interpolation import interpolate
from hotread.newest import Bounds, newest_values, require_a_time
from hotread.paging import Rows
from hotread.position import next_token
from hotread.property_values import LARGEST_ANSWER, VALUE_FRAME, property_value, reference
from hotread.query import HistoryQuery, LastEntryQuery, parse_history, parse_last_entry
from hotread.store import ID_FIELD, HotStore
from hotread.values import Caller, encoded_size

Answer = dict[str, Any]
# One of the two readers: it takes the payload of a query and answers it from the store.
Read = Callable[[HotStore, Mapping[str, Any], Caller], Answer]

# How far a last entry looks back. Read here, so that a function with a faulty setting fails to start.
_BOUNDS = Bounds.from_environment()
# {"entityPropertyReference":…,"values":[…]}, with each quotation mark counted twice
_ENTRY_FRAME = 50


def history(store: HotStore, payload: Mapping[str, Any], caller: Caller) -> Answer:
    """The values of the selected properties in a time range, one list entry a property.

    As stored, interpolated (`interpolation`) or down-sampled (`maxDataPoints`). A page ends at `maxResults`
    rows or before the answer passes LARGEST_ANSWER; then `nextToken` is there. A row is a record with a
    value of a selected property.
    Raises InvalidQuery, InvalidStoredRecord, StoreThrottled, or what the store raises.
    """
    query = parse_history(payload, from_twinmaker=caller is Caller.TWINMAKER)
    room = LARGEST_ANSWER - _frame_size(query)
    entries: list[dict[str, Any]] = [
        {"entityPropertyReference": reference(query, name), "values": []} for name in query.selected
    ]
    answer: Answer = {"propertyValues": entries}
    values = {name: entry["values"] for name, entry in zip(query.selected, entries, strict=True)}
    if values and (token := _fill(store, query, caller, values, room)):
        answer["nextToken"] = token
    if values and not query.after and not any(values.values()):
        require_a_time(store, query.device)
    return answer


def last_entry(store: HotStore, payload: Mapping[str, Any], caller: Caller) -> Answer:
    """The newest value of each selected property that has one (newest.py).

    Over HTTP each has the `time` of its record; TwinMaker's form of an answer has no such field.
    Raises as `history` does.
    """
    query = parse_last_entry(payload, from_twinmaker=caller is Caller.TWINMAKER)
    room = LARGEST_ANSWER - _frame_size(query)
    found: dict[str, Any] = {}
    if query.selected:
        for name, (value, record) in newest_values(store, query, _BOUNDS).items():
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
    repeated = encoded_size(query.reference) + _ENTRY_FRAME
    size = sum(repeated + encoded_size({"propertyName": name}) for name in query.selected)
    if size > LARGEST_ANSWER:
        raise InvalidQuery(f"selectedProperties: an answer for so many is over {LARGEST_ANSWER} bytes")
    return size


def _fill(
    store: HotStore, query: HistoryQuery, caller: Caller, values: Mapping[str, list[Any]], room: int
) -> str | None:
    """Puts values into the list of each property until a page is full. Returns the next token, if any.

    `room` is how many bytes the values may take.
    """
    if query.max_data_points:
        downsample(store, query, query.max_data_points, caller=caller, values=values, room=room)
        return None
    if query.interval:
        return interpolate(store, query, query.interval, caller=caller, values=values, room=room)
    last_id = ""
    found = Rows(store, query)
    for record in found:
        # Looks at each of the record's fields, which was read anyway, rather than at thousands of properties.
        cells = [name for name, value in record.items() if value is not None and name in values]
        if not cells:
            continue
        room -= sum([VALUE_FRAME + encoded_size(record[name]) for name in cells])
        if found.counted == query.max_results or (found.counted and room < 0):
            return next_token(last_id)
        last_id = record[ID_FIELD]
        time = with_z(last_id)
        for name in cells:
            values[name].append(
                {"time": time, "value": property_value(query, name, record[name], record, caller)}
            )
        found.counted += 1
    return None
