"""Every bench still runs. What it measures at this size means nothing, and nothing is asserted of it."""

from __future__ import annotations

import math

import pytest

from benchmarks.bench import report
from benchmarks.bench.measure import SHORT, Comparison, Count, Finding, Result, Spread
from benchmarks.bench.sections import SECTIONS

# They start six and three emulators of their own.
NIGHTLY = ("existing", "clients")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.nightly] if name in NIGHTLY else []) for name in SECTIONS]
)
def test_the_bench_runs_and_what_it_counts_holds(name: str) -> None:
    told: list[str] = []
    found = list(SECTIONS[name].measure(SHORT, told.append))
    if not found:
        pytest.skip("; ".join(line for line in told if line.startswith("left out")))
    assert all(math.isfinite(finding.measured) and finding.measured > 0 for finding in found)
    # Counts are exact, whatever the machine does.
    assert not [finding for finding in found if isinstance(finding, Count) and not finding.holds]


def test_the_page_says_of_each_line_whether_it_holds_and_why_not() -> None:
    def spread(seconds: float) -> Spread:
        return Spread(seconds, seconds)

    measured: dict[str, list[Finding]] = {
        "cold-start": [
            Comparison("cold start of aws/hot-reader", spread(0.2), spread(0.03), None, 130, "ms"),
            Comparison("cold start of x", spread(0.1), spread(0.03), spread(0.3), 130, "ms"),
        ],
        "stores": [
            Result("a thing", "another", 1.2, 1.3, "12 ms : 10 ms"),
            Result("a second", "", 2.5, 3, "", at_least=True),
            Count("history", "DynamoDB", 10, 14, 13, 1, 2000, 3000, 400),
            Count("history", "Cosmos DB", 10, 13, 13, 1, None, 3000, 400),
        ],
    }
    page = report.markdown(measured, ["left out: y: it is not installed"])
    assert "| a thing | another | 1.2 x | ≤ 1.3 x | yes | 12 ms : 10 ms |" in page
    assert "| cold start of aws/hot-reader | 200 ms (200 ms) | 30 ms (30 ms) |  | ≤ 130 ms | **no** |" in page
    assert "| cold start of x | 100 ms (100 ms) | 30 ms (30 ms) | 300 ms (300 ms) | ≤ 130 ms | yes |" in page
    assert "| a second |  | 2.5 x | ≥ 3 x | **no** |" in page
    assert "| history | DynamoDB | 10 | 14 | ≤ 13 | **no** | 1 | 2.0 kB | 3.0 kB | 0.4 kB |" in page
    assert "| history | Cosmos DB | 10 | 13 | ≤ 13 | yes | 1 | not counted | 3.0 kB | 0.4 kB |" in page
    assert "Left out: y: it is not installed." in page
    reasons = page.partition("## What does not hold")[2]
    assert "- cold start of aws/hot-reader. A reader imports its own modules" in reasons
    assert "- DynamoDB: history, a second. The reason is not known" in reasons
    assert "cold start of x" not in reasons
    assert "make bench ARGS=cold-start" in page
