"""The connector, warm, by processor time: beside a plain call, and beside a bare session of requests.

And what its connections save over TLS.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import certifi
import requests
import trustme
from crosstwin_contract.token import TOKEN_HEADER
from crosstwin_contract.values import Caller
from hotread.answer import history
from remote_reader.envelope import encode_envelope
from remote_reader.settings import RemoteSettings
from twin_connector.answer import HISTORY
from twin_connector.handler import Handler, handler_of
from twin_connector.remote import RemoteRoute

from benchmarks.bench import telemetry
from benchmarks.bench.core import SortedRecords
from benchmarks.bench.measure import Comparison, Finding, Result, Scale, Tell, computed, milliseconds, spreads
from crosstwin.local.process import accepts_connections, free_port, running
from crosstwin.packages.places import ROOT

_ROWS = 100
_TOKEN = "token-of-the-bench"
_HEADERS = {"Content-Type": "application/json", TOKEN_HEADER: _TOKEN}
EVENT: dict[str, Any] = {
    **telemetry.history_query(_ROWS),
    "workspaceId": "factory",
    "entityId": telemetry.DEVICE,
    "componentName": "telemetry",
}


# What the goals are, in milliseconds.
_WARM, _LARGE = 0.62, 45


class Context:
    def get_remaining_time_in_millis(self) -> int:
        return 30_000


def measure(scale: Scale, tell: Tell) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tell("the connector, warm")
        with canned_reader(folder) as url:
            yield _warm(url, scale)
        rows = scale.values // len(telemetry.PROPERTIES)
        with canned_reader(folder, rows=rows) as url:
            yield _large(url, rows, scale)
        tell("the connector over TLS")
        bundle = _certificates(folder)
        with canned_reader(folder, folder / "server.pem") as url:
            yield _over_tls(url, bundle, scale)


@contextmanager
def canned_reader(folder: Path, certificate: Path | None = None, rows: int = _ROWS) -> Iterator[str]:
    """A process that answers every request with so many rows. Yields its URL."""
    answer = history(SortedRecords(telemetry.records(rows)), _event(rows), Caller.HTTP)
    (folder / "answer.json").write_text(json.dumps(answer, separators=(",", ":")))
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.bench.canned_server", str(port), str(folder / "answer.json")]
    with running(
        "the canned reader",
        [*command, str(certificate)] if certificate else command,
        ready=lambda: accepts_connections(port),
        log=folder / "canned.log",
        cwd=ROOT,
    ):
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{port}/hot-reader"


def _warm(url: str, scale: Scale) -> Comparison:
    ask, post, session = _connector(url), _plain(url), _session(url)
    found = spreads(
        {
            "ours": computed(lambda: ask(EVENT, Context())),
            "floor": computed(lambda: json.loads(post())),
            "otherwise": computed(lambda: session().json()),
        },
        scale.requests,
    )
    return Comparison(f"connector, {_ROWS} rows of 3 properties, warm", *found.values(), limit=_WARM, of="ms")


def _large(url: str, rows: int, scale: Scale) -> Comparison:
    """With JSON for the runtime, which a Lambda's runtime makes of what the handler returns."""
    ask, post, session = _connector(url), _plain(url), _session(url)
    event = _event(rows)
    found = spreads(
        {
            "ours": computed(lambda: json.dumps(ask(event, Context()))),
            "floor": computed(lambda: json.dumps(json.loads(post()))),
            "otherwise": computed(lambda: json.dumps(session().json())),
        },
        scale.repeats * 2,
    )
    what = f"connector, {rows * len(telemetry.PROPERTIES):,} values, each of them checked, to JSON"
    return Comparison(what, *found.values(), limit=_LARGE, of="ms")


def _event(rows: int) -> dict[str, Any]:
    return {**EVENT, **telemetry.range_of(rows)}


def _plain(url: str) -> Callable[[], bytes]:
    """The same POST over one kept connection of the standard library."""
    place = urlsplit(url)
    connection = HTTPConnection(place.netloc)
    body, headers = encode_envelope(EVENT, source_cloud="aws", trace_id="trace"), _HEADERS

    def post() -> bytes:
        connection.request("POST", place.path, body, headers)
        return connection.getresponse().read()

    return post


def _session(url: str) -> Callable[[], requests.Response]:
    session = requests.Session()
    session.trust_env = False
    body = encode_envelope(EVENT, source_cloud="aws", trace_id="trace")
    return lambda: session.post(url, data=body, headers=_HEADERS, timeout=10)


def _over_tls(url: str, bundle: str, scale: Scale) -> Result:
    seconds = [_first_two(url, bundle) for _ in range(scale.repeats * 3)]
    first, second = (statistics.median(found) for found in zip(*seconds, strict=True))
    return Result(
        "connector over TLS, the first request's time",
        "the second request's, on the same connection",
        first / second,
        3,
        f"{milliseconds(first)} : {milliseconds(second)}",
        at_least=True,
    )


def _first_two(url: str, bundle: str) -> tuple[float, float]:
    ask = _connector(url, bundle)
    found = []
    for _ in range(2):
        started = time.perf_counter()
        ask(EVENT, Context())
        found.append(time.perf_counter() - started)
    return found[0], found[1]


def _connector(url: str, bundle: str | None = None) -> Handler:
    return handler_of(HISTORY, RemoteRoute(RemoteSettings(url, _TOKEN), ca_bundle=bundle))


def _certificates(folder: Path) -> str:
    """A server's certificate, and the public authorities' with its own among them, as a function has them."""
    authority = trustme.CA()
    server = authority.issue_cert("127.0.0.1")
    (folder / "server.pem").write_bytes(server.private_key_and_cert_chain_pem.bytes())
    bundle = folder / "authorities.pem"
    bundle.write_bytes(Path(certifi.where()).read_bytes() + authority.cert_pem.bytes())
    return str(bundle)
