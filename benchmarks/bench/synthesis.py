"""From twin.yaml to Terraform's stacks, beside the same with the provider packages imported as usual."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench.measure import Result, Scale, Tell, milliseconds
from crosstwin.packages.places import ROOT

# The providers of the stacks of each example.
_PROVIDERS = {
    "azure-to-aws": ("azurerm", "aws"),
    "mixed": ("azurerm", "aws", "google"),
}
_OURS = "import main, sys; sys.exit(main.main())"


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    processor_seconds: float
    megabytes: float  # of Python and the Node.js that jsii starts, each at its most


def measure(scale: Scale, tell: Tell) -> Iterator[Result]:
    for example in scale.examples:
        imports = "".join(f"import cdktf_cdktf_provider_{name}; " for name in _PROVIDERS[example])
        programs = {"ours": _OURS, "theirs": imports + _OURS if scale.plain_imports else _OURS}
        found: dict[str, list[Cost]] = {name: [] for name in programs}
        if scale.starts > 1:
            tell(f"synthesis of examples/{example}, to make the packages")
            synthesize(_OURS, _twin_file(example))
        for number in range(max(1, scale.starts // 2)):
            for name, program in programs.items():
                tell(f"synthesis of examples/{example}, {name}, run {number + 1}")
                found[name].append(synthesize(program, _twin_file(example)))
        ours, theirs = (
            Cost(
                statistics.median(cost.seconds for cost in costs),
                statistics.median(cost.processor_seconds for cost in costs),
                statistics.median(cost.megabytes for cost in costs),
            )
            for costs in found.values()
        )
        what = f"synthesis of examples/{example}, warm"
        against = "the same stacks, provider packages imported as usual"
        yield Result(
            f"{what}: time",
            against,
            ours.seconds / theirs.seconds,
            0.25,
            f"{milliseconds(ours.seconds)} : {milliseconds(theirs.seconds)}",
        )
        if not ours.megabytes:
            tell("left out: memory of a synthesis: only Linux tells it")
            continue
        yield Result(
            f"{what}: memory",
            against,
            ours.megabytes / theirs.megabytes,
            0.6,
            f"{ours.megabytes:.0f} MB : {theirs.megabytes:.0f} MB",
        )


def _twin_file(example: str) -> Path:
    return ROOT / "examples" / example / "twin.yaml"


def synthesize(program: str, twin_file: Path) -> Cost:
    """What a Python program that synthesizes this twin costs, as a process."""
    with tempfile.TemporaryDirectory() as outdir:
        variables: Mapping[str, str] = {
            "CROSSTWIN_FILE": str(twin_file),
            "CDKTF_OUTDIR": str(Path(outdir) / "cdktf.out"),
            "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20,22,24",
        }
        started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, **variables},
            stdout=subprocess.DEVNULL,
            stderr=(Path(outdir) / "errors").open("wb"),
        )
        megabytes: dict[int, float] = {}
        while process.poll() is None:
            megabytes |= _peaks(process.pid)
            time.sleep(0.05)
        seconds = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if process.returncode:
            told = (Path(outdir) / "errors").read_text()
            raise RuntimeError(f"the synthesis of {twin_file} failed: {told[-1000:]}")
    return Cost(seconds, processor, sum(megabytes.values()))


def _peaks(pid: int) -> dict[int, float]:
    """The most memory that a process and its descendants had so far, in MB: Linux tells it in /proc."""
    found: dict[int, float] = {}
    with suppress(OSError):  # it has ended
        status = Path(f"/proc/{pid}/status").read_text()
        for line in status.splitlines():
            if line.startswith("VmHWM"):  # not there once it has ended
                found[pid] = int(line.split()[1]) / 1e3
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            found |= _peaks(int(child))
    return found
