"""Times of a page of documents, all at once: each is what the value alone would be."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from crosstwin_contract.stored_times import stored_times
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.functions.gcp.conftest import SOURCE
from tests.contract.readers.served import importable

# Microseconds since 1970, of the years 1 to 9999.
INSTANTS = st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999) | st.sampled_from(
    [0, 500_000, 120_000, 1_000_000, 60_000_000, 999_999]
)


@pytest.fixture(scope="module")
def values() -> ModuleType:
    with importable(SOURCE):
        return importlib.import_module("firestore_values")


def timestamp(microseconds: int, nanoseconds: int) -> dict[str, str]:
    """As Firestore writes it: with no fraction, or one of 3, 6 or 9 digits."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    digits = f"{moment.microsecond:06}{nanoseconds:03}"
    while digits.endswith("000"):
        digits = digits[:-3]
    second = moment.replace(microsecond=0, tzinfo=None).isoformat()
    return {"timestampValue": f"{second}.{digits}Z" if digits else f"{second}Z"}


@given(st.lists(st.builds(timestamp, INSTANTS, st.sampled_from([0, 1, 999])), min_size=1))
def test_the_ids_of_timestamps_are_those_of_the_moments(
    values: ModuleType, found: list[dict[str, str]]
) -> None:
    times = stored_times("timestamp")
    assert values.ids_of_timestamps(found) == [times.id_of(values.plain(value)) for value in found]


@pytest.mark.parametrize("other", [None, {"stringValue": "2026-01-15T10:30:00Z"}, {"nullValue": None}])
def test_what_is_no_timestamp_has_no_id_from_its_spelling(values: ModuleType, other: Any) -> None:
    assert values.ids_of_timestamps([{"timestampValue": "2026-01-15T10:30:00Z"}, other]) is None


def test_times_that_are_numbers_or_anything_else_are_plain_values(values: ModuleType) -> None:
    number, text = {"integerValue": "1768473000"}, {"stringValue": "1768473000"}
    assert values.plain_times([number, number]) == [1768473000] * 2
    assert values.plain_times([number, None, text, {"doubleValue": 0.5}]) == [
        1768473000,
        None,
        "1768473000",
        0.5,
    ]
