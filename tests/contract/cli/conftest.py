"""The command, run in a folder with a twin.yaml, and real readers for it to ask."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hotread.answer import history, last_entry
from hotread.http import HttpRequest, serve

from crosstwin.cli.app import main
from crosstwin.twin.deployment import Deployment, load
from tests.unit.core.memory_store import MemoryStore

TOKEN = "token-of-the-tests+/="
TWIN = """\
digital_twin_name: factory
providers: {layer_3_hot_provider: azure, layer_4_provider: aws, layer_5_provider: aws}
devices:
  - id: temperature-sensor-1
    properties: {temperature: double, humidity: double, status: string}
  - id: pump-7
    hot_provider: aws
    properties: {rpm: integer, running: boolean, strokes: long}
  - id: fan-2
    hot_provider: gcp
    properties: {speed: double}
aws: {region: eu-central-1}
azure: {location: westeurope, subscription_id: 00000000-0000-0000-0000-000000000000}
gcp: {project: factory-test, region: europe-west1}
"""
_VARIABLES = ("CROSSTWIN_FILE", "CROSSTWIN_TOKEN", "CROSSTWIN_DEBUG", "CDKTF_OUTDIR", "COLUMNS", "NO_COLOR")


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """stderr without the frames and line breaks that depend on the width of the terminal."""
        return " ".join(self.err.replace("│", " ").split())


Crosstwin = Callable[..., Done]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a twin.yaml; no variable of this machine's user has a say."""
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "twin.yaml").write_text(TWIN)
    return tmp_path


@pytest.fixture
def deployment(folder: Path) -> Deployment:
    return load(folder / "twin.yaml")


@pytest.fixture
def crosstwin(capsys: pytest.CaptureFixture[str]) -> Crosstwin:
    """Runs the command in this process."""

    def run(*arguments: str) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = capsys.readouterr()
        return Done(int(ended.value.code or 0), out, err)

    return run


@dataclass(frozen=True, slots=True)
class RunningReader:
    """Both readers of one cloud, over a store in memory."""

    url: str
    last_entry_url: str
    store: MemoryStore


@contextmanager
def running_reader(store: MemoryStore) -> Iterator[RunningReader]:
    """The readers' own core behind Python's HTTP server: all of a hot reader but its cloud."""
    reads = {"/hot-reader": history, "/hot-reader-last-entry": last_entry}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            response = serve(
                HttpRequest("POST", dict(self.headers.items()), lambda: self.rfile.read(length)),
                read=reads[self.path],
                store=store,
                tokens=(TOKEN,),
            )
            self.send_response(response.status)
            for name, value in response.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(response.body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield RunningReader(f"{base}/hot-reader", f"{base}/hot-reader-last-entry", store)
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def reader() -> Iterator[RunningReader]:
    """20 records of temperature-sensor-1, a minute apart, with mixed precisions; the 8th has no humidity."""
    records = []
    for minute in range(20):
        precision = ("Z", ".5Z", ".123456789Z")[minute % 3]
        record: dict[str, Any] = {
            "iotDeviceId": "temperature-sensor-1",
            "id": f"2026-01-15T10:{minute:02}:00{precision}",
            "temperature": 20 + minute / 4,
            "humidity": 40 + minute,
            "status": "ok",
        }
        if minute == 7:
            del record["humidity"]
        records.append(record)
    with running_reader(MemoryStore(records)) as running:
        yield running


def write_state(folder: Path, stack: str, outputs: Mapping[str, str]) -> Path:
    """A local Terraform state of the twin `factory` with these outputs."""
    file = folder / "state" / "factory" / f"{stack}.tfstate"
    file.parent.mkdir(parents=True, exist_ok=True)
    values = {name: {"value": value, "type": "string"} for name, value in outputs.items()}
    file.write_text(json.dumps({"version": 4, "terraform_version": "1.10.0", "outputs": values}))
    return file
