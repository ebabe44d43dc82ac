"""Readers and connectors under load, for some seconds; `make reliability` does it for minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.reliability.load import Client, asking
from benchmarks.reliability.load_run import run_load
from benchmarks.reliability.outage_run import EVENTS, KILLED, run_outages
from benchmarks.reliability.outage_targets import TARGETS as OUTAGE_TARGETS
from benchmarks.reliability.pace import SHORT
from benchmarks.reliability.targets import TARGETS

AT_NIGHT = ("connector to aws", "connector to gcp")


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.nightly) if name in AT_NIGHT else name for name in TARGETS],
)
def test_no_request_fails_under_load_and_memory_does_not_grow(name: str, tmp_path: Path) -> None:
    if missing := TARGETS[name].why_not():
        pytest.skip(f"no {name} on this machine: {missing}")
    measured = run_load(name, SHORT, tmp_path)
    assert measured.requests > SHORT.clients
    assert not measured.broken


@pytest.mark.parametrize(
    "cloud", ["azure", *(pytest.param(cloud, marks=pytest.mark.nightly) for cloud in ("aws", "gcp"))]
)
def test_a_reader_that_is_killed_under_load_comes_back(cloud: str, tmp_path: Path) -> None:
    """Meanwhile direct requests fail cleanly, and connectors bridge it; no answer is wrong."""
    if missing := OUTAGE_TARGETS[cloud].why_not():
        pytest.skip(f"no {cloud} on this machine: {missing}")
    [outage] = run_outages(cloud, [KILLED], SHORT, tmp_path)
    assert outage.direct.failures, "nobody noticed that the reader was gone"
    assert outage.through_connector.longest >= 1, "no connector waited for the reader"
    assert not outage.broken


@pytest.mark.nightly
@pytest.mark.parametrize("cloud", OUTAGE_TARGETS)
def test_no_connector_fails_while_a_store_or_a_platform_throttles(cloud: str, tmp_path: Path) -> None:
    if missing := OUTAGE_TARGETS[cloud].why_not():
        pytest.skip(f"no {cloud} on this machine: {missing}")
    for outage in run_outages(cloud, EVENTS, SHORT, tmp_path):
        assert not outage.broken


def test_the_load_distinguishes_a_wrong_answer_from_a_failure() -> None:
    def refuse() -> None:
        raise ConnectionError

    clients = [Client(lambda: lambda: 1, 1), Client(lambda: lambda: 2, 1), Client(lambda: refuse, 1)]
    with asking(clients, pause=1) as load:
        pass
    assert load.wrong >= 1
    assert len(load.failures) > load.wrong
    assert len(load.requests) > len(load.failures)
