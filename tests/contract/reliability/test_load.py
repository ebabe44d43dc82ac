"""Readers and connectors under load, for some seconds; `make reliability` does it for minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.reliability.load import Client, asking
from benchmarks.reliability.load_run import run_load
from benchmarks.reliability.pace import SHORT
from benchmarks.reliability.restart_run import run_restart
from benchmarks.reliability.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_no_request_fails_under_load_and_memory_does_not_grow(name: str, tmp_path: Path) -> None:
    if missing := TARGETS[name].why_not():
        pytest.skip(f"no {name} on this machine: {missing}")
    measured = run_load(name, SHORT, tmp_path)
    assert measured.requests > SHORT.clients
    assert not measured.broken


def test_a_reader_that_is_killed_under_load_comes_back(tmp_path: Path) -> None:
    """Meanwhile direct requests fail cleanly, and connectors bridge it; no answer is wrong."""
    if missing := TARGETS["connector"].why_not():
        pytest.skip(f"no connector on this machine: {missing}")
    restart = run_restart(SHORT, tmp_path)
    assert restart.direct.failures, "nobody noticed that the reader was gone"
    assert restart.through_connector.longest >= 1, "no connector waited for the reader"
    assert not restart.broken


def test_the_load_distinguishes_a_wrong_answer_from_a_failure() -> None:
    def refuse() -> None:
        raise ConnectionError

    clients = [Client(lambda: lambda: 1, 1), Client(lambda: lambda: 2, 1), Client(lambda: refuse, 1)]
    with asking(clients, pause=1) as load:
        pass
    assert load.wrong >= 1
    assert len(load.failures) > load.wrong
    assert len(load.requests) > len(load.failures)
