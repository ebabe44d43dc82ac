"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from crosstwin.packages.places import node_command, npm_version

_PACKAGES = (
    "ministack",
    "functions-framework",
    "azure-cosmos",
    "boto3",
    "google-cloud-firestore",
    "requests",
    "urllib3",
)


def machine() -> str:
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{_processor()}, {os.cpu_count()} cores, {gib:.0f} GiB, {platform.system()} {platform.machine()}"


def busy() -> str:
    """What to say of other work on this machine, before a run; "" where there is little."""
    load = os.getloadavg()[0]
    if load < (os.cpu_count() or 1) / 2:
        return ""
    return f"""The machine was busy with other work, at a load average of {load:.0f}. Latencies
and rates show that other work, and compare with no other run. Failures and wrong answers count all the
same."""


def versions() -> Iterator[tuple[str, str]]:
    """Name and version of what took part."""
    yield "Python", platform.python_version()
    if cosmos := node_command("cosmosdb-server"):
        yield "cosmosdb-server", npm_version(Path(cosmos))
    for name in _PACKAGES:
        yield name, version(name)


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "processor unknown")
