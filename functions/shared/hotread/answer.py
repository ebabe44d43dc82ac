"""The two answers: a history (a list of properties) and the last entries (a map of properties)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hotread.downsampling import downsample
from hotread.errors import InvalidQuery
from hotread.interpolation import interpolate
from hotread.paging import Rows
from hotread.position import next_token
from hotread.property_values import LARGEST_ANSWER, VALUE_FRAME, property_value, reference
from hotread.query import HistoryQuery, LastEntryQuery, parse_history, parse_last_entry
from hotread.store import ID_FIELD, HotStore, checked_id
from hotread.timestamps import with_z
from hotread.values import Caller, encoded_size

Answer = dict[str, Any]
# One of the two readers: it takes the payload of a query and answers it from the store.
Read = Callable[[HotStore, Mapping[str, Any], Caller], Answer]

_LATEST = "Latest"
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
        # Each once: `n` and `nLatest` both stand for `n`, and DynamoDB refuses a name that is there twice.
        stored_names = tuple(
            dict.fromkeys(name for selected in query.selected for name in _stored_names(selected))
        )
        record = store.latest(query.device, stored_names) or {}
        if record:
            checked_id(record, query.device)  # without a time, it may be anything but the newest
        for selected in query.selected:
            value = next(
                (record[name] for name in _stored_names(selected) if record.get(name) is not None), None
            )
            if value is not None:
                found[selected] = {
                    "propertyReference": reference(query, selected),
                    "propertyValue": property_value(query, selected, value, record, caller),
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


def _stored_names(selected: str) -> tuple[str, ...]:
    stripped = selected.removesuffix(_LATEST)
    return (selected, stripped) if stripped not in (selected, "") else (selected,)
