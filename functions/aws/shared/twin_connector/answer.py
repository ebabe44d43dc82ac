"""A reader's answer, checked against the contract in the pass that puts it into TwinMaker's form.

The contract: docs/contract.md. What is not in it would reach TwinMaker as wrong data, or as no data.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, NamedTuple

from crosstwin_contract.strict_json import InvalidJson, holds_strings, loads
from crosstwin_contract.times import are_times, sort_key
from crosstwin_contract.values import DEEPEST, TWINMAKER_ELEMENTS, VALUE_KEYS, Caller, DataType, fit
from hotread.position import LONGEST_TOKEN, next_token
from hotread.query import HistoryQuery, Query, parse_history, parse_last_entry
from remote_reader.errors import InvalidReaderResponse

Answer = dict[str, Any]

_STRING = VALUE_KEYS["STRING"][1]
_TIME, _VALUE = itemgetter("time"), itemgetter("value")
_Types = Mapping[str, str]  # a value key to its data type
_TYPES: Mapping[Caller, _Types] = {
    Caller.HTTP: {over_http: data_type for data_type, (over_http, _) in VALUE_KEYS.items()},
    Caller.TWINMAKER: {direct: data_type for data_type, (_, direct) in VALUE_KEYS.items()},
}


class Kind(NamedTuple):
    """One of the two queries: how it is checked, and the form of `propertyValues` in its answer."""

    name: str
    parse: Callable[..., Query]
    form: type[list[Any] | dict[str, Any]]


HISTORY = Kind("history", parse_history, list)
LAST_ENTRY = Kind("last entry", parse_last_entry, dict)


def for_twinmaker(body: bytes, kind: Kind, query: Query, caller: Caller) -> Answer:
    """The answer to a query as TwinMaker reads it: camelCase value keys, and only the fields it knows.

    `caller` says how the reader was asked, and so how it spells the value keys.

    Raises InvalidReaderResponse naming the first thing that breaks the contract, never a value.
    """
    with _without_garbage_collection():
        if kind is HISTORY:
            found = _decoded(body, kind, check_keys=False)
            translation = _Translation(query, _TYPES[caller])
            answer = translation.answer(found)
            if holds_strings(body, translation.strings):
                return answer
        return _Translation(query, _TYPES[caller]).answer(_decoded(body, kind))


def device_history(entries: Any, query: HistoryQuery, caller: Caller) -> list[dict[str, Any]]:
    """The history of one device out of an answer with many, checked and translated in the same way."""
    if not isinstance(entries, list):
        raise InvalidReaderResponse("propertyValues that is not a list, the form of a history")
    return _Translation(query, _TYPES[caller]).history(entries, query)


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


def _next_token(answer: Answer, query: Query) -> dict[str, str]:
    """`nextToken` of a history, if it has one."""
    token = answer.get("nextToken")
    if token is None:
        return {}
    if not isinstance(query, HistoryQuery):
        raise InvalidReaderResponse("nextToken, which a last entry does not have")
    if not isinstance(token, str) or not 0 < len(token) <= LONGEST_TOKEN:
        raise InvalidReaderResponse(f"nextToken that is not a string of 1 to {LONGEST_TOKEN} characters")
    if query.after and token == next_token(query.after.id, query.after.name):
        raise InvalidReaderResponse("the nextToken of the query, so that its pages have no end")
    return {"nextToken": token}


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


def _property_name(entry: Any, field: str, query: Query, place: str) -> str:
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


class _Translation:
    """One pass over an answer.

    `strings` is how many strings a history of scalar values has kept, keys included. Of any other answer it
    is a wrong number.
    """

    def __init__(self, query: Query, types: _Types) -> None:
        self._query = query
        self._types = types
        self._known: list[str] = []  # times of a property that are checked already
        self.strings = 0

    def answer(self, found: Answer) -> Answer:
        token = _next_token(found, self._query)
        self.strings += 1 + 2 * len(token)
        values = found["propertyValues"]
        if isinstance(self._query, HistoryQuery):
            return {"propertyValues": self.history(values, self._query), **token}
        return {"propertyValues": self._last_entries(values), **token}

    def history(self, entries: list[Any], query: HistoryQuery) -> list[dict[str, Any]]:
        """One entry a selected property, in the order asked."""
        names = [
            _property_name(entry, "entityPropertyReference", query, f"propertyValues[{index}]")
            for index, entry in enumerate(entries)
        ]
        if tuple(names) != query.selected:
            raise InvalidReaderResponse(_difference(names, query.selected))
        history: list[dict[str, Any]] = []
        for name, entry in zip(names, entries, strict=True):
            try:
                values = self._series(entry.get("values"), query, query.declared.get(name))
            except _WrongValueError as error:
                raise InvalidReaderResponse(f"property {name!r:.60}: {error}") from None
            reference = {**query.reference, "propertyName": name}
            self.strings += 2 + 2 * len(reference)
            history.append({"entityPropertyReference": reference, "values": values})
        return history

    def _last_entries(self, entries: dict[str, Any]) -> dict[str, Any]:
        """One entry a selected property that has a value."""
        query = self._query
        checked = {}
        for name, entry in entries.items():
            if name not in query.selected:
                raise InvalidReaderResponse(f"the property {name!r:.60}, which was not asked for")
            named = _property_name(entry, "propertyReference", query, f"propertyValues.{name!r:.60}")
            if named != name:
                raise InvalidReaderResponse(
                    f"property {name!r:.60}: a reference to the property {named!r:.60}"
                )
            # Over HTTP an entry may say how old its value is; TwinMaker's form has no such field.
            if "time" in entry and not (isinstance(entry["time"], str) and are_times([entry["time"]])):
                raise InvalidReaderResponse(f"property {name!r:.60}: a time that is not ISO 8601 in UTC")
            try:
                translated = _value(entry.get("propertyValue"), query.declared.get(name), self._types)
            except _WrongValueError as error:
                raise InvalidReaderResponse(f"property {name!r:.60}: {error}") from None
            reference = {**query.reference, "propertyName": name}
            checked[name] = {"propertyReference": reference, "propertyValue": translated}
        return checked

    def _series(self, items: Any, query: HistoryQuery, declared: DataType | None) -> list[dict[str, Any]]:
        """The values of one property. May change the items."""
        if not isinstance(items, list):
            raise _WrongValueError("values that are not a list")
        if not items:
            return []
        times, cells = _times_and_cells(items)
        if times != self._known:  # most properties have a value in each row
            _check_times(times, query)
            self._known = times
        most = query.max_results or query.max_data_points
        if most and len(items) > most:
            raise _WrongValueError(f"more than the {most} values that were asked for")
        # Of each value two keys and the time, and of its cell the key.
        self.strings += 4 * len(items)
        if not self._translate(cells, declared):
            for item, cell in zip(items, cells, strict=True):
                item["value"] = value = _value(cell, declared, self._types)
                self.strings += _STRING in value
        if {*map(len, items)} != {2}:
            return [{"time": item["time"], "value": item["value"]} for item in items]
        return items

    def _translate(self, cells: list[Any], declared: DataType | None) -> bool:
        """Checks and translates values of one scalar type, in place: a few looks at all of them suffice.

        Nearly every property has such values. False, and nothing is changed, if these are not.
        """
        try:
            (key,) = cells[0]
            data_type = self._types[key]
            plain = [*map(itemgetter(key), cells)]  # of all that JSON has, only an object has such a key
            are_single = {*map(len, cells)} == {1}
        except (KeyError, TypeError, ValueError):
            return False
        is_scalar = data_type not in ("LIST", "MAP") and data_type == _expected(declared, data_type)
        if not (are_single and is_scalar and fit(data_type, plain)):
            return False
        direct = VALUE_KEYS[data_type][1]
        if direct != key:
            for cell, value in zip(cells, plain, strict=True):  # another object for each takes twice as long
                del cell[key]
                cell[direct] = value
        self.strings += len(cells) * (direct == _STRING)
        return True


def _times_and_cells(items: list[Any]) -> tuple[list[Any], list[Any]]:
    """`time` and `value` of each item, None where it is missing."""
    try:
        return [*map(_TIME, items)], [*map(_VALUE, items)]
    except (KeyError, TypeError):
        if {*map(type, items)} != {dict}:
            raise _WrongValueError("a value that is not an object with time and value") from None
        return [item.get("time") for item in items], [item.get("value") for item in items]


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
