"""Processor time from a start to the first answer, as Lambda starts a function: by its own runtime client.

The runtime client asks an HTTP server for an event and posts the answer there; the server here is Lambda's
part of that. Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
A function's folder is read-only there, so Python compiles what lies in it at each cold start; here, too.
The runtime has boto3, which is taken as compiled; requests comes with the function.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import boto3

from benchmarks.bench import google_imports, telemetry
from benchmarks.bench.connector import EVENT, canned_reader
from benchmarks.bench.measure import Comparison, Finding, Run, Scale, Tell, spreads
from crosstwin.clouds.aws_options import client_options
from crosstwin.local.aws import create_hot_table
from crosstwin.packages import functions
from crosstwin.readers.hot_stores.dynamodb import DynamoDBWriter
from tests.dynalite import aws_variables, running_dynalite

_TABLE = "telemetry"
_SECONDS = 30
_REQUESTS = ("requests", "urllib3", "idna", "certifi", "charset_normalizer")  # with all that it needs
_NOTHING = "def lambda_handler(event, context):\n    return {}\n"
_BARE_QUERY = f"""
client = boto3.client("dynamodb")

def lambda_handler(event, context):
    return client.query(
        TableName="{_TABLE}",
        KeyConditionExpression="iotDeviceId = :device",
        ExpressionAttributeValues={{":device": {{"S": "{telemetry.DEVICE}"}}}},
    )
"""
_BARE_POST = """
import os
session = requests.Session()

def lambda_handler(event, context):
    return session.post(os.environ["REMOTE_READER_URL"], json=event, timeout=10).json()
"""


@dataclass(frozen=True, slots=True)
class _Function:
    package: str
    sdk: str
    bare: str  # what does the least that gets the same data, after `import <sdk>`
    limit: float  # milliseconds
    vendored: tuple[str, ...] = ()  # what comes with the function to import the SDK


_FUNCTIONS = (
    _Function("aws/hot-reader", "boto3", _BARE_QUERY, limit=130),
    _Function("aws/hot-reader-last-entry", "boto3", _BARE_QUERY, limit=130),
    _Function(
        "aws/digital-twin-data-connector",
        "requests",
        _BARE_POST,
        140,
        _REQUESTS,
    ),
)


def measure(scale: Scale, tell: Tell) -> Iterator[Finding]:
    if find_spec("awslambdaric") is None:
        tell("left out: cold starts on AWS: awslambdaric is not installed; it exists for Linux")
    else:
        yield from _on_aws(scale, tell)
    yield from google_imports.measure(scale, tell)


def _on_aws(scale: Scale, tell: Tell) -> Iterator[Comparison]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running_dynalite(folder) as store, canned_reader(folder) as reader:
            client = boto3.client("dynamodb", **client_options("eu-central-1", store))
            create_hot_table(client, _TABLE)
            DynamoDBWriter(_TABLE, client=client).put(telemetry.records(100))
            variables = {**_variables(store, reader), "PYTHONPATH": str(_runtime(folder / "runtime"))}
            for function in _FUNCTIONS:
                tell(f"cold start of {function.package}")
                yield from _compared(function, folder / function.package, variables, scale)


def _compared(
    function: _Function, folder: Path, variables: Mapping[str, str], scale: Scale
) -> Iterator[Comparison]:
    sources = {"empty": _NOTHING, "bare": f"import {function.sdk}\n{function.bare}"}
    runs: dict[str, Run] = {"ours": _start(_unpacked(function, folder / "ours"), variables)}
    for name, source in sources.items():
        (folder / name).mkdir(parents=True)
        for package in function.vendored:
            _copy(package, folder / name)
        (folder / name / "lambda_function.py").write_text(source)
        runs[name] = _start(folder / name, variables)
    found = spreads(runs, scale.starts)
    what = f"cold start of {function.package}, to its first answer"
    yield Comparison(what, found["ours"], found["empty"], found["bare"], function.limit, "ms")


def _unpacked(function: _Function, folder: Path) -> Path:
    shutil.unpack_archive(functions.build(function.package), folder)
    return folder


def _runtime(folder: Path) -> Path:
    """The packages of this environment, without what a function has to bring along."""
    folder.mkdir()
    for installed in _installed("boto3").parent.iterdir():
        if installed.name not in _REQUESTS or installed.name == "urllib3":  # which boto3 needs
            (folder / installed.name).symlink_to(installed)
    return folder


def _copy(package: str, folder: Path) -> None:
    """The package as pip installs it, not compiled."""
    shutil.copytree(_installed(package), folder / package, ignore=shutil.ignore_patterns("__pycache__"))


def _installed(package: str) -> Path:
    return Path(str(import_module(package).__file__)).parent


def _variables(store: str, reader: str) -> dict[str, str]:
    providers = {"layer_3_hot_provider": "azure", "layer_4_provider": "aws", "layer_5_provider": "aws"}
    return {
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        **aws_variables(store),
        "AWS_LAMBDA_FUNCTION_NAME": "bench",
        "AWS_LAMBDA_FUNCTION_VERSION": "1",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "DIGITAL_TWIN_INFO": json.dumps({"config_providers": providers}),
        "DYNAMODB_TABLE_NAME": _TABLE,
        "INTER_CLOUD_TOKEN": "token-of-the-bench",
        "REMOTE_READER_URL": reader,
    }


def _start(folder: Path, variables: Mapping[str, str]) -> Run:
    """Starts the function in the folder, and returns the processor time to its first answer, in seconds."""
    # The function's folder comes first, then PYTHONPATH; -S leaves out the packages of this environment.
    command = [sys.executable, "-S", "-m", "awslambdaric", "lambda_function.lambda_handler"]

    def run() -> float:
        with _Lambda() as service:
            environment = {**variables, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{service.server_port}"}
            process = subprocess.Popen(
                command,
                cwd=folder,
                env={**environment, "LAMBDA_TASK_ROOT": str(folder)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                service.wait(folder)
            finally:
                process.kill()
                _, _, used = os.wait4(process.pid, 0)
                process.returncode = 0  # it is known to have ended
            return used.ru_utime + used.ru_stime

    return run


class _Lambda(ThreadingHTTPServer):
    """Lambda's runtime API: one event, and then none."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _RuntimeApi)
        self.failure = b""
        self.given = threading.Event()
        self.answered = threading.Event()
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    def wait(self, folder: Path) -> None:
        if not self.answered.wait(_SECONDS) or self.failure:
            raise RuntimeError(f"the function in {folder} gave no answer: {self.failure.decode()[:500]}")

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The function was ended while it waited for its second event."""


class _RuntimeApi(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Lambda

    def do_GET(self) -> None:
        if self.server.given.is_set():
            time.sleep(_SECONDS)
            return
        self.server.given.set()
        deadline = round((time.time() + _SECONDS) * 1000)
        self._send(
            200,
            json.dumps(EVENT).encode(),
            {
                "Content-Type": "application/json",
                "Lambda-Runtime-Aws-Request-Id": "1",
                "Lambda-Runtime-Deadline-Ms": str(deadline),
                "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-central-1:000000000000:function:b",
            },
        )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.path.endswith("/response"):
            self.server.failure = body
        self.server.answered.set()
        self._send(202, b"", {})

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass
