"""docs/performance.md, out of the results."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.bench.measure import Result

_PACKAGES = ("boto3", "requests", "azure-cosmos", "google-cloud-firestore", "cdktf", "awslambdaric")

_INTRODUCTION = """\
# Performance

This page compares the readers, connectors and synthesis with the least that could do the same. `make bench`
writes it. All figures come from one run, in which each candidate and its comparison take turns on the same
machine. Times are medians of wall-clock time; for the core alone, stores, cold starts and fleets, of
processor time. A line holds if its figure is within its target. For lines that do not hold, the end of the
page says why. Other machines give other figures, but similar ratios.

The stores are emulators on the same machine: dynalite, cosmosdb-server and Google's Firestore emulator,
without a network in between. The ratios show what the readers add, not how long a query takes in a cloud.
"""


def markdown(results: Sequence[Result], left_out: Iterable[str]) -> str:
    lines = [
        _INTRODUCTION,
        _machine(),
        "",
        "| What | Against | Measured | Target | Holds | |",
        "|---|---|---|---|---|---|",
        *(_line(result) for result in results),
    ]
    lines += [f"\n{line[0].upper()}{line[1:]}." for line in left_out]
    failing = [result.what for result in results if not result.holds]
    if failing:
        lines += ["", "## What does not hold"]
    for beginning, note in _NOTES.items():
        explained = [what for what in failing if what.startswith(beginning)]
        failing = [what for what in failing if what not in explained]
        lines += [f"\n{note}"] if explained else []
    if failing:
        lines += [f"\nNot explained, so to be looked into: {'; '.join(failing)}."]
    return "\n".join(lines) + "\n"


def _line(result: Result) -> str:
    sign = "≥" if result.at_least else "≤"
    holds = "yes" if result.holds else "**no**"
    return (
        f"| {result.what} | {result.against} | {result.measured:.3g}{result.unit} "
        f"| {sign} {result.limit:g}{result.unit} | {holds} | {result.detail} |"
    )


def _machine() -> str:
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    load = os.getloadavg()[0]
    return (
        f"Measured {datetime.now(UTC).date()} by `make bench`: {os.cpu_count()} processors ({_processor()}), "
        f"{_memory():.0f} GB, {platform.system()}; load {load:.1f} at the end of the run; "
        f"Python {sys.version.split()[0]}, Node.js {node.removeprefix('v')}, {packages}."
    )


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


# Why a line does not hold, by the beginning of its text.
_NOTES = {
    "cold start": """\
**Cold starts.** A handler that imports boto3 and does nothing creates no client and sends no query. A reader
imports botocore's signer instead, which imports urllib3 and much of botocore, and its own modules, which
Python compiles at each cold start.""",
    "hot reader over DynamoDB: ": """\
**DynamoDB against a plain call.** The rest is the reader's work: it makes a value of each attribute, checks
the order and type of each row, and writes the answer. A newest value also takes botocore's signature.""",
}
