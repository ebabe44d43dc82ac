"""Kills a reader under load and starts it again. Clients ask it directly and through a connector."""

from __future__ import annotations

import math
import os
import signal
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import requests

from benchmarks.reliability import telemetry
from benchmarks.reliability.clients import TOKEN, http_clients, lambda_clients
from benchmarks.reliability.load import Load, asking
from benchmarks.reliability.pace import Pace
from benchmarks.reliability.processes import start
from benchmarks.reliability.targets import deploy_connector
from crosstwin.local import aws, azure
from crosstwin.local.process import accepts_connections, free_port
from crosstwin.local.reader import RunningReader
from crosstwin.readers.hot_stores.cosmos import CosmosWriter

BACKOFF = 1.0  # seconds: a connector's first wait, and that of the clients here that ask directly
_BEFORE, _AFTER = 1.0, 3.0  # seconds of load; after the restart, longer than a backoff and an answer


@dataclass(frozen=True, slots=True)
class Restart:
    """What the clients saw. Moments are seconds of time.monotonic()."""

    killed: float
    ready: float
    direct: Load
    through_connector: Load

    @property
    def outage(self) -> float:
        return self.ready - self.killed

    def back_after(self, load: Load) -> float:
        """Seconds from the moment that the reader listened again to the first answer."""
        answered = (request.ended for request in load.since(self.ready).requests if not request.error)
        return min(answered, default=math.inf) - self.ready

    @property
    def failed_later(self) -> int:
        """Direct requests that began after the reader listened again, and failed."""
        return sum(
            request.error is not None and request.ended - request.seconds > self.ready
            for request in self.direct.requests
        )

    @property
    def broken(self) -> list[str]:
        """What did not hold: failures that are no lost connection, that came later, or in a connector."""
        unclean = [error for error in self.direct.failures if not isinstance(error, requests.ConnectionError)]
        told = [f"a direct request failed with {error!r}" for error in unclean]
        told += [f"a connector failed with {error!r}" for error in self.through_connector.failures]
        if self.failed_later:
            told.append(f"{self.failed_later} direct requests failed after the restart")
        if self.back_after(self.direct) > BACKOFF + self.direct.longest:
            told.append(f"the first answer came {self.back_after(self.direct):.2f} s after the restart")
        return told


def run_restart(pace: Pace, folder: Path) -> Restart:
    """The reader is the Function App over cosmosdb-server, the connector is deployed into ministack."""
    with ExitStack() as stack:
        cosmos = stack.enter_context(azure.running_cosmos(folder))
        cosmos.create_container(azure.DATABASE, azure.CONTAINER)
        CosmosWriter(cosmos.endpoint, azure.DATABASE, azure.CONTAINER, cosmos.key).put(telemetry.RECORDS)
        variables, port = azure.reader_variables(cosmos, TOKEN), free_port()
        address, pids = start(stack, azure.running_function_app(folder / "first", variables, port))
        reader = RunningReader(
            "azure",
            address + azure.HOT_READER_PATH,
            address + azure.HOT_READER_LAST_ENTRY_PATH,
            TOKEN,
            print,
        )
        emulator = stack.enter_context(aws.running_aws(folder))
        deploy_connector(emulator, reader)
        half = pace.clients // 2
        with (
            asking(lambda_clients(emulator)(half)) as through_connector,
            asking(http_clients(reader)(half), pause=BACKOFF) as direct,
        ):
            time.sleep(_BEFORE)
            killed = time.monotonic()
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
            while accepts_connections(port):  # the system takes a while to end a busy process
                time.sleep(0.01)
            stack.enter_context(azure.running_function_app(folder / "second", variables, port))
            ready = time.monotonic()
            time.sleep(_AFTER)
        return Restart(killed, ready, direct, through_connector)
