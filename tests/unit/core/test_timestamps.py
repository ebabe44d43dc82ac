from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from crosstwin_contract.times import NANOSECONDS, is_stored_id, key_at, sort_key, with_z
from hotread.errors import InvalidQuery
from hotread.timestamps import parse_time
from hypothesis import given
from hypothesis import strategies as st

HALF_PAST_TEN = "2026-01-15T10:30:00.000000000"


@pytest.mark.parametrize(
    "spelled",
    [
        "2026-01-15T10:30:00Z",
        "2026-01-15t10:30:00z",
        "2026-01-15 10:30Z",
        "2026-01-15T10:30:00.000Z",
        "2026-01-15T11:30:00+01:00",
        "2026-01-15T05:00:00-0530",
        "2026-01-15T11:30:00+01",
        1768473000,
        1768473000000,
        1768473000000000,
        1768473000000000000,
        "1768473000",
        " 1768473000000 ",
        "1768473000000000",
        "1768473000000000000",
        1768473000.0,
        1768473000000.0,
        "1768473000.000",
    ],
)
def test_every_spelling_of_a_bound_is_the_same_instant(spelled: object) -> None:
    assert parse_time(spelled, "startTime") == HALF_PAST_TEN


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ("2026-01-15T10:30:00", "has no zone"),
        ("2026-02-30T10:30:00Z", "is not a valid time"),
        ("2026-01-15T24:30:00Z", "is not a valid time"),
        ("0001-01-01T00:00:00+01:00", "is not a valid time"),
        ("2026-01-15T10:30.5Z", "not an ISO 8601 time"),
        ("yesterday", "not an ISO 8601 time"),
        ("٢٠٢٦-01-15T10:30:00Z", "not an ISO 8601 time"),
        ("", "not an ISO 8601 time"),
        (True, "expected an ISO 8601 time"),
        ({}, "expected an ISO 8601 time"),
        (0, "is not a time between 1982 and 2286"),
        (-1, "is not a time between 1982 and 2286"),
        ("-1768473000", "is not a time between 1982 and 2286"),
        (86_400_000, "is not a time between 1982 and 2286"),
        ("399999999", "is not a time between 1982 and 2286"),
        (10_000_000_000, "is not a time between 1982 and 2286"),
        (399_999_999_999, "is not a time between 1982 and 2286"),
        ("253402300799999", "is not a time between 1982 and 2286"),  # the year 9999 in milliseconds
        (10**19, "is not a time between 1982 and 2286"),
        (10**30, "is not a time between 1982 and 2286"),
        (float("inf"), "is not a time between 1982 and 2286"),
        (float("nan"), "is not a time between 1982 and 2286"),
        ("1_768_473_000", "not an ISO 8601 time"),
        ("1.768473e9", "not an ISO 8601 time"),
        ("01768473000", "not an ISO 8601 time"),
        ("١٧٦٨٤٧٣٠٠٠", "not an ISO 8601 time"),
    ],
)
def test_a_bound_that_is_no_time_is_refused_by_name(found: object, says: str) -> None:
    with pytest.raises(InvalidQuery, match=says) as refused:
        parse_time(found, "endTime")
    assert refused.value.message.startswith("endTime: ")


@pytest.mark.parametrize(
    ("spelled", "fraction"),
    [
        ("2026-01-15T10:30:00.123456789Z", "123456789"),
        (1768473000123456789, "123456789"),
        ("1768473000.123456789", "123456789"),
        ("1768473000123456.7891", "123456789"),  # what is finer than a nanosecond is dropped
        (1768473000.999, "999000000"),
        ("1768473000.999", "999000000"),
        (1768473000123.5, "123500000"),
    ],
)
def test_fractions_of_a_second_are_kept_as_they_are_written(spelled: object, fraction: str) -> None:
    assert parse_time(spelled, "startTime") == f"2026-01-15T10:30:00.{fraction}"


EPOCHS = st.integers(400_000_000 * 10**9, 10_000_000_000 * 10**9 - 1)  # in nanoseconds


@given(EPOCHS)
def test_one_instant_in_each_unit_of_an_epoch_number_is_the_same_time(instant: int) -> None:
    for unit in (10**9, 10**6, 10**3, 1):
        whole = instant // unit
        key = key_at(whole * unit)
        assert parse_time(whole, "startTime") == parse_time(str(whole), "startTime") == key


@given(st.integers(0, 253_402_300_799), st.sampled_from([1, 10**3, 10**6, 10**9]))
def test_no_unit_of_a_time_from_1982_on_is_taken_for_another(second: int, scale: int) -> None:
    # Up to the year 9999, as an open end of a range may be.
    try:
        found = parse_time(second * scale, "startTime")
    except InvalidQuery:
        return
    assert found == key_at(second * NANOSECONDS) or second < 400_000_000


@pytest.mark.parametrize(
    "stored_id",
    [
        "2026-01-15T10:30Z",
        "2026-01-15 10:30:00Z",
        "2026-13-15T10:30:00Z",
        "2026-01-15T10:30:00",
        "x",
        "",
        None,
        5,
    ],
)
def test_what_is_no_time_is_no_stored_id(stored_id: object) -> None:
    assert not is_stored_id(stored_id)


moments = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


def spellings(moment: datetime) -> st.SearchStrategy[str]:
    """The ways a device may write one moment, from the precision it needs to nanoseconds."""
    micro = moment.replace(tzinfo=None).isoformat(timespec="microseconds")
    shortest = micro.rstrip("0").rstrip(".")
    fractions = {shortest, micro, f"{micro}000"}
    return st.tuples(st.sampled_from(sorted(fractions)), st.sampled_from(["Z", "+00:00"])).map("".join)


@given(st.data())
def test_sort_keys_order_as_the_instants_do(data: st.DataObject) -> None:
    one = data.draw(moments)
    step = data.draw(st.sampled_from([0, 1, 500_000, 1_000_000, 86_400_000_000]))
    other = min(one + timedelta(microseconds=step), datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC))
    keys = [sort_key(data.draw(spellings(moment))) for moment in (one, other)]
    assert (keys[0] < keys[1]) == (one < other)
    assert (keys[0] == keys[1]) == (one == other)


@given(st.data())
def test_a_stored_id_is_a_bound_of_its_own_instant(data: st.DataObject) -> None:
    spelled = data.draw(moments.flatmap(spellings))
    assert is_stored_id(spelled)
    assert parse_time(spelled, "startTime") == sort_key(spelled)


def test_an_answered_time_keeps_its_precision_and_ends_with_z() -> None:
    assert with_z("2026-01-15T10:30:00.50+00:00") == "2026-01-15T10:30:00.50Z"
    assert with_z("2026-01-15T10:30:00Z") == "2026-01-15T10:30:00Z"
