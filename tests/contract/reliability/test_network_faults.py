"""The fault matrix, with the connector's own times shortened to a tenth."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from benchmarks.reliability.network_faults import FAULTS, Fault
from benchmarks.reliability.network_run import Outcome, run_faults
from benchmarks.reliability.pace import SHORT
from tests.contract.functions.connector.events import TOKEN


class _Kept(logging.Handler):
    """All that is logged, fields included."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(str(record.__dict__) + record.getMessage())


@pytest.fixture(scope="module")
def kept() -> Iterator[_Kept]:
    handler = _Kept()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


@pytest.fixture(scope="module")
def run(kept: _Kept, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Outcome], int]:
    """The outcome of each fault by its name, and the number of requests to a host that was not asked."""
    outcomes, elsewhere = run_faults(FAULTS, SHORT, tmp_path_factory.mktemp("faults"))
    return {outcome.fault.name: outcome for outcome in outcomes}, elsewhere


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_caller_gets_the_reason_in_time(run: tuple[dict[str, Outcome], int], fault: Fault) -> None:
    outcome = run[0][fault.name]
    assert outcome.as_promised, outcome


def test_the_token_reaches_no_host_that_was_not_asked(run: tuple[dict[str, Outcome], int]) -> None:
    """Neither a redirect's target nor a proxy of the environment."""
    assert run[1] == 0


def test_the_token_is_not_logged(run: tuple[dict[str, Outcome], int], kept: _Kept) -> None:
    logged = "\n".join(kept.records)
    assert "history query" in logged
    assert TOKEN not in logged
