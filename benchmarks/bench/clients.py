"""Many clients at once at the readers that run as servers: processor time of a query, and waiting times."""

from __future__ import annotations

import json
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import requests
from crosstwin_contract.token import TOKEN_HEADER

from benchmarks.bench import telemetry
from benchmarks.bench.measure import Result, Scale, Tell
from benchmarks.bench.processor_time import is_counted, of_running
from benchmarks.reliability.load import Ask, Client, asking
from benchmarks.reliability.processes import start
from crosstwin.local import azure, gcp
from crosstwin.local.firestore_emulator import running_emulator
from crosstwin.local.process import accepts_connections, free_port, running
from crosstwin.packages import functions
from crosstwin.readers.hot_stores.firestore import FirestoreWriter, emulator_client

_ROWS = 100
_LEAST = 2  # requests
_TOKEN = "token-of-the-bench"
_FIXED = """\
import pathlib, flask, functions_framework
ANSWER = pathlib.Path("answer.json").read_bytes()

@functions_framework.http
def hot_reader(request):
    request.get_data()
    return flask.Response(ANSWER, 200, {"Content-Type": "application/json"})
"""


def measure(scale: Scale, tell: Tell) -> Iterator[Result]:
    if not is_counted():
        tell("left out: many clients: only Linux counts the processor time of each process")
        return
    for name, cloud, served in (("Google Cloud", gcp, _on_google_cloud), ("Azure", azure, _on_azure)):
        if missing := cloud.why_not():
            tell(f"left out: clients of the reader on {name}: {missing}")
            continue
        tell(f"{scale.clients} clients of the reader on {name}")
        with tempfile.TemporaryDirectory() as folder:
            yield from served(Path(folder), scale)


def _on_google_cloud(folder: Path, scale: Scale) -> Iterator[Result]:
    with ExitStack() as stack:
        address = stack.enter_context(running_emulator(folder))
        client = emulator_client(address, gcp.DATABASE, gcp.PROJECT)
        writer = FirestoreWriter(gcp.PROJECT, gcp.DATABASE, gcp.COLLECTION, client=client)
        writer.put(telemetry.records(_ROWS))
        with zipfile.ZipFile(functions.build("gcp/hot-reader")) as package:
            package.extractall(folder / "reader")
        reader = _framework(folder / "reader", gcp.reader_variables(address, _TOKEN))
        url, pids = start(stack, reader)
        answer = _client(url)()()
        loaded = _loaded(url, answer, pids, scale)
        fixed = folder / "fixed"
        fixed.mkdir()
        (fixed / "main.py").write_text(_FIXED)
        (fixed / "answer.json").write_text(json.dumps(answer))
        url, pids = start(stack, _framework(fixed, {}))
        least, _ = _loaded(url, answer, pids, scale)
        yield _result(
            "Google Cloud", loaded, 4, scale, f"; the framework with a fixed answer: {least:.2g} ms"
        )


def _on_azure(folder: Path, scale: Scale) -> Iterator[Result]:
    with ExitStack() as stack:
        cosmos = stack.enter_context(azure.running_cosmos(folder))
        reader, pids = start(stack, azure.running_reader(folder, _TOKEN, cosmos))
        reader.put(telemetry.records(_ROWS))
        answer = _client(reader.hot_reader_url)()()
        yield _result("Azure", _loaded(reader.hot_reader_url, answer, pids, scale), 5, scale)


@contextmanager
def _framework(source: Path, variables: Mapping[str, str]) -> Iterator[str]:
    """Google's functions framework, as deployed, with nothing in front of it. Yields its URL."""
    port = free_port()
    command = [sys.executable, "-m", "functions_framework", "--target", "hot_reader", "--source", "main.py"]
    with running(
        "the function",
        [*command, "--host", "127.0.0.1", "--port", str(port)],
        ready=lambda: accepts_connections(port),
        log=source / "function.log",
        env={**variables, "PYTHONPATH": "", "XDG_RUNTIME_DIR": str(source)},
        cwd=source,
    ):
        yield f"http://127.0.0.1:{port}/"


def _loaded(url: str, expected: object, pids: set[int], scale: Scale) -> tuple[float, str]:
    """The processor time of a query, in milliseconds, and how long clients wait."""
    clients = [Client(_client(url), expected)] * scale.clients
    with asking(clients) as load:
        warm, before = time.monotonic(), of_running(pids)
        time.sleep(scale.load_seconds)
        # The system counts hundredths of a second: on a busy machine, a few queries took none.
        while len(load.since(warm).requests) < _LEAST or of_running(pids) == before:
            time.sleep(0.1)
        seconds = of_running(pids) - before
        measured = load.since(warm)
        passed = time.monotonic() - warm
    if measured.failures:
        raise RuntimeError(f"{url}: {measured.kinds_of_failure}")
    waits = ", ".join(f"p{percent} {measured.percentile(percent) * 1000:,.0f} ms" for percent in (50, 95, 99))
    count = len(measured.requests)
    return seconds / count * 1000, f"{waits}; {count / passed:,.0f} queries a second"


def _result(name: str, loaded: tuple[float, str], limit: float, scale: Scale, more: str = "") -> Result:
    milliseconds, waits = loaded
    what = f"{name}: {scale.clients} clients at once, histories of {_ROWS} rows: a query"
    return Result(what, "", milliseconds, limit, waits + more, unit=" ms")


def _client(url: str) -> Callable[[], Ask]:
    body = json.dumps({"target_layer": "L3-hot", "payload": telemetry.history_query(_ROWS)})

    def make() -> Ask:
        session = requests.Session()
        session.trust_env = False
        session.headers[TOKEN_HEADER] = _TOKEN

        def ask() -> object:
            response = session.post(url, data=body, timeout=60)
            response.raise_for_status()
            return response.json()

        return ask

    return make
