"""`make bench`: runs the benches, prints what they find, and writes docs/performance.md.

`python -m benchmarks.bench [--short] [NAME …]`: --short runs each with tiny sizes; with names, only these
run. Neither writes the page.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable, Iterator

from benchmarks.bench import cold_start, connector, core, existing, fleet, report, sizes, stores, synthesis
from benchmarks.bench.measure import FULL, SHORT, Result, Scale, Tell
from crosstwin.packages.places import ROOT

PAGE = ROOT / "docs" / "performance.md"
BENCHES: dict[str, Callable[[Scale, Tell], Iterator[Result]]] = {
    "sizes": sizes.measure,
    "core": core.measure,
    "connector": connector.measure,
    "cold-start": cold_start.measure,
    "stores": stores.measure,
    "existing": existing.measure,
    "synthesis": synthesis.measure,
    "fleet": fleet.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench")
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--short", action="store_true", help="only show that each bench runs")
    options = parser.parse_args()
    started = time.perf_counter()
    left_out: list[str] = []
    failed: list[str] = []

    def tell(line: str) -> None:
        print(f"{time.perf_counter() - started:6.1f} s  {line}", flush=True)  # noqa: T201
        if line.startswith("left out"):
            left_out.append(line)

    results: list[Result] = []
    for name in options.names or BENCHES:
        try:
            for result in BENCHES[name](SHORT if options.short else FULL, tell):
                results.append(result)
                tell(f"  {result.measured:.3g}{result.unit} ({_target(result)})  {result.what}")
        except Exception as error:  # what the others find is not lost
            traceback.print_exc()
            failed.append(f"failed: {name}: {type(error).__name__}: {str(error)[:200]}")
        if not options.names and not options.short:  # each time, in case the run is cut short
            PAGE.write_text(report.markdown(results, [*left_out, *failed]), encoding="utf-8")
    return 1 if failed else 0


def _target(result: Result) -> str:
    sign = "at least" if result.at_least else "at most"
    return f"{sign} {result.limit:g}, {'holds' if result.holds else 'does not hold'}; {result.detail}"


if __name__ == "__main__":
    sys.exit(main())
