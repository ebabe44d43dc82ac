"""How long a connector waits between attempts: no longer than its invocation lasts."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from remote_reader.errors import (
    RemoteReaderError,
    RemoteReaderTimeout,
)

from tests.contract.functions.connector.conftest import OK, Connect, Context
from tests.contract.functions.connector.events import HISTORY_EVENT
from tests.contract.functions.connector.server import (
    MisbehavingServer,
    answer,
    html,
)


def _waits(server: MisbehavingServer, connect: Connect, seconds: float = 30) -> list[float]:
    """The seconds the connector would sleep, for answers that the server was told to give."""
    waits: list[float] = []
    connect(server.url, first_wait=1.0, sleep=waits.append)(HISTORY_EVENT, Context(seconds))
    return waits


def test_the_waits_double_with_jitter(server: MisbehavingServer, connect: Connect) -> None:
    server.will(html(503), html(503), html(503), OK)
    waits = [_waits(server, connect)]
    server.will(html(503), html(503), html(503), OK)
    waits.append(_waits(server, connect))
    for first, second, third in waits:
        assert 1 <= first <= 1.5
        assert 2 <= second <= 2.5
        assert 4 <= third <= 4.5
    assert waits[0] != waits[1]


def test_retry_after_in_seconds_is_respected(server: MisbehavingServer, connect: Connect) -> None:
    server.will(answer(b"", 503, {"Retry-After": "7"}), OK)
    assert _waits(server, connect) == [7]


def test_retry_after_as_a_date_is_respected(server: MisbehavingServer, connect: Connect) -> None:
    at = datetime.now(UTC) + timedelta(seconds=9)
    server.will(answer(b"", 429, {"Retry-After": format_datetime(at, usegmt=True)}), OK)
    (wait,) = _waits(server, connect)
    assert 7 <= wait <= 9


@pytest.mark.parametrize(
    "text", ["0", "soon", "-5", "Thu, 01 Jan 1970 00:00:00 GMT", "Sat, 01 Jan 10000 00:00:00 GMT"]
)
def test_retry_after_that_asks_for_nothing_falls_back(
    server: MisbehavingServer, connect: Connect, text: str
) -> None:
    server.will(answer(b"", 503, {"Retry-After": text}), OK)
    (wait,) = _waits(server, connect)
    assert 1 <= wait <= 1.5


@pytest.mark.parametrize("text", ["3600", "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_retry_after_past_the_invocation_gives_up_at_once(
    server: MisbehavingServer, connect: Connect, text: str
) -> None:
    server.will(answer(b"", 503, {"Retry-After": text}))
    with pytest.raises(RemoteReaderError, match=r"503.*\(1 attempt\)"):
        _waits(server, connect, seconds=30)
    assert len(server.received) == 1


def test_no_attempt_without_time(server: MisbehavingServer, connect: Connect) -> None:
    server.will(OK)
    with pytest.raises(RemoteReaderTimeout, match="no time was left"):
        connect(server.url)(HISTORY_EVENT, Context(seconds=0.9))
    assert server.received == []


def test_the_waits_end_before_the_invocation_does(server: MisbehavingServer, connect: Connect) -> None:
    """After 1 s and 2 s of simulated waiting, 4 s more would pass the deadline of a 7 s invocation."""
    now = 0.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    start = time.monotonic()
    server.will(html(503))
    with pytest.raises(RemoteReaderError, match=r"503.*\(3 attempts\)"):
        connect(server.url, first_wait=1.0, sleep=sleep, clock=lambda: start + now)(HISTORY_EVENT, Context(7))
    assert len(server.received) == 3
    assert now < 6
