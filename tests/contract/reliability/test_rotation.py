"""The shared token is raised twice while clients ask the readers on Azure and Google Cloud.

They ask over HTTP, through a connector, and from the functions of Azure Digital Twins. A raise is done as
the platforms do it: an instance with the new setting starts, requests go there, and the old one ends. The
settings are those that Terraform makes of the modules' token.tf. `tests/deploy/test_rotation.py` has a
deployed stack on AWS.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from remote_reader.settings import RemoteSettings
from twin_connector.answer import HISTORY
from twin_connector.handler import handler_of
from twin_connector.remote import RemoteRoute
from werkzeug.wrappers import Request, Response

from benchmarks.reliability import telemetry
from benchmarks.reliability.refresh_run import Connector, connector_variables
from benchmarks.reliability.watched_twins import PROPERTY, WatchedTwins, device, graph, time_of
from crosstwin.local import azure, gcp
from crosstwin.local.firestore_emulator import running_emulator
from crosstwin.local.reader import RunningReader
from crosstwin.local.serving import serving
from crosstwin.packages.places import ROOT
from crosstwin.readers.hot_stores.cosmos import CosmosWriter
from crosstwin.readers.hot_stores.firestore import FirestoreWriter, emulator_client
from crosstwin.terraform.finding import find_terraform
from crosstwin.terraform.running import run
from tests.contract.functions.connector.conftest import Context
from tests.store_gate import running_gate

# With a setting INTER_CLOUD_TOKEN, an instance: the URL of its histories.
Start = Callable[[str], AbstractContextManager[str]]
Reader = Callable[[Path], AbstractContextManager[Start]]


@dataclass(frozen=True, slots=True)
class Token:
    """Of one generation: what readers are set to accept, and what connectors send."""

    accepted: str
    newest: str


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Token]:
    """Of generations 1 to 3, as applied one after the other."""
    terraform, folder = find_terraform(), tmp_path_factory.mktemp("token")
    if terraform is None:
        pytest.skip("Terraform is not on the PATH")
    shutil.copy(ROOT / "modules" / "gcp-hot-reader" / "token.tf", folder)
    names = ("accepted_tokens", "inter_cloud_token")
    outputs = [f'output "{name}" {{\n  value     = local.{name}\n  sensitive = true\n}}\n' for name in names]
    (folder / "main.tf").write_text('variable "token_generation" { type = number }\n' + "".join(outputs))

    def call(*arguments: str) -> str:
        done = run([str(terraform), *arguments], folder=folder)
        assert done.returncode == 0, done.stderr
        return done.stdout

    call("init", "-no-color")
    found = {}
    for generation in (1, 2, 3):
        call("apply", "-auto-approve", "-no-color", f"-var=token_generation={generation}")
        values = json.loads(call("output", "-json"))
        found[generation] = Token(*(values[name]["value"] for name in names))
    return found


@contextmanager
def azure_reader(folder: Path) -> Iterator[Start]:
    with azure.running_cosmos(folder) as cosmos:
        cosmos.create_container(azure.DATABASE, azure.CONTAINER)
        writer = CosmosWriter(cosmos.endpoint, azure.DATABASE, azure.CONTAINER, cosmos.key)
        writer.put([*telemetry.RECORDS, _RECORD_OF_A_TWIN])

        @contextmanager
        def instance(token: str) -> Iterator[str]:
            with azure.running_function_app(folder, azure.reader_variables(cosmos, token)) as address:
                yield address + azure.HOT_READER_PATH

        yield instance


@contextmanager
def gcp_reader(folder: Path) -> Iterator[Start]:
    with running_emulator(folder) as emulator:
        client = emulator_client(emulator, gcp.DATABASE, gcp.PROJECT)
        FirestoreWriter(gcp.PROJECT, gcp.DATABASE, gcp.COLLECTION, client=client).put(telemetry.RECORDS)

        @contextmanager
        def instance(token: str) -> Iterator[str]:
            variables = gcp.reader_variables(emulator, token)
            source = folder / str(time.monotonic_ns())
            with gcp.running_function(source, "hot_reader", variables) as url:
                yield url

        yield instance


_RECORD_OF_A_TWIN = {"iotDeviceId": device("azure", 0), "id": time_of(7), PROPERTY: 7}
READERS: dict[str, tuple[Reader, Callable[[], str]]] = {
    "azure": (azure_reader, azure.why_not),
    "gcp": (gcp_reader, gcp.why_not),
}


class Deployed:
    """A reader, whose instances are replaced one by another. `url` stays."""

    def __init__(self, stack: ExitStack, start: Start, accepted: str) -> None:
        self._start = start
        self._instance = stack.enter_context(ExitStack())
        address = self._instance.enter_context(start(accepted))
        self._gate = stack.enter_context(running_gate(_base(address)))
        self.url = self._gate.endpoint + urlsplit(address).path

    def raise_to(self, accepted: str, drained: Callable[[], None]) -> None:
        """`drained` returns once the requests that had begun are answered."""
        new, old = ExitStack(), self._instance
        self._gate.behind = _base(new.enter_context(self._start(accepted)))
        drained()
        old.pop_all().close()
        old.push(new)  # ends with this reader


class Asking:
    """Clients that ask without a pause. `wrong` has what was not the stored history."""

    def __init__(self, *asks: Callable[[], Any]) -> None:
        self.count = [0] * len(asks)
        self.wrong: list[Any] = []
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._go_on, args=pair) for pair in enumerate(asks)]

    def __enter__(self) -> Asking:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def further(self) -> None:
        """Until each client has begun and ended a request, after the one that it is in."""
        before = list(self.count)
        while any(now - then < 2 for now, then in zip(self.count, before, strict=True)):
            time.sleep(0.02)

    def _go_on(self, number: int, ask: Callable[[], Any]) -> None:
        while not self._ended.is_set():
            try:
                if found := ask():
                    self.wrong.append(found)
            except Exception as error:
                self.wrong.append(error)
            self.count[number] += 1


def over_http(url: str, token: str) -> Callable[[], Any]:
    """Returns what is wrong with an answer. It never asks twice."""
    body = {"target_layer": "L3-hot", "payload": telemetry.HISTORY_QUERY}

    def ask() -> Any:
        answer = requests.post(url, json=body, headers={"X-Inter-Cloud-Token": token}, timeout=30)
        return None if answer.status_code == 200 and answer.json() == telemetry.history() else answer.text

    return ask


def through_connector(url: str, token: str) -> Callable[[], Any]:
    handler = handler_of(HISTORY, RemoteRoute(RemoteSettings(url, token)))
    event = {"workspaceId": "factory", **telemetry.HISTORY_QUERY}

    def ask() -> Any:
        answer = handler(event, Context())
        return None if answer == telemetry.history(camel_case=True) else answer

    return ask


@pytest.mark.parametrize("cloud", READERS)
def test_no_request_fails_while_the_token_is_raised_and_two_raises_later_the_first_is_refused(
    cloud: str, tokens: dict[int, Token], tmp_path: Path
) -> None:
    reader, why_not = READERS[cloud]
    if missing := why_not():
        pytest.skip(f"no {cloud} on this machine: {missing}")
    first, second, third = (tokens[generation] for generation in (1, 2, 3))
    with ExitStack() as stack:
        deployed = Deployed(stack, stack.enter_context(reader(tmp_path)), first.accepted)
        url = deployed.url
        with Asking(over_http(url, first.newest), through_connector(url, first.newest)) as clients:
            deployed.raise_to(second.accepted, clients.further)
            clients.further()
        assert clients.wrong == []
        # The connectors and other callers have the new token.
        with Asking(over_http(url, second.newest), through_connector(url, second.newest)) as clients:
            deployed.raise_to(third.accepted, clients.further)
            clients.further()
        assert clients.wrong == []
        refused = over_http(url, first.newest)()
        assert "UNAUTHORIZED" in refused
        assert over_http(url, third.newest)() is None


@pytest.mark.nightly
def test_no_refresh_of_a_twin_fails_while_the_token_is_raised(
    tokens: dict[int, Token], tmp_path: Path
) -> None:
    """Readers first, then the functions of Azure Digital Twins, and so twice."""
    if missing := azure.why_not():
        pytest.skip(f"no Azure on this machine: {missing}")
    twins = WatchedTwins()
    served = Request.application(lambda _: Response(graph(), mimetype="application/json"))
    with ExitStack() as stack:
        deployed = Deployed(stack, stack.enter_context(azure_reader(tmp_path)), tokens[1].accepted)
        urls = [stack.enter_context(serving(application)) for application in (twins.wsgi, served)]
        history = deployed.url
        last_entry = history.replace(azure.HOT_READER_PATH, azure.HOT_READER_LAST_ENTRY_PATH)
        running = RunningReader("azure", history, last_entry, tokens[1].newest, print)
        variables = connector_variables(urls[0], urls[1], {"azure": running})
        connector = Connector(tmp_path / "connector", variables)
        stack.callback(connector.close)
        connector.begin()

        def two_runs() -> None:
            before = len(connector.lines())
            while len(connector.lines()) < before + 2:
                time.sleep(0.05)

        while twins.values().get(device("azure", 0)) != 7:
            time.sleep(0.05)
        settled = len(connector.lines())
        for generation in (2, 3):
            deployed.raise_to(tokens[generation].accepted, two_runs)
            two_runs()
            connector.begin({"INTER_CLOUD_TOKEN_AZURE": tokens[generation].newest})
            connector.end(-2)
            two_runs()
        assert {line["outcome"] for line in connector.lines()[settled:]} == {"complete"}
        assert twins.wrong == twins.overlaps == []
        # Two raises without new settings of the functions.
        deployed.raise_to(f"{'x' * 64},{'y' * 64}", two_runs)
        two_runs()
        assert "401" in connector.lines()[-1]["cause"]


def _base(url: str) -> str:
    return f"http://{urlsplit(url).netloc}"
