"""One section, measured, with a line for whatever it does and finds."""

from __future__ import annotations

import time
import traceback

from benchmarks.bench.measure import Comparison, Count, Finding, Scale, set_aside
from benchmarks.bench.sections import SECTIONS


def findings(name: str, scale: Scale, started: float) -> tuple[list[Finding], list[str]]:
    """The findings of a section, and what it left out or failed at. Prints both as they come."""
    found: list[Finding] = []
    remarks: list[str] = []

    def tell(line: str) -> None:
        print(f"{time.time() - started:6.1f} s  {line}", flush=True)  # noqa: T201
        if line.startswith("left out"):
            remarks.append(line)

    set_aside()
    try:
        for finding in SECTIONS[name].measure(scale, tell):
            found.append(finding)
            tell(f"  {_line(finding)}")
    except Exception as error:  # what the others find is not lost
        traceback.print_exc()
        remarks.append(f"failed: {name}: {type(error).__name__}: {str(error)[:200]}")
    return found, remarks


def _line(finding: Finding) -> str:
    holds = "holds" if finding.holds else "DOES NOT HOLD"
    if isinstance(finding, Comparison):
        others = f"plain call {finding.floor}, otherwise {finding.otherwise}"
        return f"{finding.what}: {finding.seconds} ({finding.target}, {holds}; {others})"
    if isinstance(finding, Count):
        read = f"{finding.read:,} records for {finding.rows:,} rows (at most {finding.limit:,}, {holds})"
        return f"{finding.store}: {finding.what}: {read}"
    sign = "at least" if finding.at_least else "at most"
    figure = f"{finding.measured:.3g}{finding.unit} ({sign} {finding.limit:g}, {holds})"
    return f"{finding.what}: {figure} {finding.detail}"
