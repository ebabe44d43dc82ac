"""The reader of each cloud, in a form that can be killed, and throttled by its store and its platform."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.reliability import telemetry
from benchmarks.reliability.clients import TOKEN
from benchmarks.reliability.processes import children_of, start
from benchmarks.reliability.runnable import Runnable
from crosstwin.local import aws, azure, gcp
from crosstwin.local.azure import CosmosEmulator
from crosstwin.local.firestore_emulator import running_emulator
from crosstwin.local.reader import RunningReader
from crosstwin.packages import functions
from crosstwin.readers.hot_stores.cosmos import CosmosWriter
from crosstwin.readers.hot_stores.firestore import FirestoreWriter, emulator_client
from crosstwin.readers.hot_stores.records import TelemetryRecord
from tests.store_gate import Answer, StoreGate, running_gate

# Processes of a Lambda that are killed at once. Others start in their place, side by side on one machine:
# after five, on a busy one, nobody was answered for as long as connectors wait.
KILLED_LAMBDAS = 2
OUTAGE = 2.0  # seconds
_THROTTLING = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"
_OF_DYNAMODB = Answer(400, body=json.dumps({"__type": _THROTTLING, "message": "slow down"}).encode())
_OF_FIRESTORE = Answer(
    429, body=b'[{"error": {"code": 429, "message": "Quota exceeded.", "status": "RESOURCE_EXHAUSTED"}}]'
)
_OF_COSMOS = Answer(429, {"x-ms-retry-after-ms": "1000"})
Put = Callable[[Iterable[TelemetryRecord]], None]


@dataclass(frozen=True, slots=True)
class OutageTarget:
    """`reader` is asked through `platform`, which stands where the cloud's own front end does.

    `kill` kills processes of the reader with SIGKILL: on AWS KILLED_LAMBDAS of them, and elsewhere all. It
    returns once others take requests, after OUTAGE seconds. On AWS the platform starts them by itself.
    `throttle` makes the store throttle, or no longer.
    """

    reader: RunningReader
    platform: Platform
    kill: Callable[[], None]
    throttle: Callable[[bool], None]


class Platform:
    """Gates in front of both functions of a reader."""

    def __init__(self, stack: ExitStack, cloud: str, urls: tuple[str, str], put: Put) -> None:
        self._gates = tuple(stack.enter_context(running_gate(_base(url))) for url in urls)
        for gate in self._gates:
            gate.every = True
        history, last_entry = (
            gate.endpoint + urlsplit(url).path for gate, url in zip(self._gates, urls, strict=True)
        )
        self.reader = RunningReader(cloud, history, last_entry, TOKEN, put)

    def answer(self, fault: Answer | None) -> None:
        """Answers every request so, in the reader's place; None no longer does."""
        for gate in self._gates:
            gate.fault = fault

    def lead_to(self, urls: tuple[str, str]) -> None:
        """Requests that begin from now on go to this instance."""
        for gate, url in zip(self._gates, urls, strict=True):
            gate.behind = _base(url)


@contextmanager
def aws_target(folder: Path) -> Iterator[OutageTarget]:
    """Both hot readers, deployed into ministack. It starts a killed function again by itself, as AWS does."""
    with ExitStack() as stack:
        emulator, pids = start(stack, aws.running_aws(folder))
        store = stack.enter_context(running_gate(emulator.endpoint_url))
        aws.create_hot_table(emulator.client("dynamodb"), aws.TABLE)
        put = emulator.writer(aws.TABLE).put
        put(telemetry.RECORDS)
        variables = {
            "DIGITAL_TWIN_INFO": "{}",
            "INTER_CLOUD_TOKEN": TOKEN,
            "DYNAMODB_TABLE_NAME": aws.TABLE,
            "AWS_ENDPOINT_URL_DYNAMODB": store.endpoint,
        }
        urls = []
        for name in (aws.HOT_READER, aws.HOT_READER_LAST_ENTRY):
            aws.create_function(emulator, name, functions.build(f"aws/{name}"), variables)
            created = emulator.client("lambda").create_function_url_config(FunctionName=name, AuthType="NONE")
            urls.append(emulator.function_url(created["FunctionUrl"]))
        platform = Platform(stack, "aws", (urls[0], urls[1]), put)
        yield OutageTarget(
            platform.reader,
            platform,
            lambda: kill_lambdas(pids),
            _throttling(store, _OF_DYNAMODB),
        )


@contextmanager
def azure_target(folder: Path) -> Iterator[OutageTarget]:
    """The Function App, over cosmosdb-server behind a gate."""
    with ExitStack() as stack:
        cosmos = stack.enter_context(azure.running_cosmos(folder))
        store = stack.enter_context(running_gate(cosmos.endpoint))
        cosmos.create_container(azure.DATABASE, azure.CONTAINER)
        put = CosmosWriter(cosmos.endpoint, azure.DATABASE, azure.CONTAINER, cosmos.key).put
        put(telemetry.RECORDS)
        variables = azure.reader_variables(CosmosEmulator(store.endpoint, cosmos.key), TOKEN)

        def begin(number: int) -> tuple[tuple[str, str], set[int]]:
            app = azure.running_function_app(folder / f"app-{number}", variables)
            address, pids = start(stack, app)
            return (address + azure.HOT_READER_PATH, address + azure.HOT_READER_LAST_ENTRY_PATH), pids

        platform, replace = _replaced(stack, "azure", begin, put)
        yield OutageTarget(platform.reader, platform, replace, _throttling(store, _OF_COSMOS))


@contextmanager
def gcp_target(folder: Path) -> Iterator[OutageTarget]:
    """Both functions, over the Firestore emulator behind a gate."""
    with ExitStack() as stack:
        emulator = stack.enter_context(running_emulator(folder))
        store = stack.enter_context(running_gate(f"http://{emulator}"))
        client = emulator_client(emulator, gcp.DATABASE, gcp.PROJECT)
        put = FirestoreWriter(gcp.PROJECT, gcp.DATABASE, gcp.COLLECTION, client=client).put
        put(telemetry.RECORDS)
        variables = gcp.reader_variables(store.endpoint.removeprefix("http://"), TOKEN)

        def begin(number: int) -> tuple[tuple[str, str], set[int]]:
            return start(stack, _both_functions(folder / str(number), variables))

        platform, replace = _replaced(stack, "gcp", begin, put)
        yield OutageTarget(platform.reader, platform, replace, _throttling(store, _OF_FIRESTORE))


@contextmanager
def _both_functions(folder: Path, variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Their URLs. They start side by side: it is the time of an outage."""
    with ExitStack() as stack, ThreadPoolExecutor() as threads:
        history, last_entry = threads.map(
            lambda target: stack.enter_context(gcp.running_function(folder / target, target, variables)),
            ("hot_reader", "hot_reader_last_entry"),
        )
        yield history, last_entry


TARGETS = {
    "aws": Runnable(aws_target, (aws,)),
    "azure": Runnable(azure_target, (azure, aws)),
    "gcp": Runnable(gcp_target, (gcp, aws)),
}


def _replaced(
    stack: ExitStack, cloud: str, begin: Callable[[int], tuple[tuple[str, str], set[int]]], put: Put
) -> tuple[Platform, Callable[[], None]]:
    """A reader, and what replaces its instance by another one.

    `begin` starts an instance, and returns the URLs of both functions and its processes.
    """
    urls, running = begin(0)
    instances = [running]
    platform = Platform(stack, cloud, urls, put)

    def replace() -> None:
        # Started before: how long a start takes on a busy machine is not the question.
        urls, running = begin(len(instances))
        _kill(instances[-1])
        time.sleep(OUTAGE)
        instances.append(running)
        platform.lead_to(urls)

    return platform, replace


def _throttling(store: StoreGate, answer: Answer) -> Callable[[bool], None]:
    def throttle(is_on: bool) -> None:
        store.fault = answer if is_on else None

    return throttle


def kill_lambdas(emulator: Iterable[int]) -> None:
    """Kills some of the processes that the emulator with these processes runs Lambdas in."""
    _kill(sorted(children_of(emulator))[:KILLED_LAMBDAS])


def _kill(pids: Iterable[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def _base(url: str) -> str:
    return f"http://{urlsplit(url).netloc}"
