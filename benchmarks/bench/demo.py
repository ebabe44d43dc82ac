"""`make demo`: the processor time of all that it starts, emulators and Terraform's providers included."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator

from benchmarks.bench.measure import Result, Scale, Tell
from benchmarks.bench.processor_time import of_command
from crosstwin.packages.places import ROOT
from crosstwin.terraform.finding import why_not

_SECONDS = 25


def measure(scale: Scale, tell: Tell) -> Iterator[Result]:
    command = [sys.executable, "-c", "from crosstwin.cli import main; main()"]
    if not scale.demo:
        seconds = of_command([*command, "--version"], ROOT)
        yield Result("crosstwin --version", "", seconds, _SECONDS, "", unit=" s")
        return
    if missing := why_not():
        tell(f"left out: make demo: {missing}")
        return
    tell("make demo")
    with tempfile.TemporaryDirectory() as folder:
        seconds = of_command([*command, "demo", "--folder", f"{folder}/demo"], ROOT)
    detail = "processor time of all processes, those of the emulators and of Terraform's providers included"
    yield Result("make demo, warm", "", seconds, _SECONDS, detail, unit=" s")
