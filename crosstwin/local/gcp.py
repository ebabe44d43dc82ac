"""Google Cloud on this machine: the hot reader functions as deployed, over the Firestore emulator."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from crosstwin.local.firestore_emulator import find_firestore_emulator, running_emulator, why_no_emulator
from crosstwin.local.process import accepts_connections, free_port, running
from crosstwin.local.reader import NO_SETTINGS, Emulator, RunningReader
from crosstwin.packages import functions

PROJECT = "local"
DATABASE = "local-hot"
COLLECTION = "hot"


def why_not() -> str:
    """What is missing to run the readers; "" if nothing."""
    try:
        installed = find_spec("functions_framework") and find_spec("google.cloud.firestore")
    except ModuleNotFoundError:
        installed = None
    if not installed:
        return (
            "functions-framework and google-cloud-firestore are not installed: pip install 'crosstwin[local]'"
        )
    return why_no_emulator()


def emulator() -> Emulator:
    firestore = find_firestore_emulator()
    return Emulator("Firestore emulator", where=str(firestore.jar) if firestore else "")


@contextmanager
def running_reader(
    folder: Path, token: str, emulator: str | None = None, *, settings: Mapping[str, str] = NO_SETTINGS
) -> Iterator[RunningReader]:
    """Both hot readers, each a process of its own as deployed, over a Firestore emulator.

    `emulator` is the `host:port` of a running one; None starts one. `settings` are further variables of the
    functions. Sources and logs are in `folder`.
    Raises FileNotFoundError saying what is missing.
    """
    if missing := why_not():
        raise FileNotFoundError(missing)
    from crosstwin.readers.hot_stores.deployed import EMULATOR_ADDRESS, EMULATOR_PROJECT
    from crosstwin.readers.hot_stores.firestore import FirestoreWriter, emulator_client

    with ExitStack() as stack:
        address = emulator or stack.enter_context(running_emulator(folder))
        variables = {**reader_variables(address, token), **settings}
        client = emulator_client(address, DATABASE, PROJECT)
        yield RunningReader(
            cloud="gcp",
            hot_reader_url=stack.enter_context(running_function(folder, "hot_reader", variables)),
            hot_reader_last_entry_url=stack.enter_context(
                running_function(folder, "hot_reader_last_entry", variables)
            ),
            inter_cloud_token=token,
            put=FirestoreWriter(PROJECT, DATABASE, COLLECTION, client=client).put,
            hot_store={
                "hot_store_database": DATABASE,
                "hot_store_collection": COLLECTION,
                EMULATOR_ADDRESS: address,
                EMULATOR_PROJECT: PROJECT,
            },
        )


def reader_variables(emulator: str, token: str) -> dict[str, str]:
    """The environment of a hot reader over the emulator at `host:port`."""
    from crosstwin.readers.hot_stores.firestore import EMULATOR_VARIABLE

    return {
        "DIGITAL_TWIN_INFO": json.dumps({"config": {"digital_twin_name": "local"}}),
        "INTER_CLOUD_TOKEN": token,
        "FIRESTORE_DATABASE": DATABASE,
        "FIRESTORE_COLLECTION": COLLECTION,
        "GOOGLE_CLOUD_PROJECT": PROJECT,
        EMULATOR_VARIABLE: emulator,
    }


@contextmanager
def running_function(
    folder: Path, target: str, variables: Mapping[str, str], port: int | None = None
) -> Iterator[str]:
    """One entry point of the zip that is deployed, served by Google's functions framework. Yields its URL.

    `port` is for a function that is started again in its place; None takes a free one. Its log is
    `<target>.log` in `folder`.
    """
    source = folder / f"{target}-source"
    with zipfile.ZipFile(functions.build("gcp/hot-reader")) as package:
        package.extractall(source)
    behind = free_port()
    port = port or free_port()
    framework = [sys.executable, "-m", "functions_framework", "--signature-type", "http"]
    with (
        TemporaryDirectory(prefix="crosstwin-") as runtime,
        running(
            f"the function {target}",
            [
                *framework,
                *("--target", target, "--source", "main.py"),
                *("--host", "127.0.0.1", "--port", str(behind)),
            ],
            ready=lambda: accepts_connections(behind),
            log=folder / f"{target}.log",
            # The function sees its own zip and installed packages only, as in the cloud. gunicorn has its
            # control socket in XDG_RUNTIME_DIR, or in ~/.gunicorn, which would stay. Its path is short.
            env={**variables, "PYTHONPATH": "", "XDG_RUNTIME_DIR": runtime},
            cwd=source,
        ),
        running(
            "the front end",
            [sys.executable, "-P", "-m", "crosstwin.local.front", str(port), str(behind)],
            ready=lambda: accepts_connections(port),
            log=folder / f"{target}-front.log",
        ),
    ):
        yield f"http://127.0.0.1:{port}/"
