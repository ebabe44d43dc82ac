"""Pages show the demo's summary: the same devices, clouds and rows as a deployed twin has; times vary."""

from __future__ import annotations

import re

import pytest
from rich.console import Console

from crosstwin.cli import demo_run
from crosstwin.local.twin import RunningTwin
from tests.unit.docs.console import COLUMNS, DEMO, Block, blocks, fits


@pytest.fixture(scope="module")
def printed(mixed_twin: RunningTwin) -> str:
    if mixed_twin.missing:
        pytest.skip(f"a page shows all clouds, and here are missing: {', '.join(mixed_twin.missing)}")
    out = Console(record=True, width=COLUMNS, highlight=False, markup=False)
    demo_run.write(mixed_twin)
    demo_run.show(out, mixed_twin)
    return "\n".join(line.rstrip() for line in out.export_text().splitlines()) + "\n"


@pytest.mark.parametrize("block", [one for one in blocks() if one.how == DEMO], ids=str)
def test_the_demo_prints_the_summary_that_a_page_shows(block: Block, printed: str) -> None:
    (step,) = block.steps
    assert step.command == "make demo"
    assert fits(_without_times(step.printed), _without_times(printed)), printed


def _without_times(text: str) -> str:
    # A time of four digits widens its column, and with it the heading.
    return re.sub(r" +", " ", re.sub(r"(?:\d+|…) ms", "N ms", text))
