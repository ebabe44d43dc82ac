"""docs/performance.md, out of what each section has measured."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from benchmarks.bench.measure import Comparison, Count, Finding, Result, Spread
from benchmarks.bench.reasons import reason
from benchmarks.bench.sections import SECTIONS

_PACKAGES = ("boto3", "requests", "azure-cosmos", "google-cloud-firestore", "cdktf", "awslambdaric")

_INTRODUCTION = """\
# Performance

`make bench` measures the readers, the connector, synthesis and the demo, and writes this page. Each part
can be measured alone with the command above its table, which then writes nothing.

Times are processor time, user and system, of the process that does the work, unless a line says that it
is the time that passes. What waits for a store or a network does not count. Each figure is the median of
several runs, with the minimum in brackets: other work on the machine raises the median more than the
minimum. Whatever is compared takes turns in one run. **Plain call** is the least that gets the same data:
the same bytes over HTTP or gRPC, turned into JSON, with nothing in between. **Otherwise** is what a user
would have without Crosstwin. A line holds if it is within its target. The end of the page says why for
those that do not hold.

The stores are emulators on the same machine, without a network in between. Other machines give other
times, but similar ratios. Records and bytes are counted, and are the same on every machine.
"""

_HEADINGS: Mapping[type[Finding], tuple[str, ...]] = {
    Comparison: ("What", "Crosstwin", "Plain call", "Otherwise", "Target", "Holds"),
    Result: ("What", "Against", "Measured", "Target", "Holds", ""),
    Count: (
        "Query",
        "Store",
        "Rows answered",
        "Records read",
        "Target",
        "Holds",
        "Store calls",
        "From the store",
        "Answer",
        "Compressed",
    ),
}


def markdown(measured: Mapping[str, Sequence[Finding]], left_out: Iterable[str], seconds: float = 0) -> str:
    """`measured` has the findings of each section by its name."""
    lines = [_INTRODUCTION, _machine(seconds)]
    for name, findings in measured.items():
        section = SECTIONS[name]
        lines += ["", f"## {section.title}", "", section.text, "", "```", f"make bench ARGS={name}", "```"]
        # Lines of one form are one table, in the order in which they were measured.
        for form in _HEADINGS:
            rows = [_row(finding) for finding in findings if isinstance(finding, form)]
            if rows:
                lines += ["", _cells(_HEADINGS[form]), _cells("---" for _ in _HEADINGS[form])]
                lines += [_cells(row) for row in rows]
    lines += [f"\n{line[0].upper()}{line[1:]}." for line in left_out]
    failing = [(name, one) for name, findings in measured.items() for one in findings if not one.holds]
    if failing:
        lines += ["", "## What does not hold", "", *_reasons(failing)]
    return "\n".join(lines) + "\n"


def _reasons(failing: Sequence[tuple[str, Finding]]) -> Iterator[str]:
    """Each reason once, with the lines that it is for."""
    explained = [(reason(name, finding.what), _subject(finding)) for name, finding in failing]
    for why, group in groupby(sorted(explained), key=lambda pair: pair[0]):
        lines = ", ".join(dict.fromkeys(subject for _, subject in group))
        yield f"- {lines}. {why}"


def _subject(finding: Finding) -> str:
    return f"{finding.store}: {finding.what}" if isinstance(finding, Count) else finding.what


def _row(finding: Finding) -> tuple[str, ...]:
    holds = "yes" if finding.holds else "**no**"
    if isinstance(finding, Comparison):
        spreads = (finding.seconds, finding.floor, finding.otherwise)
        return (finding.what, *map(_spread, spreads), finding.target, holds)
    if isinstance(finding, Count):
        return (
            finding.what,
            finding.store,
            f"{finding.rows:,}",
            f"{finding.read:,}",
            f"≤ {finding.limit:,}",
            holds,
            f"{finding.calls:,}",
            "not counted" if finding.received is None else _kilobytes(finding.received),
            _kilobytes(finding.answer),
            _kilobytes(finding.packed),
        )
    sign = "≥" if finding.at_least else "≤"
    return (
        finding.what,
        finding.against,
        f"{finding.measured:.3g}{finding.unit}",
        f"{sign} {finding.limit:g}{finding.unit}",
        holds,
        finding.detail,
    )


def _spread(spread: Spread | None) -> str:
    return "" if spread is None else str(spread)


def _kilobytes(count: int) -> str:
    return f"{count / 1000:,.1f} kB"


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _machine(seconds: float) -> str:
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    load = os.getloadavg()[0]
    return (
        f"Measured {datetime.now(UTC).date()} by `make bench` in {seconds / 60:.0f} minutes: "
        f"{os.cpu_count()} processors ({_processor()}), {_memory():.0f} GB, {platform.system()}; "
        f"load {load:.1f} at the end of the run; Python {sys.version.split()[0]}, "
        f"Node.js {node.removeprefix('v')}, {packages}."
    )


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
