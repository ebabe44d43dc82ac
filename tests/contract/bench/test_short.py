"""Every bench still runs. What it measures at this size means nothing, and nothing is asserted of it."""

from __future__ import annotations

import math

import pytest

from benchmarks.bench import report
from benchmarks.bench.__main__ import BENCHES
from benchmarks.bench.measure import SHORT, Result

# It starts six emulators.
NIGHTLY = {"existing": [pytest.mark.nightly]}


@pytest.mark.parametrize("name", [pytest.param(name, marks=NIGHTLY.get(name, [])) for name in BENCHES])
def test_the_bench_runs(name: str) -> None:
    told: list[str] = []
    results = list(BENCHES[name](SHORT, told.append))
    if not results:
        pytest.skip("; ".join(line for line in told if line.startswith("left out")))
    assert all(math.isfinite(result.measured) and result.measured > 0 for result in results)


def test_the_page_says_of_each_line_whether_it_holds_and_why_not() -> None:
    results = [
        Result("a thing", "another", 1.2, 1.3, "12 ms : 10 ms"),
        Result("cold start of x", "an empty handler", 2, 1.15, "20 ms : 10 ms"),
        Result("a third", "", 2.5, 3, "", at_least=True),
    ]
    page = report.markdown(results, ["left out: y: it is not installed"])
    assert "| a thing | another | 1.2 x | ≤ 1.3 x | yes | 12 ms : 10 ms |" in page
    assert "| cold start of x | an empty handler | 2 x | ≤ 1.15 x | **no** |" in page
    assert "| a third |  | 2.5 x | ≥ 3 x | **no** |" in page
    assert "Left out: y: it is not installed." in page
    assert "**Cold starts.**" in page
    assert "Not explained, so to be looked into: a third." in page
