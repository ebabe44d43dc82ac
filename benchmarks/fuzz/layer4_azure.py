"""The connector of Azure Digital Twins without a network: its graph and refresh functions, over the emulator.

What they read can be hostile: graph.json, an answer of the hot reader or of Azure Digital Twins, a twin.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import requests
from azure.core.pipeline.transport import RequestsTransport
from hotread.answer import last_entry
from hypothesis import strategies as st
from remote_reader.exchange import Reply
from remote_reader.settings import RemoteSettings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse
from werkzeug.test import Client

from benchmarks.fuzz.azure_modules import azure_modules
from benchmarks.fuzz.damage import damaged, damaged_bytes
from benchmarks.fuzz.exchanges import answering, replies, served
from benchmarks.fuzz.outcomes import Outcomes, logged, parts_of
from crosstwin.local.digital_twins.faults import Fault
from crosstwin.local.digital_twins.options import Options
from crosstwin.local.digital_twins.service import API_VERSION, DigitalTwins
from tests.contract.digital_twins.graphs import PRESS, graph_of
from tests.unit.core.memory_store import MemoryStore

(
    graph_module,
    run_module,
    source_module,
    last_entries_module,
    pace_module,
    refresh_module,
    twins_module,
) = azure_modules("graph", "graph_run", "graph_source", "last_entries", "pace", "refresh", "twins")
GraphSync, GraphSource = graph_module.GraphSync, source_module.GraphSource
CloudReader, Pace, RunFailed = last_entries_module.CloudReader, pace_module.Pace, pace_module.RunFailed
Refresh, TwinsClient = refresh_module.Refresh, twins_module.DigitalTwins

TOKEN = "t0ken-of-azure-" + "0123456789abcdef" * 4
_URL, _READER = "http://127.0.0.1:7", "https://reader.example.com/api"
_AT = "2026-01-15T10:30:00.5Z"
_DEVICES = ("press-2", "Press-2", "press-20")
_RECORDS = [
    {"iotDeviceId": device, "id": f"2026-01-15T10:3{n}:00Z", "status": device, "force": 1.5 * n, "strokes": n}
    for device in (*_DEVICES, "press-2 ")
    for n in range(3)
]
GRAPH = graph_of(
    "factory",
    {
        device: {
            "type": "press",
            "parent": "line-1",
            "hot_provider": "aws",
            "constants": {"ratedForce": 100.0},
        }
        for device in _DEVICES
    },
    {"press": PRESS},
    {"plant": None, "line-1": "plant"},
)


class _Clock:
    """A clock that goes on by itself, so that queries see what was changed before."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


@dataclass
class World:
    """`harm` is one of HARMS; `sent` counts what Azure Digital Twins and the hot reader were asked."""

    data: st.DataObject
    harm: str
    blob: bytes = b""
    sent: int = 0
    clock: _Clock = field(default_factory=_Clock)

    def __post_init__(self) -> None:
        limits = Options(query_lag=0.0, updates_a_twin=None, creations=None)
        self.instance = DigitalTwins(limits, self.clock)
        self._client = Client(self.instance.wsgi)
        self.blob = json.dumps(GRAPH).encode()
        source = GraphSource(f"{_URL}/graph.json", None)
        client = TwinsClient(_URL, None)
        self.sync = GraphSync(source, client, "", 60.0, self.clock)
        self.refresh = Refresh(
            "aws",
            source,
            client,
            CloudReader(RemoteSettings(_READER, TOKEN, 5, 0)),
            run_seconds=60.0,
            clock=self.clock,
        )

    def send(self, request: requests.PreparedRequest) -> tuple[int, dict[str, str], bytes]:
        """To Azure Digital Twins."""
        self.sent += 1
        response = self._client.open(
            str(request.path_url),
            method=str(request.method),
            data=request.body,
            headers=dict(request.headers.items()),
        )
        status, headers, body = response.status_code, dict(response.headers.items()), response.get_data()
        if self.harm == "Azure Digital Twins" and not self.data.draw(st.integers(0, 3)):
            status = self.data.draw(st.sampled_from([status] * 8 + [200, 204, 400, 404, 409, 412, 429, 500]))
            found = json.loads(body) if body else {}
            body = self.data.draw(damaged_bytes(found))
            headers = {
                "Content-Type": "application/json",
                "ETag": self.data.draw(st.sampled_from(["", 'W/"1"'])),
            }
            headers["query-charge"] = self.data.draw(st.sampled_from(["1.5", "", "x", "nan"]))
        return status, headers, body

    def ask(self, request: requests.PreparedRequest) -> Reply:
        """The hot reader."""
        self.sent += 1
        reply = served(request, last_entry, MemoryStore(_RECORDS), TOKEN)
        if self.harm == "the hot reader":
            found = self.data.draw(replies(json.loads(reply.body)))
            if isinstance(found, Exception):
                raise found
            return found
        return reply

    def put_twins(self) -> None:
        """Somebody else writes values into the twins that no reader sent."""
        for id_ in _DEVICES[:2]:
            operations = [
                {"op": "add", "path": f"/{name}", "value": self.data.draw(damaged(value))}
                for name, value in {"strokes": 5, "observedAt": _AT, "hotProvider": "aws"}.items()
            ]
            self._client.open(
                f"/digitaltwins/{id_}",
                method="PATCH",
                json=operations,
                query_string={"api-version": API_VERSION},
            )


@contextmanager
def _patched(world: World) -> Iterator[None]:
    session = requests.Session()
    session.mount("http://", _Adapter(world.send))
    blob = SimpleNamespace(status_code=200, headers={})
    with ExitStack() as stack:
        enter = stack.enter_context
        enter(patch.object(GraphSource, "_get", lambda _: SimpleNamespace(**vars(blob), content=world.blob)))
        transport = RequestsTransport(session=session, session_owner=False)
        enter(patch.dict(twins_module._OPTIONS, {"transport": transport}))
        enter(patch.dict(twins_module._RETRIES, {"retry_total": 0}))
        enter(patch.object(Pace, "wait", lambda _: None))
        for module in (run_module, last_entries_module, refresh_module):
            enter(patch.object(module, "run_all", _one_by_one))
        enter(answering(world.ask))
        yield


def run(data: st.DataObject, harm: str, outcomes: Outcomes) -> None:
    """A few runs of both functions, with one kind of harm. They end, or fail by the documented name."""
    world = World(data, harm)
    with _patched(world), logged() as lines:
        message = _outcome(world.sync.run, outcomes)
        if harm == "graph.json":
            world.blob = data.draw(damaged_bytes(GRAPH))
        if harm == "a twin":
            world.put_twins()
        for function in (world.sync.run, world.refresh.run, world.refresh.run):
            message += _outcome(function, outcomes)
    outcomes.requests += world.sent
    told = message + "".join(lines)
    assert not parts_of(TOKEN, told), told[:500]
    if harm != "the hot reader":
        _check_values(world)


def _check_values(world: World) -> None:
    """A twin has its own device's values, whatever the others are called."""
    for device in _DEVICES:
        with suppress(Fault):  # there is no such twin any more
            assert world.instance.graph.twin(device).get("status") in (None, device)


def _outcome(function: Callable[..., Any], outcomes: Outcomes) -> str:
    invocation = SimpleNamespace(invocation_id="invocation", thread_local_storage=threading.local())
    try:
        function(invocation)
    except RunFailed as error:
        outcomes.names["RunFailed"] += 1
        return str(error)
    outcomes.names["complete"] += 1
    return ""


def _one_by_one(call: Callable[[Any], Any], items: Iterable[Any], *_: Any) -> list[Any]:
    return [call(item) for item in items]


class _Adapter(HTTPAdapter):
    def __init__(
        self, answer: Callable[[requests.PreparedRequest], tuple[int, dict[str, str], bytes]]
    ) -> None:
        super().__init__()
        self._answer = answer

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        status, headers, body = self._answer(request)
        return self.build_response(
            request, HTTPResponse(BytesIO(body), headers, status, preload_content=False)
        )


HARMS = ("graph.json", "the hot reader", "Azure Digital Twins", "a twin")
