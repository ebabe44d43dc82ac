"""docs/cost.md has the figures that its assumptions and prices give."""

from __future__ import annotations

import json

from grafana_foundation_sdk.builders import dashboard

from benchmarks import cost
from crosstwin.grafana import dashboards
from crosstwin.packages.places import ROOT
from crosstwin.twin.deployment import load
from crosstwin.twin.refresh_cost import READERS

TWIN = ROOT / "examples" / "mixed" / "twin.yaml"


def test_the_page_has_the_figures_that_are_calculated() -> None:
    page = (ROOT / "docs" / "cost.md").read_text(encoding="utf-8").splitlines()
    for line in (
        *cost.per_million_queries(),
        *cost.per_newest_values(),
        *cost.per_look_at_a_fleet(),
        *cost.per_day_of_a_dashboard(),
        *cost.per_refreshed_fleet(),
        *cost.per_device_and_month(),
    ):
        assert line in page


def test_what_leaves_unpacked_costs_what_the_page_says() -> None:
    page = (ROOT / "docs" / "cost.md").read_text(encoding="utf-8")
    unpacked_gb = 21
    assert f"{unpacked_gb * 0.087:.2f} or {unpacked_gb * 0.12:.2f} instead of" in page


def test_refreshed_twins_cost_what_is_counted_for_a_last_entry() -> None:
    """benchmarks/bench/counts.py counts the records; tests/contract/bench holds its counts."""
    assert READERS["gcp"].newest == cost.RECORDS_OF_A_LAST_ENTRY * cost.DOCUMENT
    # Two records of 200 bytes are within one unit of 4 kB.
    assert cost.RECORDS_OF_A_LAST_ENTRY * cost.RECORD_KB <= 4
    assert READERS["aws"].newest == 0.5 * 0.125e-6


def test_a_dashboard_is_the_one_that_is_written() -> None:
    settled = dashboards._settled(load(TWIN), "telemetry", dashboard.Dashboard("t"))
    built = json.loads(dashboards._text(settled))
    assert (built["refresh"], built["time"]["from"]) == ("1m", "now-1h")
    assert dashboards._SHOWN_AT_FIRST == cost.SHOWN
    assert cost.REFRESHES == 24 * 60
    assert cost.SHOWN_ROWS == 3600 / 10
