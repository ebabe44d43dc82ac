"""The data connector of Azure Digital Twins over all readers, in a few minutes of `make reliability`."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.reliability.outage_targets import TARGETS
from benchmarks.reliability.pace import SHORT
from benchmarks.reliability.refresh_run import run_refreshes
from crosstwin.local import azure


@pytest.mark.nightly
def test_no_outage_leaves_a_twin_behind_or_gives_it_an_older_value(tmp_path: Path) -> None:
    """Its app is killed within a run and replaced, readers, stores, platforms and the service throttle."""
    if missing := azure.why_not() or TARGETS["azure"].why_not():
        pytest.skip(f"no Azure on this machine: {missing}")
    for refreshes in run_refreshes(SHORT, tmp_path):
        assert not refreshes.broken
