"""The data connector of Azure Digital Twins under load: killed, restarted and throttled.

Its Function App runs each second over the readers of all clouds, which other clients ask as well. Every
device sends a new value each second.
"""

from __future__ import annotations

import json
import math
import os
import signal
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.wrappers import Request, Response

from benchmarks.reliability.clients import http_clients
from benchmarks.reliability.load import asking
from benchmarks.reliability.outage_targets import OUTAGE, TARGETS, OutageTarget
from benchmarks.reliability.pace import Pace
from benchmarks.reliability.processes import start
from benchmarks.reliability.watched_twins import (
    DEVICES_OF_A_CLOUD,
    INSTANCE_VARIABLE,
    PROPERTY,
    WatchedTwins,
    device,
    graph,
    time_of,
)
from crosstwin.local import azure
from crosstwin.local.azure_host.timers import LOCKS
from crosstwin.local.reader import RunningReader
from crosstwin.local.serving import serving
from crosstwin.packages.places import ROOT
from tests.store_gate import Answer

_APP = ROOT / "functions" / "azure" / "digital-twin-data-connector"
_EVERY_SECOND = "* * * * * *"
_BEFORE = 3.0  # seconds between two events, at least
_LONGEST = (
    100.0  # seconds until all twins are complete; after three failures in a row, a refresh pauses for 60 s
)


@dataclass(frozen=True, slots=True)
class Refreshes:
    """What one event led to. `seconds` are those of each run that was completed.

    `complete_after`: seconds until every twin had what was stored when the event was over. `may_fail`: runs
    may fail because of it.
    """

    event: str
    runs: int
    failed: int
    patched: int
    seconds: list[float]
    wrong: list[str]
    overlaps: list[str]
    complete_after: float
    may_fail: bool

    def percentile(self, percent: int) -> float:
        # Twice: quantiles want two values at least.
        return statistics.quantiles(self.seconds * 2, n=100, method="inclusive")[percent - 1]

    @property
    def broken(self) -> list[str]:
        told = [f"{self.event}: {wrong}" for wrong in (*self.wrong, *self.overlaps)]
        if self.failed and not self.may_fail:
            told.append(f"{self.event}: {self.failed} runs failed")
        if self.complete_after > _LONGEST:
            told.append(f"{self.event}: the twins were not complete after {_LONGEST:g} s")
        return told


class Connector:
    """The Function App, of which further instances can be started."""

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self._folder, self._variables = folder, {**variables, LOCKS: str(folder)}
        self._stacks: list[ExitStack] = []
        self._pids: set[int] = set()
        folder.mkdir(parents=True)

    def lines(self) -> list[dict[str, Any]]:
        """The log line of each run of a refresh so far, of all instances."""
        found = []
        for number in range(len(self._stacks)):
            log = (self._folder / str(number) / "function-app.log").read_text()
            lines = (json.loads(line) for line in log.splitlines() if line.startswith("{"))
            found += [line for line in lines if line.get("message") == "refresh"]
        return found

    def begin(self, changed: Mapping[str, str] | None = None) -> None:
        """One more instance, with these app settings changed."""
        stack, number = ExitStack(), len(self._stacks)
        self._variables |= changed or {}
        variables = {**self._variables, INSTANCE_VARIABLE: f"instance-{number}"}
        app = azure.running_function_app(self._folder / str(number), variables, app=_APP)
        _, self._pids = start(stack, app)
        self._stacks.append(stack)

    def kill(self) -> None:
        for pid in self._pids:
            os.kill(pid, signal.SIGKILL)

    def end(self, number: int) -> None:
        """As a platform ends an instance: SIGTERM."""
        self._stacks[number].close()

    def close(self) -> None:
        for stack in self._stacks:
            stack.close()


@dataclass(frozen=True, slots=True)
class World:
    twins: WatchedTwins
    connector: Connector
    targets: Mapping[str, OutageTarget]
    written: Callable[[], int]


def _nothing(_: World) -> None:
    time.sleep(3 * OUTAGE)


def _kill_within_a_run(world: World) -> None:
    """After the fifth patch of a run, of a cloud with twenty devices."""
    with world.twins.patches:
        to = world.twins.patch_count + 5
        world.twins.patches.wait_for(lambda: world.twins.patch_count >= to, 30)
        world.connector.kill()
    world.connector.begin()


def _replace(world: World) -> None:
    """The new instance starts, and then the old one ends."""
    world.connector.begin()
    time.sleep(OUTAGE)
    world.connector.end(-2)


def _kill_readers(world: World) -> None:
    for target in world.targets.values():
        target.kill()


def _throttle_stores(world: World) -> None:
    for is_on in (True, False):
        for target in world.targets.values():
            target.throttle(is_on)
        time.sleep(OUTAGE * is_on)


def _throttle_platforms(status: int) -> Callable[[World], None]:
    def during(world: World) -> None:
        for target in world.targets.values():
            target.platform.answer(Answer(status, body=b"<html>a gateway's page</html>"))
        time.sleep(OUTAGE)
        for target in world.targets.values():
            target.platform.answer(None)

    return during


def _throttle_twins(world: World) -> None:
    world.twins.throttles = True
    time.sleep(OUTAGE)
    world.twins.throttles = False


# What happens, and whether runs may fail of it: the next one goes on.
EVENTS: dict[str, tuple[Callable[[World], None], bool]] = {
    "nothing": (_nothing, False),
    "its app is killed within a run, and started again": (_kill_within_a_run, False),
    "a new instance starts, and then the old one ends": (_replace, False),
    "the readers are killed": (_kill_readers, True),
    "the readers' stores throttle": (_throttle_stores, True),
    "the readers' platforms answer 429": (_throttle_platforms(429), True),
    "the readers' platforms answer 503": (_throttle_platforms(503), True),
    "Azure Digital Twins answers 429": (_throttle_twins, True),
}


def run_refreshes(pace: Pace, folder: Path) -> list[Refreshes]:
    """The events one after the other, in one world that stays."""
    with _running_world(pace, folder) as world:
        return [_run(world, event) for event in EVENTS]


def _run(world: World, event: str) -> Refreshes:
    during, may_fail = EVENTS[event]
    time.sleep(_BEFORE)
    lines, wrong = len(world.connector.lines()), len(world.twins.wrong)
    overlaps = len(world.twins.overlaps)
    during(world)
    complete_after = _complete_after(world)
    found = world.connector.lines()[lines:]
    completed = [line for line in found if line["outcome"] == "complete"]
    return Refreshes(
        event,
        len(found),
        len(found) - len(completed),
        sum(line["patched"] for line in found),
        [line["seconds"] for line in completed],
        world.twins.wrong[wrong:],
        world.twins.overlaps[overlaps:],
        complete_after,
        may_fail,
    )


def _complete_after(world: World) -> float:
    over, newest = time.monotonic(), world.written()
    while (took := time.monotonic() - over) < _LONGEST:
        values = world.twins.values()
        if len(values) == DEVICES_OF_A_CLOUD * len(world.targets) and min(values.values()) >= newest:
            return took
        time.sleep(0.05)
    return math.inf


@contextmanager
def _running_world(pace: Pace, folder: Path) -> Iterator[World]:
    with ExitStack() as stack:
        targets = {
            cloud: stack.enter_context(target.running(folder / cloud))
            for cloud, target in TARGETS.items()
            if not target.why_not()
        }
        twins = WatchedTwins()
        blob = graph()
        served = Request.application(lambda _: Response(blob, mimetype="application/json"))
        url = stack.enter_context(serving(twins.wsgi))
        graph_url = stack.enter_context(serving(served))
        written = stack.enter_context(_writing(targets))
        readers = {cloud: target.reader for cloud, target in targets.items()}
        variables = connector_variables(url, graph_url, readers)
        connector = Connector(folder / "connector", variables)
        stack.callback(connector.close)
        connector.begin()
        world = World(twins, connector, targets, written)
        _complete_after(world)  # the twins have been made
        for reader in readers.values():
            clients = http_clients(reader)(pace.clients // len(readers))
            stack.enter_context(asking(clients, pause=1))
        yield world


def connector_variables(
    twins_url: str, graph_url: str, readers: Mapping[str, RunningReader]
) -> dict[str, str]:
    """The app settings of a connector that runs each second."""
    urls = {cloud: reader.hot_reader_last_entry_url for cloud, reader in readers.items()}
    return {
        "DIGITAL_TWINS_URL": twins_url,
        "GRAPH_URL": f"{graph_url}/graph.json",
        "GRAPH_SCHEDULE": _EVERY_SECOND,
        "REFRESH_SCHEDULE": _EVERY_SECOND,
        "REMOTE_READER_URLS": json.dumps(urls),
        **{
            f"INTER_CLOUD_TOKEN_{cloud.upper()}": reader.inter_cloud_token
            for cloud, reader in readers.items()
        },
    }


@contextmanager
def _writing(targets: Mapping[str, OutageTarget]) -> Iterator[Callable[[], int]]:
    """Every device sends a value a second. Yields the newest value that all devices have sent."""
    ended, newest = threading.Event(), [0]

    def write() -> None:
        value = 0
        while not ended.is_set():
            started = time.monotonic()
            value += 1
            for cloud, target in targets.items():
                target.reader.put(
                    {"iotDeviceId": device(cloud, number), "id": time_of(value), PROPERTY: value}
                    for number in range(DEVICES_OF_A_CLOUD)
                )
            newest[0] = value
            ended.wait(max(0.0, 1 - (time.monotonic() - started)))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield lambda: newest[0]
    finally:
        ended.set()
        writer.join()
