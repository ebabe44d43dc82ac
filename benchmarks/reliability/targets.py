"""What is put under load: the readers of all clouds as they run on this machine, and a deployed connector."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from benchmarks.reliability import telemetry
from benchmarks.reliability.clients import CONNECTOR, TOKEN, http_clients, lambda_clients
from benchmarks.reliability.load import Client
from benchmarks.reliability.processes import Memory, memory_of, memory_of_children, start
from benchmarks.reliability.runnable import Runnable
from crosstwin.local import aws, azure, gcp
from crosstwin.local.firestore_emulator import running_emulator
from crosstwin.local.reader import RunningReader
from crosstwin.packages import functions

_INFO = {"config_providers": {"layer_3_hot_provider": "azure", "layer_4_provider": "aws"}}


@dataclass(frozen=True, slots=True)
class Target:
    """`memory` is that of the processes that run the product's code; the emulators are left out."""

    name: str
    clients: Callable[[int], list[Client]]
    memory: Callable[[], Memory]


@contextmanager
def aws_reader(folder: Path) -> Iterator[Target]:
    """Both hot readers, deployed into ministack, which runs a process for each concurrent invocation."""
    with ExitStack() as stack:
        emulator, pids = start(stack, aws.running_aws(folder))
        reader = aws.create_reader(emulator, TOKEN)
        reader.put(telemetry.RECORDS)
        yield Target("hot reader on AWS", http_clients(reader), lambda: memory_of_children(pids))


@contextmanager
def azure_reader(folder: Path) -> Iterator[Target]:
    """The Function App, one process with six threads, over cosmosdb-server."""
    with ExitStack() as stack:
        cosmos = stack.enter_context(azure.running_cosmos(folder))
        reader, pids = start(stack, azure.running_reader(folder, TOKEN, cosmos))
        reader.put(telemetry.RECORDS)
        yield Target("hot reader on Azure", http_clients(reader), lambda: memory_of(pids))


@contextmanager
def gcp_reader(folder: Path) -> Iterator[Target]:
    """Both functions, each a server of Google's functions framework, over the Firestore emulator."""
    with ExitStack() as stack:
        emulator = stack.enter_context(running_emulator(folder))
        reader, pids = start(stack, gcp.running_reader(folder, TOKEN, emulator))
        reader.put(telemetry.RECORDS)
        yield Target("hot reader on Google Cloud", http_clients(reader), lambda: memory_of(pids))


def connector_to(reader: Runnable[RunningReader], name: str) -> Runnable[Target]:
    """Both Lambdas of a connector, deployed into ministack, over a reader."""

    @contextmanager
    def running(folder: Path) -> Iterator[Target]:
        with ExitStack() as stack:
            asked = stack.enter_context(reader.running(folder / "reader"))
            asked.put(telemetry.RECORDS)
            emulator, pids = start(stack, aws.running_aws(folder / "connector"))
            deploy_connector(emulator, asked)
            yield Target(
                f"connector, to the reader on {name}",
                lambda_clients(emulator),
                lambda: memory_of_children(pids),
            )

    return Runnable(running, (*reader.emulators, aws))


def _reader_on(cloud: ModuleType) -> Runnable[RunningReader]:
    return Runnable(lambda folder: cloud.running_reader(folder, TOKEN), (cloud,))


TARGETS = {
    "aws": Runnable(aws_reader, (aws,)),
    "azure": Runnable(azure_reader, (azure,)),
    "gcp": Runnable(gcp_reader, (gcp,)),
    "connector to aws": connector_to(_reader_on(aws), "AWS"),
    "connector to azure": connector_to(_reader_on(azure), "Azure"),
    "connector to gcp": connector_to(_reader_on(gcp), "Google Cloud"),
}


def deploy_connector(emulator: aws.AwsEmulator, reader: RunningReader) -> None:
    urls = {"": reader.hot_reader_url, "-last-entry": reader.hot_reader_last_entry_url}
    for suffix, url in urls.items():
        variables = {
            "DIGITAL_TWIN_INFO": json.dumps(_INFO),
            "INTER_CLOUD_TOKEN": TOKEN,
            "REMOTE_READER_URL": url,
        }
        package = functions.build(f"aws/digital-twin-data-connector{suffix}")
        aws.create_function(emulator, f"{CONNECTOR}{suffix}", package, variables)
