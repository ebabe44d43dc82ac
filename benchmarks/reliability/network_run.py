"""Runs the fault matrix: one connector a fault, all faults side by side."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from remote_reader.errors import ConnectorError
from remote_reader.settings import DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT_SECONDS, RemoteSettings
from twin_connector.answer import HISTORY, Answer
from twin_connector.handler import handler_of
from twin_connector.invocation import Invocation
from twin_connector.remote import RemoteRoute

from benchmarks.reliability.network_faults import BACKOFF, Fault
from benchmarks.reliability.pace import Pace
from benchmarks.reliability.servers import Place, Server, running_place
from tests.contract.functions.connector.conftest import Context
from tests.contract.functions.connector.events import HISTORY_EVENT, TOKEN

INVOCATION = 30.0  # seconds, the Terraform module's default; the connector keeps one of them back
RESERVE = 1.0
_PROXIES = ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one fault led to. `deadline`: the seconds that the connector had, by which it must have told.

    `token_sent`: whether the token reached the server that was asked.
    """

    fault: Fault
    error: BaseException | None
    attempts: int
    seconds: float
    deadline: float
    waits: float
    token_sent: bool

    @property
    def told(self) -> str:
        return "" if self.error is None else str(self.error)

    @property
    def as_promised(self) -> bool:
        """Whether error, message, attempts, time and the token's way are those of the fault."""
        fault = self.fault
        pattern = re.escape(fault.message).replace("…", ".*")
        return (
            type(self.error) is (fault.error or type(None))
            and re.fullmatch(pattern, self.told, re.DOTALL) is not None
            and self.attempts == fault.attempts
            and self.token_sent == fault.token_sent
            and self.waits <= self.seconds <= self.deadline
            and (not fault.own_pace or self.seconds < BACKOFF)
            and TOKEN not in self.told
        )


class _Watched:
    """A route whose invocation can be looked at afterwards."""

    name = "remote"

    def __init__(self, reader: RemoteRoute) -> None:
        self._reader = reader
        self.attempts = 0

    def query(self, event: Mapping[str, Any], invocation: Invocation) -> Answer:
        try:
            return self._reader.query(event, invocation)
        finally:
            self.attempts = invocation.attempts


def run_faults(faults: Sequence[Fault], pace: Pace, folder: Path) -> tuple[list[Outcome], int]:
    """The outcomes in the order of the faults, and how many requests reached a host that was not asked.

    The environment names that host as proxy: nothing must go there.
    """
    with running_place(folder) as place, _proxied_to(place.elsewhere.url):
        with ThreadPoolExecutor(len(faults)) as threads:
            outcomes = list(threads.map(lambda fault: _run(fault, pace, place), faults))
        return outcomes, len(place.elsewhere.received)


def _run(fault: Fault, pace: Pace, place: Place) -> Outcome:
    scale = 1.0 if fault.own_pace else pace.time_scale
    deadline = (INVOCATION - RESERVE) * scale
    with fault.start(place) as server:
        settings = RemoteSettings(server.url, TOKEN, DEFAULT_TIMEOUT_SECONDS * scale, DEFAULT_MAX_RETRIES)
        reader = _Watched(RemoteRoute(settings, first_wait=scale, ca_bundle=place.ca_bundle))
        started = time.monotonic()
        error = _error(reader, Context(deadline + RESERVE))
        seconds = time.monotonic() - started
        # A tenth of a second for the thread to be told, so that a deadline met to the millisecond counts.
        return Outcome(
            fault, error, reader.attempts, seconds, deadline + 0.1, fault.waits * scale, _token_sent(server)
        )


def _error(reader: _Watched, context: Context) -> ConnectorError | None:
    try:
        answer = handler_of(HISTORY, reader)(HISTORY_EVENT, context)
    except ConnectorError as error:
        return error
    assert answer["propertyValues"][0]["values"], answer
    return None


def _token_sent(server: Server) -> bool:
    return server.http is not None and any(
        TOKEN in value for request in server.http.received for _, value in request.headers
    )


@contextmanager
def _proxied_to(url: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in (*_PROXIES, "NO_PROXY", "no_proxy")}
    try:
        for name in before:
            os.environ.pop(name, None)
        os.environ.update(dict.fromkeys(_PROXIES, url))
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
