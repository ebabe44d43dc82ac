"""From twin.yaml to Terraform's stacks: beside empty stacks, and beside the provider packages, imported."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.bench.measure import Comparison, Finding, Result, Scale, Spread, Tell
from crosstwin.packages.places import ROOT
from crosstwin.twin.deployment import load

# The providers of the stacks of each example.
_PROVIDERS = {
    "azure-to-aws": ("azurerm", "aws"),
    "mixed": ("azurerm", "aws", "google"),
}
_OURS = "import main, sys; sys.exit(main.main())"
# The least that CDKTF does for as many stacks: each of them empty.
_EMPTY = """
import os
from cdktf import App, TerraformStack
app = App(outdir=os.environ["CDKTF_OUTDIR"])
for number in range({stacks}):
    TerraformStack(app, f"stack-{{number}}")
app.synth()
"""
_MILLISECONDS, _MEGABYTES = 1200, 150


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    processor_seconds: float
    python_megabytes: float  # at its most
    node_megabytes: float  # of the two processes that jsii starts, each at its most

    @property
    def megabytes(self) -> float:
        return self.python_megabytes + self.node_megabytes


def measure(scale: Scale, tell: Tell) -> Iterator[Finding]:
    for example in scale.examples:
        twin_file = ROOT / "examples" / example / "twin.yaml"
        empty = _EMPTY.format(stacks=len(load(twin_file).stack_names))
        programs = {"ours": _OURS, "floor": empty}
        if scale.starts > 1:
            tell(f"synthesis of examples/{example}, to make the packages")
            synthesize(_OURS, twin_file)
        found: dict[str, list[Cost]] = {name: [] for name in programs}
        for number in range(max(1, scale.starts // 2)):
            for name, program in programs.items():
                tell(f"synthesis of examples/{example}, {name}, run {number + 1}")
                found[name].append(synthesize(program, twin_file))
        ours, floor = (_spread(costs) for costs in found.values())
        what = f"synthesis of examples/{example}, warm"
        packages = _with_packages(example, scale, tell)
        yield Comparison(what, ours, floor, packages and _spread([packages]), _MILLISECONDS, "ms")
        python = statistics.median(cost.python_megabytes for cost in found["ours"])
        if not python:
            tell("left out: memory of a synthesis: only Linux reports it")
            continue
        both = statistics.median(cost.megabytes for cost in found["ours"])
        detail = f"{both:.0f} MB with the two Node.js processes of jsii"
        if packages:
            detail += f"; with the packages of the Terraform providers {packages.python_megabytes:.0f} MB"
            detail += f" and {packages.megabytes:.0f} MB"
        yield Result(f"{what}: memory of Python at its most", "", python, _MEGABYTES, detail, unit=" MB")


def _with_packages(example: str, scale: Scale, tell: Tell) -> Cost | None:
    """With the provider packages imported as usual: once, for one example, since it takes long.

    None for the others, and where the packages are not installed.
    """
    names = [f"cdktf_cdktf_provider_{name}" for name in _PROVIDERS[example]]
    if not scale.plain_imports or example != scale.examples[0] or not all(map(find_spec, names)):
        return None
    tell(f"synthesis of examples/{example}, with the provider packages")
    program = "".join(f"import {name}; " for name in names) + _OURS
    return synthesize(program, ROOT / "examples" / example / "twin.yaml")


def _spread(costs: Sequence[Cost]) -> Spread:
    seconds = [cost.processor_seconds for cost in costs]
    return Spread(statistics.median(seconds), min(seconds))


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
    python = megabytes.pop(process.pid, 0)
    return Cost(seconds, processor, python, sum(megabytes.values()))


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
