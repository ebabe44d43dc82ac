"""The two answers: a history (a list of properties) and the last entries (a map of properties)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crosstwin_contract.values import Caller

from hotread.columns import ObjectColumns, TextColumns, dumps
from hotread.errors import AnswerTooLarge
from hotread.history import frame_size, read_history
from hotread.newest import BOUNDS, newest_values
from hotread.position import next_token
from hotread.property_values import as_asked, property_value, reference, timed
from hotread.query import parse_history, parse_last_entry
from hotread.record import ID_FIELD
from hotread.sizes import LARGEST_ANSWER, VALUE_FRAME, encoded_size
from hotread.store import HotStore

Answer = dict[str, Any]
# One of the two readers: it takes the payload of a query and answers it from the store.
Read = Callable[[HotStore, Mapping[str, Any], Caller], Answer]


def history(store: HotStore, payload: Mapping[str, Any], caller: Caller) -> Answer:
    """The values of the selected properties in a time range, one list entry a property.

    As stored, interpolated (`interpolation`) or down-sampled (`maxDataPoints`). A page ends at `maxResults`
    rows, before the answer passes LARGEST_ANSWER, or when the store's time is over; then there is a
    `nextToken`. A row is a record with a value of a selected property.
    Raises as `read_history` does.
    """
    query = parse_history(payload, from_twinmaker=caller is Caller.TWINMAKER)
    columns = ObjectColumns(query, caller)
    after = read_history(store, query, columns, LARGEST_ANSWER).after
    return {
        "propertyValues": columns.property_values(),
        **({"nextToken": next_token(after.id, after.name)} if after else {}),
    }


def answer_text(read: Read, store: HotStore, payload: Mapping[str, Any]) -> str:
    """What `read` answers over HTTP, as JSON. Raises as it does."""
    return _history_text(store, payload) if read is history else dumps(read(store, payload, Caller.HTTP))


def _history_text(store: HotStore, payload: Mapping[str, Any]) -> str:
    query = parse_history(payload, from_twinmaker=False)
    columns = TextColumns(query)
    after = read_history(store, query, columns, LARGEST_ANSWER).after
    tail = f',"nextToken":{dumps(next_token(after.id, after.name))}' if after else ""
    return f'{{"propertyValues":{columns.property_values()}{tail}}}'


def last_entry(store: HotStore, payload: Mapping[str, Any], caller: Caller) -> Answer:
    """The newest value of each selected property that has one (newest.py).

    Over HTTP each has the `time` of its record; TwinMaker's form of an answer has no such field.
    Raises as `history` does.
    """
    query = parse_last_entry(payload, from_twinmaker=caller is Caller.TWINMAKER)
    room = LARGEST_ANSWER - frame_size(query, LARGEST_ANSWER)
    found: dict[str, Any] = {}
    if query.selected:
        for name, (value, record) in newest_values(store, query, BOUNDS).items():
            room -= VALUE_FRAME + encoded_size(name) + encoded_size(value)
            if room < 0:
                raise AnswerTooLarge("selectedProperties")
            one = timed(record[ID_FIELD], as_asked(query, property_value(query, name, value, record, caller)))
            found[name] = {"propertyReference": reference(query, name), "propertyValue": one["value"]}
            if caller is Caller.HTTP:
                found[name]["time"] = one["time"]
    return {"propertyValues": found}
