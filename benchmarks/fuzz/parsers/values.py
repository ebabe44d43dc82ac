"""Times, numbers, filters and tokens."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from crosstwin_contract.doubles import INTEGERS_OF_64_BITS, double
from crosstwin_contract.stored_times import EPOCHS, stored_times
from crosstwin_contract.telemetry import UnfitValueError
from crosstwin_contract.times import (
    AFTER_ANY_SPELLING,
    SECOND,
    are_times,
    is_stored_id,
    key_at,
    nanoseconds,
    sort_key,
    spelled,
)
from crosstwin_contract.values import VALUE_KEYS, Caller, DataType
from crosstwin_contract.writing import check_value
from hotread.errors import InvalidQuery
from hotread.filters import parse_filters
from hotread.mapped import ids_of
from hotread.position import next_token, parse_next_token, parse_token_of_place, token_of_place
from hotread.timestamps import parse_time
from hotread.values import data_value
from twin_component_type import position

from benchmarks.fuzz.parsers.target import Target, nested, seeds, text_of, value_of
from crosstwin.readers.times import iso_time, stored_id

_KEY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{9}")
_NOW = datetime(2026, 1, 15, 10, 30, tzinfo=UTC)
_TIMES = {
    **{f"{name}, {text}": stored_times(name, is_text=text) for name in EPOCHS for text in (False, True)},
    "iso8601": stored_times("iso8601"),
    "iso8601 without a zone": stored_times("iso8601", separator=" ", has_zone=False),
    "between": stored_times("iso8601", template="READING#{time}#"),
    "digits between": stored_times("epoch_milliseconds", is_text=True, template="READING#{time}"),
    "timestamp": stored_times("timestamp"),
}


def _query_time(data: bytes) -> None:
    for value in (value_of(data), text_of(data)):
        try:
            key = parse_time(value, "startTime")
        except InvalidQuery:
            continue
        assert _KEY.fullmatch(key)
        _check_key(key)
        if isinstance(value, str):
            assert "\n" not in key
    text = text_of(data)
    for parse in (iso_time, stored_id):
        try:
            found = parse(text, _NOW)
        except ValueError:
            continue
        assert parse is iso_time or is_stored_id(found), found


def _check_key(key: str) -> None:
    assert key_at(nanoseconds(key)) == key
    assert is_stored_id(spelled(key))
    assert sort_key(spelled(key)) == key


def _stored_time(data: bytes) -> None:
    value = value_of(data)
    for found in (value, text_of(data), *_decimals(value)):
        if is_stored_id(found):
            assert are_times([found.replace("+00:00", "Z")])
        for name, times in _TIMES.items():
            id_ = times.id_of(found)
            assert list(ids_of(times, [found])) == [id_], name
            if id_ is None:
                continue
            assert is_stored_id(id_), (name, id_)
            _check_bounds(times, id_, name)


def _check_bounds(times: Any, id_: str, name: str) -> None:
    """What is stored of a time is between the bounds that a query for this instant has."""
    kept = times.value_of(id_)
    again = times.id_of(kept)
    if again is None:
        return  # a time before 1970 as digits
    key = sort_key(again)
    assert key <= sort_key(id_), name
    # Where texts of one second are not in the order of time, a bound is of whole seconds.
    bound = key if times.orders_by_time else key[:SECOND]
    first, last = times.first(bound), times.last(f"{bound}{AFTER_ANY_SPELLING}")
    if isinstance(kept, int) and kept <= INTEGERS_OF_64_BITS:
        first = double(first, is_lower=True, integers=INTEGERS_OF_64_BITS)
        last = double(last, is_lower=False, integers=INTEGERS_OF_64_BITS)
    assert first <= kept <= last, (name, first, kept, last)
    assert times.first(again) <= kept <= times.last(again), name


def _decimals(value: Any) -> list[Decimal]:
    """A number as DynamoDB's digits: at most 38, and up to 1E+125."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return []
    try:
        number = Decimal(str(value)) if not isinstance(value, int) or abs(value) < 10**38 else Decimal("NaN")
    except InvalidOperation:
        return []
    return [number] if number.is_finite() and -130 <= number.adjusted() <= 125 else []


def _telemetry_value(data: bytes) -> None:
    value = value_of(data)
    declared = [
        None,
        *map(DataType, VALUE_KEYS),
        DataType("LIST", DataType("LONG")),
        DataType("MAP", DataType("LIST")),
    ]
    for data_type in declared:
        try:
            check_value(value, data_type, 50)
        except UnfitValueError:
            is_fit = False
        else:
            is_fit = True
        if value is None:
            continue
        for caller in Caller:
            try:
                found = data_value(value, data_type, caller)
            except UnfitValueError:
                assert not is_fit, "a value that a writer takes cannot be answered"
            else:
                json.dumps(found, allow_nan=False, ensure_ascii=False).encode()


def _filters(data: bytes) -> None:
    value = value_of(data)
    try:
        filters = parse_filters(value)
    except InvalidQuery:
        return
    for row in (
        *({"n": held} for held in (None, True, 5, 1.5, 10**400, Decimal("1E+125"), "text", [1], {"a": 1})),
        *({one.property_name: one.value} for one in filters),
    ):
        for one in filters:
            accepts = one.accepts(row)
            if row.get(one.property_name) is one.value:
                assert accepts == (one.operator in ("=", "<=", ">="))


def _tokens(data: bytes) -> None:
    text = text_of(data)
    spelled_ = [text, base64.urlsafe_b64encode(data).decode()]
    for token in (*spelled_, value_of(data)):
        try:
            found = parse_next_token(token)
        except InvalidQuery:
            pass
        else:
            assert is_stored_id(found.id)
            assert parse_next_token(next_token(found.id, found.name)) == found
        try:
            place = parse_token_of_place(token)
        except InvalidQuery:
            pass
        else:
            assert parse_token_of_place(token_of_place(place)) == place
        try:
            places = position.decoded(token, "0123456789abcdef")
        except InvalidQuery:
            continue
        assert position.decoded(position.encoded(places, "0123456789abcdef"), "0123456789abcdef") == places


_ID = "2026-01-15T10:30:00.5Z"
TARGETS = {
    "time of a query": Target(
        _query_time,
        [
            *seeds(1768473000, 1768473000.25, "1768473000999", "2026-01-15T10:30:00Z", 1768473000000000000),
            b"2026-01-15 10:30:00,123456789+01:00",
            b"-1d12h",
            b"2026-01-15 10:30:00,12684730003456789+01:00",
            b"2026-01-15T10:30:00+01:00:00.5",
            b"now",
            b"0001-01-01T00:00:00+23:59",
        ],
    ),
    "stored time": Target(
        _stored_time,
        [
            *seeds(1768473000, 1768473000.25, "1768473000999", _ID, -62135596800000, 253402300799.999),
            b"READING#2026-01-15T10:30:00.5Z#",
            b"2026-01-15 10:30:00",
        ],
    ),
    "value": Target(
        _telemetry_value,
        [
            nested("[", "]", 900).encode(),
            nested('{"a":', "}", 900, "1").encode(),
            b"1" + b"0" * 400,
            *seeds(5, 1.5, True, "text", [1, 2.5], {"a": {"b": [True, "x"]}}, 2**31, 2**63, [None], {"": 1}),
        ],
    ),
    "filters": Target(
        _filters,
        seeds(
            [{"propertyName": "n", "operator": ">=", "value": {"doubleValue": 20}}],
            [{"propertyName": "n", "value": "text"}, {"propertyName": "x", "operator": "!=", "value": True}],
        ),
    ),
    "token of a page": Target(
        _tokens,
        [
            b"1:2026-01-15T10:30:00.5Z",
            b"2:2026-01-15T10:30:00Z name of an item",
            f"3:12 {next_token(_ID)} pump-7".encode(),
            b"3:0 - pump-7",
            b'{"of":"0123456789abcdef","at":{"aws":[0,null],"azure":[1,"abc"]}}',
        ],
    ),
}
