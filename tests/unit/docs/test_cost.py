"""docs/cost.md has the figures that its assumptions and prices give."""

from __future__ import annotations

from benchmarks import cost
from crosstwin.packages.places import ROOT


def test_the_page_has_the_figures_that_are_calculated() -> None:
    page = (ROOT / "docs" / "cost.md").read_text(encoding="utf-8").splitlines()
    for line in (
        *cost.per_million_queries(),
        *cost.per_newest_values(),
        *cost.per_look_at_a_fleet(),
        *cost.per_refreshed_fleet(),
        *cost.per_device_and_month(),
    ):
        assert line in page


def test_what_leaves_unpacked_costs_what_the_page_says() -> None:
    page = (ROOT / "docs" / "cost.md").read_text(encoding="utf-8")
    unpacked_gb = 21
    assert f"{unpacked_gb * 0.087:.2f} or {unpacked_gb * 0.12:.2f} instead of" in page
