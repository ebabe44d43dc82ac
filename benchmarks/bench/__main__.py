"""`make bench`: runs the benches, prints what they find, and writes docs/performance.md.

`python -m benchmarks.bench [--short] [NAME …]`: --short runs each with tiny sizes; with names, only these
run. Neither writes the page.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
import traceback

from benchmarks.bench import report
from benchmarks.bench.measure import FULL, SHORT, Comparison, Count, Finding
from benchmarks.bench.sections import SECTIONS
from crosstwin.packages.places import ROOT

PAGE = ROOT / "docs" / "performance.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench")
    parser.add_argument("names", nargs="*", choices=[*SECTIONS, []], metavar="NAME", help=", ".join(SECTIONS))
    parser.add_argument("--short", action="store_true", help="only show that each bench runs")
    options = parser.parse_args()
    started = time.perf_counter()
    left_out: list[str] = []
    failed: list[str] = []

    def tell(line: str) -> None:
        print(f"{time.perf_counter() - started:6.1f} s  {line}", flush=True)  # noqa: T201
        if line.startswith("left out"):
            left_out.append(line)

    measured: dict[str, list[Finding]] = {}
    for name in options.names or SECTIONS:
        findings = measured.setdefault(name, [])
        # What is in memory is the bench's, many times what a function has: no collection looks at it.
        gc.collect()
        gc.freeze()
        try:
            for finding in SECTIONS[name].measure(SHORT if options.short else FULL, tell):
                findings.append(finding)
                tell(f"  {_line(finding)}")
        except Exception as error:  # what the others find is not lost
            traceback.print_exc()
            failed.append(f"failed: {name}: {type(error).__name__}: {str(error)[:200]}")
        if not options.names and not options.short:  # each time, in case the run is cut short
            text = report.markdown(measured, [*left_out, *failed], time.perf_counter() - started)
            PAGE.write_text(text, encoding="utf-8")
    return 1 if failed else 0


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


if __name__ == "__main__":
    sys.exit(main())
