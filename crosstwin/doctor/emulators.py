"""Runs and shows the clouds' readers here, for `crosstwin demo`, `crosstwin local` and tests."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from crosstwin.doctor.check import Check
from crosstwin.doctor.tools import npm_version
from crosstwin.local import aws, azure, gcp
from crosstwin.local.firestore_emulator import find_firestore_emulator
from crosstwin.local.process import left_over
from crosstwin.packages.places import node_command
from crosstwin.page.files import ECHARTS
from crosstwin.page.files import why_not as why_no_page


def emulators() -> Iterator[Check]:
    try:
        ministack = version("ministack")
    except PackageNotFoundError:
        ministack = ""
    yield Check("ministack", _enables("aws"), version=ministack, missing=aws.why_not() or "")
    cosmos = node_command("cosmosdb-server")
    yield Check(
        "cosmosdb-server",
        _enables("azure"),
        version=npm_version(Path(cosmos)) if cosmos else "",
        where=cosmos or "",
        missing=azure.why_not() or "",
    )
    emulator = find_firestore_emulator()
    yield Check(
        "Firestore emulator",
        _enables("gcp"),
        where=str(emulator.jar) if emulator else "",
        missing=gcp.why_not() or "",
    )
    yield Check(
        "echarts",
        "the page of crosstwin demo --keep and crosstwin local --seed",
        version=npm_version(ECHARTS) if ECHARTS.exists() else "",
        where=str(ECHARTS) if ECHARTS.exists() else "",
        missing=why_no_page() or "",
    )


def left_over_servers() -> Iterator[Check]:
    """Servers of a demo that was killed together with its watchdog."""
    for pid, command in left_over().items():
        yield Check(
            f"process {pid}",
            "nothing: its demo has ended",
            where=command,
            missing=f"it still runs; end it: kill {pid}",
        )


def _enables(cloud: str) -> str:
    return f"{cloud} in crosstwin demo and crosstwin local"
