"""What runs and shows the clouds' readers on this machine, and what of it a demo left behind."""

from __future__ import annotations

from collections.abc import Iterator

from crosstwin.doctor.check import Check
from crosstwin.local.process import left_over
from crosstwin.local.reader import local_clouds
from crosstwin.packages.places import npm_version
from crosstwin.page.files import ECHARTS
from crosstwin.page.files import why_not as why_no_page


def emulators() -> Iterator[Check]:
    for cloud, module in local_clouds().items():
        emulator = module.emulator()
        yield Check(
            emulator.name,
            f"{cloud} in crosstwin demo and crosstwin local",
            version=emulator.version,
            where=emulator.where,
            missing=module.why_not(),
        )
    yield Check(
        "echarts",
        "the page of crosstwin demo --keep and crosstwin local --seed",
        version=npm_version(ECHARTS) if ECHARTS.exists() else "",
        where=str(ECHARTS) if ECHARTS.exists() else "",
        missing=why_no_page(),
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
