"""Azure on this machine: the Function App with both hot readers, over an emulator of Cosmos DB."""

from __future__ import annotations

import base64
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from crosstwin.local.process import accepts_connections, free_port, running
from crosstwin.local.reader import NO_SETTINGS, Emulator, RunningReader
from crosstwin.packages.places import ROOT, node_command, npm_install, npm_version

DATABASE = "local"
CONTAINER = "hot"
# cosmosdb-server takes any key; the SDK insists on base64.
KEY = base64.b64encode(b"no secret").decode()
HOT_READER_PATH = "/api/hot-reader"
HOT_READER_LAST_ENTRY_PATH = "/api/hot-reader-last-entry"
_FUNCTION_APP = ROOT / "functions" / "azure" / "hot-reader"
_SHARED = ROOT / "functions" / "shared"
_HOST = "crosstwin.local.azure_host"
_WITHOUT_PAGES = Path(__file__).with_name("browsers.cjs")


@dataclass(frozen=True, slots=True)
class CosmosEmulator:
    """A running cosmosdb-server."""

    endpoint: str
    key: str

    def create_container(self, database: str, container: str) -> None:
        """A container as the Terraform module makes it, with its database; either may exist."""
        from azure.cosmos import CosmosClient, PartitionKey  # an optional dependency

        with CosmosClient(self.endpoint, self.key, enable_endpoint_discovery=False) as client:
            client.create_database_if_not_exists(database).create_container_if_not_exists(
                container, PartitionKey("/iotDeviceId")
            )


def why_not() -> str:
    """What is missing to run the readers; "" if nothing."""
    try:
        installed = all(map(find_spec, ("azure.cosmos", "azure.functions", "werkzeug")))
    except ModuleNotFoundError:
        installed = False
    if not installed:
        return "azure-cosmos, azure-functions and werkzeug are not installed: pip install 'crosstwin[local]'"
    if shutil.which("node") is None:
        return "node is not on the PATH; cosmosdb-server, the emulator of Cosmos DB, runs on it"
    if node_command("cosmosdb-server"):
        return ""
    return f"cosmosdb-server is not installed: {npm_install('@vercel/cosmosdb-server')}"


def emulator() -> Emulator:
    command = node_command("cosmosdb-server") or ""
    return Emulator("cosmosdb-server", npm_version(Path(command)) if command else "", command)


@contextmanager
def running_cosmos(folder: Path) -> Iterator[CosmosEmulator]:
    """The Cosmos DB emulator, empty, on a free port, until the block ends. Its log is in `folder`.

    Raises FileNotFoundError saying what is missing.
    """
    if missing := why_not():
        raise FileNotFoundError(missing)
    executable = str(node_command("cosmosdb-server"))
    port = free_port()
    with running(
        "cosmosdb-server",
        # Without TLS: the certificate that it brings has expired.
        [executable, "--port", str(port), "--no-ssl", "--host", "127.0.0.1"],
        ready=lambda: accepts_connections(port),
        log=folder / "cosmosdb-server.log",
        env={"NODE_OPTIONS": f"--require {json.dumps(str(_WITHOUT_PAGES))}"},
    ):
        yield CosmosEmulator(f"http://127.0.0.1:{port}", KEY)


@contextmanager
def running_function_app(
    folder: Path, variables: Mapping[str, str], port: int | None = None, app: Path = _FUNCTION_APP
) -> Iterator[str]:
    """A Function App with these environment variables. Yields its address, without a path.

    `port` is for an app that is started again in its place; None takes a free one. Its log is
    `function-app.log` in `folder`: where the app fails to start, it says why, and every path answers 404.
    """
    port = port or free_port()
    with running(
        "the Function App",
        # -P: the app finds nothing of the folder that this program was started in.
        [sys.executable, "-P", "-m", _HOST, str(app), str(port)],
        ready=lambda: accepts_connections(port),
        log=folder / "function-app.log",
        # The app finds what is in its package, and installed packages.
        env={"PYTHONPATH": os.pathsep.join(map(str, (app, _SHARED))), **variables},
    ):
        yield f"http://127.0.0.1:{port}"


def reader_variables(cosmos: CosmosEmulator, token: str) -> dict[str, str]:
    """The environment of a Function App over the emulator."""
    return {
        "DIGITAL_TWIN_INFO": json.dumps({"config": {"digital_twin_name": "local"}}),
        "INTER_CLOUD_TOKEN": token,
        "COSMOS_ENDPOINT": cosmos.endpoint,
        "COSMOS_DATABASE": DATABASE,
        "COSMOS_CONTAINER": CONTAINER,
        "COSMOS_KEY": cosmos.key,
    }


@contextmanager
def running_reader(
    folder: Path,
    token: str,
    cosmos: CosmosEmulator | None = None,
    *,
    settings: Mapping[str, str] = NO_SETTINGS,
) -> Iterator[RunningReader]:
    """Both hot readers in one Function App, as deployed, over a Cosmos DB emulator.

    `cosmos` is a running one; None starts one. `settings` are further variables of the app. Logs are in
    `folder`.
    Raises FileNotFoundError saying what is missing.
    """
    if cosmos is None:
        with (
            running_cosmos(folder) as started,
            running_reader(folder, token, started, settings=settings) as reader,
        ):
            yield reader
        return
    from crosstwin.readers.hot_stores.cosmos import CosmosWriter  # an optional dependency
    from crosstwin.readers.hot_stores.deployed import EMULATOR_KEY

    cosmos.create_container(DATABASE, CONTAINER)
    with running_function_app(folder, {**reader_variables(cosmos, token), **settings}) as address:
        yield RunningReader(
            cloud="azure",
            hot_reader_url=address + HOT_READER_PATH,
            hot_reader_last_entry_url=address + HOT_READER_LAST_ENTRY_PATH,
            inter_cloud_token=token,
            put=CosmosWriter(cosmos.endpoint, DATABASE, CONTAINER, cosmos.key).put,
            hot_store={
                "hot_store_endpoint": cosmos.endpoint,
                "hot_store_database_name": DATABASE,
                "hot_store_container_name": CONTAINER,
                EMULATOR_KEY: cosmos.key,
            },
        )
