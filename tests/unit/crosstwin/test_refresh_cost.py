"""The line of `crosstwin plan` about what the refresh of Azure Digital Twins costs."""

from __future__ import annotations

import re
import textwrap

import pytest

from crosstwin.packages.places import ROOT
from crosstwin.twin import deployment
from crosstwin.twin.refresh_cost import graph_cost, line, refresh_cost
from tests.unit.crosstwin.test_digital_twins import TWIN


def test_the_line_names_devices_interval_and_both_sums() -> None:
    expected = graph_cost() + refresh_cost("aws", 1, 60).looks
    told = line(deployment.parse(TWIN))
    assert told == (
        f"refresh: some {expected:.2f} USD a month for 1 device every 60 s, and up to 0.11 more if all "
        "change each time (docs/cost.md)"
    )


def test_a_longer_interval_costs_less() -> None:
    assert refresh_cost("gcp", 1_000, 300).looks == pytest.approx(refresh_cost("gcp", 1_000, 60).looks / 5)


def test_the_cost_is_linear_in_whole_queries() -> None:
    """Beside the one second that the connector's run counts at least."""
    ten, hundred = (refresh_cost("azure", devices, 60) for devices in (1_000, 10_000))
    assert hundred.changes == pytest.approx(10 * ten.changes)
    assert hundred.looks == pytest.approx(10 * ten.looks, rel=0.01)


def test_twinmaker_has_no_line() -> None:
    assert line(deployment.parse(TWIN.replace("layer_4_provider: azure", "layer_4_provider: aws"))) == ""


def test_the_page_shows_the_line_of_its_twin() -> None:
    page = (ROOT / "docs/deployment/digital-twins.md").read_text()
    shown = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    assert line(deployment.parse(textwrap.dedent(shown[1]))) in page
