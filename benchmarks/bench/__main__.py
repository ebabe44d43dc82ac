"""`make bench`: runs the benches, prints what they find, and writes docs/performance.md.

`python -m benchmarks.bench [--short] [NAME …]`: --short runs each with tiny sizes; with names, only these
run. Neither writes the page. Each runs in a process of its own: what one leaves in memory and in the
processor's caches would be in the figures of the next.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benchmarks.bench import report
from benchmarks.bench.measure import FULL, SHORT, Finding
from benchmarks.bench.progress import findings
from benchmarks.bench.sections import SECTIONS
from crosstwin.packages.places import ROOT

PAGE = ROOT / "docs" / "performance.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench")
    parser.add_argument("names", nargs="*", choices=[*SECTIONS, []], metavar="NAME", help=", ".join(SECTIONS))
    parser.add_argument("--short", action="store_true", help="only show that each bench runs")
    options = parser.parse_args()
    scale = SHORT if options.short else FULL
    started = time.time()
    measured: dict[str, Sequence[Finding]] = {}
    remarks: list[str] = []
    # spawn: a fork would begin with all that is in memory here.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as processes:
        for name in options.names or SECTIONS:
            measured[name], found = processes.submit(findings, name, scale, started).result()
            remarks += found
            if not options.names and not options.short:  # each time, in case the run is cut short
                PAGE.write_text(report.markdown(measured, remarks, time.time() - started), encoding="utf-8")
    return 1 if any(remark.startswith("failed") for remark in remarks) else 0


if __name__ == "__main__":
    sys.exit(main())
