"""Readers that are killed or throttled under load. Clients ask directly, and through a deployed connector."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from benchmarks.reliability.clients import StatusError, http_clients, lambda_clients
from benchmarks.reliability.load import Load, WrongAnswerError, asking
from benchmarks.reliability.outage_targets import OUTAGE, TARGETS, OutageTarget, kill_lambdas
from benchmarks.reliability.pace import Pace
from benchmarks.reliability.processes import start
from benchmarks.reliability.targets import deploy_connector
from crosstwin.local import aws
from tests.store_gate import Answer

BACKOFF = 1.0  # seconds that a client waits after a failure, if it asks directly
_BEFORE, _AFTER = 1.0, 6.0  # seconds; after an outage, longer than a connector's waits
_LONGEST = 60.0  # seconds until all clients have been answered again, on a busy machine
_LOST = "connection lost"


@dataclass(frozen=True, slots=True)
class Scene:
    """A reader, and how to kill the connector that asks it."""

    target: OutageTarget
    kill_connector: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Event:
    """What happens, and which failures it explains: of clients that ask directly, and of the connector.

    `fails` and `connector_fails` match each failure, as `_told` words it; "" explains none.
    """

    name: str
    during: Callable[[Scene], None]
    fails: str = ""
    connector_fails: str = ""


@dataclass(frozen=True, slots=True)
class Outage:
    """What the clients of one reader saw. `over`: when it was able to answer again (time.monotonic())."""

    cloud: str
    event: Event
    over: float
    direct: Load
    through_connector: Load

    def back_after(self, load: Load) -> float:
        """Seconds from the moment that the reader could answer again to the first answer."""
        answered = (request.ended for request in load.since(self.over).requests if not request.error)
        return min(answered, default=math.inf) - self.over

    @property
    def broken(self) -> list[str]:
        """What did not hold: wrong answers, failures of a connector, or others than the event explains."""
        name = f"{self.cloud}, {self.event.name}"
        told = [
            f"{name}: {asked} failed with {error!r}"
            for asked, load, fails in (
                ("a direct request", self.direct, self.event.fails),
                ("a connector", self.through_connector, self.event.connector_fails),
            )
            for error in load.failures
            if not (fails and re.match(fails, _told(error)))
        ]
        late = [
            request
            for request in self.direct.requests
            if request.error is not None and request.ended - request.seconds > self.over + _AFTER / 2
        ]
        if late:
            told.append(f"{name}: {len(late)} direct requests failed after it was over")
        for load in (self.direct, self.through_connector):
            if self.back_after(load) > _LONGEST:
                told.append(f"{name}: the first answer came {self.back_after(load):.1f} s after it was over")
        return told


def _nothing(_: Scene) -> None:
    time.sleep(OUTAGE)


def _store_throttles(scene: Scene) -> None:
    scene.target.throttle(True)
    time.sleep(OUTAGE)
    scene.target.throttle(False)


def _platform(status: int) -> Callable[[Scene], None]:
    def during(scene: Scene) -> None:
        scene.target.platform.answer(Answer(status, body=b"<html>a gateway's page</html>"))
        time.sleep(OUTAGE)
        scene.target.platform.answer(None)

    return during


NOTHING = Event("nothing", _nothing)
KILLED = Event("the reader is killed", lambda scene: scene.target.kill(), f"{_LOST}|50[0234]:")
EVENTS = (
    NOTHING,
    KILLED,
    Event("the store throttles", _store_throttles, "503: .*STORE_THROTTLED"),
    Event("the platform answers 429", _platform(429), "429: "),
    Event("the platform answers 503", _platform(503), "503: "),
    Event(
        "the connector is killed",
        lambda scene: scene.kill_connector(),
        # How ministack calls it depends on whether it had sent the event to the process already.
        connector_fails=r".*(Worker process died|\[Errno 32\] Broken pipe)",
    ),
)


def run_outages(cloud: str, events: Sequence[Event], pace: Pace, folder: Path) -> list[Outage]:
    """Half of the clients ask directly, half through the connector of TwinMaker, deployed into ministack."""
    half = pace.clients // 2
    found = []
    with _loaded(cloud, half, folder) as (scene, direct, through_connector):
        for event in events:
            time.sleep(_BEFORE)
            began = time.monotonic()
            event.during(scene)
            over = time.monotonic()
            time.sleep(_AFTER)
            ended = _answered_again(over, direct, through_connector, half)
            loads = (load.since(began).until(ended) for load in (direct, through_connector))
            found.append(Outage(cloud, event, over, *loads))
    return found


def _answered_again(over: float, direct: Load, through_connector: Load, clients: int) -> float:
    """Waits until as many requests as there are clients were answered on each way. Returns the moment."""
    while time.monotonic() < over + _LONGEST and any(
        sum(request.error is None for request in load.since(over).requests) < clients
        for load in (direct, through_connector)
    ):
        time.sleep(0.1)
    return time.monotonic()


@contextmanager
def _loaded(cloud: str, clients: int, folder: Path) -> Iterator[tuple[Scene, Load, Load]]:
    with ExitStack() as stack:
        target = stack.enter_context(TARGETS[cloud].running(folder / "reader"))
        emulator, pids = start(stack, aws.running_aws(folder / "connector"))
        deploy_connector(emulator, target.reader)
        through_connector = stack.enter_context(asking(lambda_clients(emulator)(clients)))
        direct = stack.enter_context(asking(http_clients(target.reader)(clients), pause=BACKOFF))
        yield Scene(target, lambda: kill_lambdas(pids)), direct, through_connector


def _told(error: BaseException) -> str:
    if isinstance(error, StatusError | WrongAnswerError):
        return str(error)
    return _LOST if isinstance(error, requests.ConnectionError) else repr(error)
