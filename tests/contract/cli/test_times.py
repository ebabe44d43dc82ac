"""How old a value is, in seconds and as people say it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crosstwin.readers.times import age_seconds, age_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "0 s"),
        (0.4, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (3599, "59 min"),
        (7200, "2 h"),
        (200_000, "2 d"),
    ],
)
def test_an_age_is_in_its_largest_unit(seconds: float, text: str) -> None:
    assert age_text(seconds) == text


@pytest.mark.parametrize("time", ["2026-01-15T10:29:30.5Z", "2026-01-15T10:29:30.500000000Z"])
def test_an_age_is_from_the_values_time_to_now(time: str) -> None:
    assert age_seconds(time, datetime(2026, 1, 15, 10, 30, tzinfo=UTC)) == 29.5
