"""A reader's answer, checked against the contract in the pass that puts it into TwinMaker's form.

The contract: docs/contract.md. What is not in it would reach TwinMaker as wrong data, or as no data.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from crosstwin_contract.strict_json import InvalidJson, holds_strings, loads
from crosstwin_contract.telemetry import DEEPEST, TWINMAKER_ELEMENTS, DataType
from crosstwin_contract.times import are_times, sort_key
from crosstwin_contract.values import VALUE_KEYS, fit
from hotread.position import next_token
from hotread.query import HistoryQuery, LastEntryQuery, parse_history, parse_last_entry
from hotread.values import Caller
from remote_reader.errors import InvalidReaderResponse

Answer = dict[str, Any]

_LONGEST_TOKEN = 17_880  # characters; AWS IoT TwinMaker's limit for nextToken
_Types = Mapping[str, str]  # a value key to its data type
_TYPES: Mapping[Caller, _Types] = {
    Caller.HTTP: {over_http: data_type for data_type, (over_http, _) in VALUE_KEYS.items()},
    Caller.TWINMAKER: {direct: data_type for data_type, (_, direct) in VALUE_KEYS.items()},
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the two queries: how it is checked, and the form of `propertyValues` in its answer."""

    name: str
    parse: Callable[..., LastEntryQuery]
    form: type[list[Any] | dict[str, Any]]


HISTORY = Kind("history", parse_history, list)
LAST_ENTRY = Kind("last entry", parse_last_entry, dict)


def for_twinmaker(body: bytes, kind: Kind, query: LastEntryQuery, caller: Caller) -> Answer:
    """The answer to a query as TwinMaker reads it: camelCase value keys, and only the fields it knows.

    `caller` says how the reader was asked, and so how it spells the value keys.

    Raises InvalidReaderResponse naming the first thing that breaks the contract, never a value.
    """
    with _without_garbage_collection():
        if kind is HISTORY:
            answer = _translated(_decoded(body, kind, check_keys=False), query, _TYPES[caller])
            if holds_strings(body, _count_strings(answer)):
                return answer
        return _translated(_decoded(body, kind), query, _TYPES[caller])


def device_history(entries: Any, query: HistoryQuery, caller: Caller) -> list[dict[str, Any]]:
    """The history of one device out of an answer with many, checked and translated in the same way."""
    if not isinstance(entries, list):
        raise InvalidReaderResponse("propertyValues that is not a list, the form of a history")
    return _history(entries, query, _TYPES[caller])


def _translated(answer: Answer, query: LastEntryQuery, types: _Types) -> Answer:
    token = _next_token(answer, query)
    values = answer["propertyValues"]
    if isinstance(query, HistoryQuery):
        return {"propertyValues": _history(values, query, types), **token}
    return {"propertyValues": _last_entries(values, query, types), **token}


class _WrongValueError(Exception):
    """What is wrong with the values of a property; names no value."""


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """A parser's many small objects set off the collector again and again: 8 of 18 ms for 30,000 values."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _decoded(body: bytes, kind: Kind, *, check_keys: bool = True) -> Answer:
    """The JSON object with `propertyValues` in the form of `kind`."""
    if not body.strip():
        raise InvalidReaderResponse("an empty body")
    try:
        answer = loads(body, check_keys=check_keys)
    except InvalidJson as error:
        is_page = body.lstrip()[:1] == b"<"
        raise InvalidReaderResponse("an HTML page" if is_page else str(error)) from None
    if not isinstance(answer, dict):
        raise InvalidReaderResponse("JSON that is not an object")
    if "propertyValues" not in answer:
        raise InvalidReaderResponse("an object without propertyValues")
    if not isinstance(answer["propertyValues"], kind.form):
        form = "a list" if kind.form is list else "a map"
        raise InvalidReaderResponse(f"propertyValues that is not {form}, the form of a {kind.name}")
    return answer


def _count_strings(history: Answer) -> int:
    """How many strings a translated history of scalar values holds, keys included; else a wrong number."""
    count = len(history) + ("nextToken" in history)
    direct = VALUE_KEYS["STRING"][1]
    for entry in history["propertyValues"]:
        values = entry["values"]
        # Keys of the entry, of its reference, and of each value, whose time is one more string.
        count += 2 + 2 * len(entry["entityPropertyReference"]) + 4 * len(values)
        count += [*chain.from_iterable([item["value"] for item in values])].count(direct)
    return count


def _next_token(answer: Answer, query: LastEntryQuery) -> dict[str, str]:
    """`nextToken` of a history, if it has one."""
    token = answer.get("nextToken")
    if token is None:
        return {}
    if not isinstance(query, HistoryQuery):
        raise InvalidReaderResponse("nextToken, which a last entry does not have")
    if not isinstance(token, str) or not 0 < len(token) <= _LONGEST_TOKEN:
        raise InvalidReaderResponse(f"nextToken that is not a string of 1 to {_LONGEST_TOKEN} characters")
    if query.after and token == next_token(query.after.id, query.after.name):
        raise InvalidReaderResponse("the nextToken of the query, so that its pages have no end")
    return {"nextToken": token}


def _history(entries: list[Any], query: HistoryQuery, types: _Types) -> list[dict[str, Any]]:
    """One entry a selected property, in the order asked."""
    names = [
        _property_name(entry, "entityPropertyReference", query, f"propertyValues[{index}]")
        for index, entry in enumerate(entries)
    ]
    if tuple(names) != query.selected:
        raise InvalidReaderResponse(_difference(names, query.selected))
    history: list[dict[str, Any]] = []
    times: list[str] = []
    for name, entry in zip(names, entries, strict=True):
        try:
            values, times = _series(entry.get("values"), query, query.declared.get(name), types, times)
        except _WrongValueError as error:
            raise InvalidReaderResponse(f"property {name!r:.60}: {error}") from None
        reference = {**query.reference, "propertyName": name}
        history.append({"entityPropertyReference": reference, "values": values})
    return history


def _difference(names: Sequence[str], selected: Sequence[str]) -> str:
    for name in selected:
        if name not in names:
            return f"no entry for the property {name!r:.60}, which a history has also without values"
    for number, name in enumerate(names):
        if name not in selected:
            return f"the property {name!r:.60}, which was not asked for"
        if name in names[:number]:
            return f"two entries for the property {name!r:.60}"
    return "properties in another order than asked for"


def _last_entries(entries: dict[str, Any], query: LastEntryQuery, types: _Types) -> dict[str, Any]:
    """One entry a selected property that has a value."""
    checked = {}
    for name, entry in entries.items():
        if name not in query.selected:
            raise InvalidReaderResponse(f"the property {name!r:.60}, which was not asked for")
        named = _property_name(entry, "propertyReference", query, f"propertyValues.{name!r:.60}")
        if named != name:
            raise InvalidReaderResponse(f"property {name!r:.60}: a reference to the property {named!r:.60}")
        # Over HTTP an entry may say how old its value is; TwinMaker's form has no such field.
        if "time" in entry and not (isinstance(entry["time"], str) and are_times([entry["time"]])):
            raise InvalidReaderResponse(f"property {name!r:.60}: a time that is not ISO 8601 in UTC")
        value, declared = entry.get("propertyValue"), query.declared.get(name)
        try:
            (translated,) = _values([value], declared, types)
        except _WrongValueError as error:
            raise InvalidReaderResponse(f"property {name!r:.60}: {error}") from None
        reference = {**query.reference, "propertyName": name}
        checked[name] = {"propertyReference": reference, "propertyValue": translated}
    return checked


def _property_name(entry: Any, field: str, query: LastEntryQuery, place: str) -> str:
    """The property of an entry, whose reference must echo the query's entity and component."""
    reference = entry.get(field) if isinstance(entry, dict) else None
    if not isinstance(reference, dict):
        raise InvalidReaderResponse(f"{place} without {field}")
    for key in ("entityId", "componentName"):
        if reference.get(key) != query.reference.get(key):
            raise InvalidReaderResponse(f"{place}: {field}.{key} that is not the one of the query")
    name = reference.get("propertyName")
    if not isinstance(name, str):
        raise InvalidReaderResponse(f"{place}: {field} without propertyName")
    return name


def _series(
    items: Any, query: HistoryQuery, declared: DataType | None, types: _Types, known: list[str]
) -> tuple[list[dict[str, Any]], list[str]]:
    """The values of one property, and their times. `known` are those of another property, already checked."""
    if not isinstance(items, list):
        raise _WrongValueError("values that are not a list")
    if not items:
        return [], known
    if {*map(type, items)} != {dict}:
        raise _WrongValueError("a value that is not an object with time and value")
    times: list[Any] = [item.get("time") for item in items]
    if times != known:  # most properties have a value in each row
        _check_times(times, query)
    most = query.max_results or query.max_data_points
    if most and len(items) > most:
        raise _WrongValueError(f"more than the {most} values that were asked for")
    cells = [item.get("value") for item in items]
    values = _values(cells, declared, types)
    if values is not cells:
        for item, value in zip(items, values, strict=True):
            item["value"] = value
    if {*map(len, items)} != {2}:
        items = [{"time": item["time"], "value": item["value"]} for item in items]
    return items, times


def _check_times(times: list[Any], query: HistoryQuery) -> None:
    """Looks at all at once: there are tens of thousands."""
    if {*map(type, times)} != {str} or not are_times(times):
        raise _WrongValueError("a value whose time is not ISO 8601 in UTC, such as 2026-01-15T10:30:00Z")
    if not _are_in_order(times[::-1] if query.descending else times):
        order = "descending" if query.descending else "ascending"
        raise _WrongValueError(f"values that are not in {order} order of time")
    first, last = (times[-1], times[0]) if query.descending else (times[0], times[-1])
    if sort_key(first) < query.start or sort_key(last) > query.end:
        raise _WrongValueError("values outside the time range of the query")


def _values(cells: list[Any], declared: DataType | None, types: _Types) -> list[dict[str, Any]]:
    """Values such as `{"DoubleValue": 23.5}` with the keys that TwinMaker documents. May change the cells."""
    # Nearly every property has one data type throughout: then a few looks at all of its values suffice.
    if {*map(type, cells)} == {dict} and {*map(len, cells)} == {1}:
        key, *others = {*chain.from_iterable(cells)}
        data_type = types.get(key, "")
        scalar = data_type not in ("", "LIST", "MAP") and data_type == _expected(declared, data_type)
        if scalar and not others and fit(data_type, [cell[key] for cell in cells]):
            direct = VALUE_KEYS[data_type][1]
            if direct != key:
                for cell in cells:  # in place, since another object for each takes twice as long
                    cell[direct] = cell.pop(key)
            return cells
    return [_value(cell, declared, types) for cell in cells]


def _expected(declared: DataType | None, otherwise: str) -> str:
    return declared.type if declared else otherwise


def _value(cell: Any, declared: DataType | None, types: _Types, depth: int = 0) -> dict[str, Any]:
    """One value, checked to its innermost element. `depth` is how many lists and maps are around it."""
    if depth > DEEPEST:
        raise _WrongValueError(f"lists and maps that are nested more than {DEEPEST} deep")
    if not isinstance(cell, dict) or len(cell) != 1:
        raise _WrongValueError("a value that is not an object with one value key")
    ((key, plain),) = cell.items()
    data_type = types.get(key)
    if data_type is None:
        raise _WrongValueError(f"the value key {key!r:.40}, which is not one of {', '.join(types)}")
    if data_type != _expected(declared, data_type):
        raise _WrongValueError(f"a {key} where {_expected(declared, data_type)} is declared")
    if not fit(data_type, [plain]):
        raise _WrongValueError(f"a {key} that is not of type {data_type}")
    if data_type in ("LIST", "MAP") and len(plain) > TWINMAKER_ELEMENTS:
        raise _WrongValueError(
            f"a {key} of {len(plain)} elements; AWS IoT TwinMaker takes {TWINMAKER_ELEMENTS}"
        )
    nested = declared.nested if declared else None
    if data_type == "LIST":
        plain = [_value(item, nested, types, depth + 1) for item in plain]
    elif data_type == "MAP":
        plain = {name: _value(item, nested, types, depth + 1) for name, item in plain.items()}
    return {VALUE_KEYS[data_type][1]: plain}


def _are_in_order(times: Sequence[str]) -> bool:
    """Whether no time of an answer is before the one that it follows."""
    # Without the Z, text order is time order, but for zeros at the end (`00.5` and `00.50` are one instant).
    texts = [time[:-1] for time in times]
    if texts == sorted(texts):
        return True
    keys = [*map(sort_key, times)]
    return keys == sorted(keys)
