from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hotread.errors import InvalidQuery
from hotread.timestamps import is_stored_id, parse_time, sort_key, with_z
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
        1768473000000,
        "1768473000000",
        1768473000000.0,
    ],
)
def test_every_spelling_of_a_bound_is_the_same_instant(spelled: object) -> None:
    assert parse_time(spelled, "startTime") == HALF_PAST_TEN


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ("2026-01-15T10:30:00", "has no zone"),
        ("2026-02-30T10:30:00Z", "no time of the calendar"),
        ("2026-01-15T24:30:00Z", "no time of the calendar"),
        ("0001-01-01T00:00:00+01:00", "no time of the calendar"),
        ("2026-01-15T10:30.5Z", "not an ISO 8601 time"),
        ("yesterday", "not an ISO 8601 time"),
        ("٢٠٢٦-01-15T10:30:00Z", "not an ISO 8601 time"),
        ("", "not an ISO 8601 time"),
        (True, "expected an ISO 8601 time"),
        ({}, "expected an ISO 8601 time"),
        (10**30, "outside the years"),
        (float("inf"), "outside the years"),
        (float("nan"), "outside the years"),
    ],
)
def test_a_bound_that_is_no_time_is_refused_by_name(found: object, says: str) -> None:
    with pytest.raises(InvalidQuery, match=says) as refused:
        parse_time(found, "endTime")
    assert refused.value.message.startswith("endTime: ")


def test_nanoseconds_of_a_bound_are_kept() -> None:
    assert parse_time("2026-01-15T10:30:00.123456789Z", "startTime").endswith("00.123456789")


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
