"""Times of existing records: each spelling reads back, sorts as time does, and its bounds miss nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from crosstwin_contract.doubles import INTEGERS_OF_64_BITS, double
from crosstwin_contract.stored_times import (
    FORMATS,
    INTEGERS_OF_DOUBLES,
    StoredTimes,
    stored_times,
)
from crosstwin_contract.times import (
    AFTER_ANY_SPELLING,
    NANOSECONDS,
    SECOND,
    key_at,
    nanoseconds,
    sort_key,
    spelled,
)
from hotread.mapped import ids_of
from hypothesis import given
from hypothesis import strategies as st

START = nanoseconds("2026-01-15T10:30:00.000000000")
ID = "2026-01-15T10:30:00.5Z"


@pytest.mark.parametrize(
    ("times", "value", "stored_id"),
    [
        (stored_times("iso8601"), "2026-01-15T10:30:00.50+00:00", "2026-01-15T10:30:00.50+00:00"),
        (stored_times("iso8601", separator=" "), "2026-01-15 10:30:00Z", "2026-01-15T10:30:00Z"),
        (stored_times("iso8601", has_zone=False), "2026-01-15T10:30:00", "2026-01-15T10:30:00Z"),
        (stored_times("iso8601", template="READING#{time}"), f"READING#{ID}", ID),
        (stored_times("epoch_seconds"), 1768473000.5, ID),
        (stored_times("epoch_seconds"), Decimal("1768473000.5"), ID),
        (
            stored_times("epoch_seconds"),
            Decimal("1768473000.9999999999999999999999999999"),
            f"{ID[:19]}.999999999Z",
        ),
        (
            stored_times("epoch_milliseconds"),
            Decimal("1768473000999.9999999999999999999999999"),
            f"{ID[:19]}.999999999Z",
        ),
        (
            stored_times("epoch_microseconds"),
            Decimal("1768473000999999.9999999999999999999999"),
            f"{ID[:19]}.999999999Z",
        ),
        (
            stored_times("epoch_nanoseconds"),
            Decimal("1768473000999999999.9999999999999999999"),
            f"{ID[:19]}.999999999Z",
        ),
        (
            stored_times("epoch_seconds"),
            Decimal("253402300799.99999999999999999999999999"),
            "9999-12-31T23:59:59.999999999Z",
        ),
        (stored_times("epoch_milliseconds"), 1768473000500, ID),
        (stored_times("epoch_microseconds"), 1768473000500000, ID),
        (stored_times("epoch_nanoseconds"), 1768473000500000001, "2026-01-15T10:30:00.500000001Z"),
        (stored_times("epoch_milliseconds", is_text=True), "1768473000500", ID),
        (stored_times("epoch_seconds", is_text=True, template="a#{time}#b"), "a#1768473000#b", f"{ID[:19]}Z"),
        (stored_times("epoch_seconds"), 400_000_000, "1982-09-04T15:06:40Z"),
        (stored_times("epoch_seconds"), 253_402_300_799, "9999-12-31T23:59:59Z"),
        (stored_times("epoch_seconds", template="A#{time}"), "A#1768473000", f"{ID[:19]}Z"),
        (stored_times("timestamp"), datetime(2026, 1, 15, 10, 30, 0, 500_000, UTC), ID),
        (stored_times("timestamp"), datetime(2026, 1, 15, 10, 30, tzinfo=UTC), "2026-01-15T10:30:00Z"),
    ],
)
def test_a_stored_time_reads_as_an_id(times: StoredTimes, value: Any, stored_id: str) -> None:
    assert times.id_of(value) == stored_id


@pytest.mark.parametrize(
    ("times", "value"),
    [
        (stored_times("iso8601"), "2026-01-15 10:30:00Z"),
        (stored_times("iso8601"), "2026-01-15T10:30:00"),
        (stored_times("iso8601"), "2026-01-15T10:30:00+01:00"),
        (stored_times("iso8601"), 1768473000),
        (stored_times("iso8601", separator=" "), "2026-01-15T10:30:00Z"),
        (stored_times("iso8601", has_zone=False), "2026-01-15T10:30:00Z"),
        (stored_times("iso8601", template="READING#{time}"), "META#2026-01-15T10:30:00Z"),
        (stored_times("epoch_milliseconds"), "1768473000500"),
        (stored_times("epoch_milliseconds"), True),
        (stored_times("epoch_milliseconds"), None),
        (stored_times("epoch_milliseconds"), float("nan")),
        (stored_times("epoch_seconds"), 1768473000500),
        (stored_times("epoch_milliseconds"), 1768473000),
        (stored_times("epoch_microseconds"), 1768473000500),
        (stored_times("epoch_nanoseconds"), 1768473000500000.5),
        (stored_times("epoch_milliseconds", is_text=True), "0001768473000"),
        (stored_times("epoch_milliseconds"), 0),
        (stored_times("epoch_milliseconds"), -1),
        (stored_times("epoch_seconds"), 20468),
        (stored_times("epoch_seconds"), 400_000_000_000),
        (stored_times("epoch_milliseconds", is_text=True), "176847300050"),
        (stored_times("epoch_milliseconds", is_text=True), 1768473000500),
        (stored_times("timestamp"), datetime(2026, 1, 15)),
        (stored_times("timestamp"), ID),
    ],
)
def test_what_is_not_a_time_of_the_spelling_has_no_id(times: StoredTimes, value: Any) -> None:
    assert times.id_of(value) is None


SPELLINGS = [
    *(stored_times(name) for name in FORMATS),
    *(stored_times(name, is_text=True) for name in FORMATS if name.startswith("epoch")),
    stored_times("iso8601", separator=" ", has_zone=False),
    stored_times("iso8601", has_zone=False, template="AT#{time}#v1"),
    stored_times("epoch_milliseconds", is_text=True, template="AT#{time}#v1"),
]
DOUBLES = replace(stored_times("epoch_nanoseconds"), are_doubles=True)  # type: ignore[type-var]
# Around a second, to each side of it, in steps that every unit and none has.
INSTANTS = st.integers(-2 * NANOSECONDS, 2 * NANOSECONDS) | st.sampled_from(
    [second * NANOSECONDS + step for second in (-1, 0, 1) for step in (-1, 0, 1, 1000, 1_000_000)]
)


@pytest.mark.parametrize("times", SPELLINGS, ids=lambda times: times.expected)
@given(instant=INSTANTS, bound=INSTANTS)
def test_bounds_let_through_what_is_within_and_nothing_of_another_second(
    times: StoredTimes, instant: int, bound: int
) -> None:
    value = times.value_of(spelled(key_at(START + instant)))
    stored_id = times.id_of(value)
    assert stored_id is not None
    assert times.id_of(times.value_of(stored_id)) == stored_id  # from here on nothing is dropped
    assert times.first(stored_id) <= value <= times.last(stored_id)
    key, whole = sort_key(stored_id), key_at(START + bound)
    second = whole[:SECOND]
    assert (times.first(second) <= value) == (key >= second)
    assert (value <= times.last(f"{second}~")) == (key[:SECOND] <= second)
    assert (value <= times.last(second)) == (key < second)
    assert (times.first(f"{second}~") <= value) == (key[:SECOND] > second)
    if times.orders_by_time:
        assert (times.first(whole) <= value) == (key >= whole)
        assert (value <= times.last(f"{whole}~")) == (key <= whole)


@pytest.mark.parametrize("times", SPELLINGS, ids=lambda times: times.expected)
def test_no_bound_lets_everything_through(times: StoredTimes) -> None:
    value, first, last = times.value_of(ID), times.first(None), times.last(None)
    assert first is None or first <= value
    assert last is None or value <= last


@pytest.mark.parametrize("is_text", [False, True])
def test_bounds_beyond_what_a_spelling_holds_let_everything_through(is_text: bool) -> None:
    times = stored_times("epoch_milliseconds", is_text=is_text)
    value = times.value_of(ID)
    assert times.first("0001-01-01T00:00:00") < value < times.last("9999-12-31T23:59:59~")
    native = stored_times("timestamp")
    assert native.first("0001-01-01T00:00:00") < native.value_of(ID) < native.last("9999-12-31T23:59:59~")


OTHERS = st.sampled_from(
    [None, True, "", "1", 1.5, 2**70, -1, 1768473000, "2026-01-15T10:30:00+00:00", Decimal(5)]
)


@pytest.mark.parametrize("times", [*SPELLINGS, DOUBLES], ids=repr)
@given(data=st.data())
def test_the_ids_of_many_times_are_those_of_each(times: StoredTimes, data: st.DataObject) -> None:
    value = INSTANTS.map(lambda instant: times.value_of(spelled(key_at(START + instant))))
    values = data.draw(st.lists(value) | st.lists(value | OTHERS))
    assert list(ids_of(times, values)) == [*map(times.id_of, values)]


@pytest.mark.parametrize("step", [61_000_001, 7_000_001, -7_000_001])
def test_the_ids_of_more_times_than_are_kept_are_right(step: int) -> None:
    times = stored_times("epoch_microseconds")
    values = [1768473030000001 + number * step for number in range(10_000)]
    found = ids_of(times, values)
    assert found == [spelled(key_at(value * 1000)) for value in values]
    assert found == [*map(times.id_of, values)]


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"time_format": "epoch"}, "time_format: 'epoch' is not one of iso8601"),
        ({"time_format": "timestamp", "template": "A#{time}"}, "a timestamp is not a string"),
        ({"time_format": "iso8601", "template": "A#"}, "expected {time} once"),
        ({"time_format": "iso8601", "template": "{time}#{time}"}, "expected {time} once"),
    ],
)
def test_a_spelling_that_does_not_fit_is_refused(settings: Any, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        stored_times(**settings)


@pytest.mark.parametrize(
    ("time_format", "stored"),
    [
        ("epoch_seconds", 1768473000.0),
        ("epoch_seconds", 1768473000.123457),
        ("epoch_milliseconds", 1768473000123.0),
        ("epoch_milliseconds", 1768473000123.4568),
        ("epoch_microseconds", 1768473000123456.0),
        ("epoch_microseconds", 1768473000123456.8),
    ],
)
def test_a_double_for_a_bound_beside_a_time_leaves_that_time_out(time_format: str, stored: float) -> None:
    times = stored_times(time_format)
    assert_left_out(times, stored, INTEGERS_OF_64_BITS)
    assert_left_out(replace(times, are_doubles=True), stored, INTEGERS_OF_DOUBLES)  # type: ignore[type-var]


@given(st.integers(1_700_000_000 * NANOSECONDS, 2_000_000_000 * NANOSECONDS), st.booleans())
def test_nanoseconds_in_a_store_of_doubles_are_as_exact_as_a_double(instant: int, is_shortest: bool) -> None:
    times = replace(stored_times("epoch_nanoseconds"), are_doubles=True)  # type: ignore[type-var]
    stored = times.value_of(spelled(key_at(instant)))
    assert abs(stored - instant) <= 128
    # As JSON has it: with the shortest digits of the double, or with all of them.
    answered = int(f"{stored:.17g}".replace(".", "").partition("e")[0].ljust(19, "0"))
    assert times.id_of(answered if is_shortest else int(stored)) == times.id_of(stored)
    assert_left_out(times, stored, INTEGERS_OF_DOUBLES)


def test_a_bound_beyond_an_integer_of_a_store_is_a_double() -> None:
    first = stored_times("epoch_nanoseconds").first("0001-01-01T00:00:00")
    assert double(first, is_lower=True, integers=INTEGERS_OF_64_BITS) == float(first)
    last = stored_times("epoch_nanoseconds").last("9999-12-31T23:59:59~")
    assert double(last, is_lower=False, integers=INTEGERS_OF_64_BITS) <= last
    assert type(double(2**63 - 1, is_lower=True, integers=INTEGERS_OF_64_BITS)) is int


def assert_left_out(times: StoredTimes, stored: float, integers: int) -> None:
    stored_id = times.id_of(stored)
    assert stored_id is not None
    key = sort_key(stored_id)
    assert double(times.first(stored_id), is_lower=True, integers=integers) == stored
    assert double(times.last(stored_id), is_lower=False, integers=integers) == stored
    assert double(times.first(key + AFTER_ANY_SPELLING), is_lower=True, integers=integers) > stored
    assert double(times.last(key), is_lower=False, integers=integers) < stored
