"""A server's clock takes the place of this machine's only where the two are far from each other."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.client import HTTPMessage

import pytest
from hotread.clock import Clock
from hotread.connections import Response


def response(date: str | None) -> Response:
    headers = HTTPMessage()
    if date is not None:
        headers["Date"] = date
    return Response(403, headers, b"")


def in_(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("seconds", [3600, -3600, 300])
def test_a_server_that_is_far_away_sets_the_clock_once(seconds: float) -> None:
    clock = Clock()
    assert clock.set_by(response(in_(seconds)))
    assert abs(clock.now() - time.time() - seconds) < 2
    assert not clock.set_by(response(in_(seconds))), "it is the one in use"
    assert clock.set_by(response(in_(0)))
    assert abs(clock.now() - time.time()) < 2


@pytest.mark.parametrize(
    "date",
    [
        None,
        "",
        "today",
        "Thu, 15 Jan 2026 10:30:00 -0000",  # without a zone
        "Thu, 15 Jan 2026 10:30:00",
        "Thu, 45 Jan 2026 10:30:00 GMT",
        f"Thu, 15 Jan {'9' * 30} 10:30:00 GMT",
    ],
)
def test_what_is_not_a_date_sets_no_clock(date: str | None) -> None:
    clock = Clock()
    assert not clock.set_by(response(date))
    assert abs(clock.now() - time.time()) < 1


def test_seconds_of_difference_set_no_clock() -> None:
    assert not Clock().set_by(response(in_(200)))
