"""The connector over the emulator, and over the readers' own core with stores in memory."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hotread.answer import last_entry
from hotread.http import HttpRequest, serve
from remote_reader.settings import RemoteSettings
from werkzeug.wrappers import Request, Response

from crosstwin.local.digital_twins.options import Options
from crosstwin.local.digital_twins.service import API_VERSION, DigitalTwins
from crosstwin.local.serving import serving
from crosstwin.packages.places import ROOT
from tests.contract.digital_twins.graphs import PRESS, PUMP, Graph, graph_of
from tests.unit.core.memory_store import MemoryStore

SOURCE = ROOT / "functions" / "azure" / "digital-twin-data-connector"
if str(SOURCE) not in sys.path:
    sys.path.append(str(SOURCE))

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from graph import GraphSync
    from refresh import Refresh

CLOUDS = ("aws", "azure", "gcp")
TOKEN = "token-of-this-test-" + "t" * 40
TYPES = {"press": PRESS, "pump": PUMP}
DEVICES: dict[str, dict[str, Any]] = {
    "press-2": {
        "type": "press",
        "parent": "line-1",
        "hot_provider": "aws",
        "constants": {"manufacturer": "ACME", "ratedForce": 100.0},
    },
    "pump-7": {"type": "pump", "parent": "line-1", "hot_provider": "gcp"},
    "pump-7-drive": {
        "type": "pump",
        "component_of": "pump-7",
        "component": "drive",
        "hot_provider": "azure",
    },
}
PLACES: dict[str, str | None] = {"plant": None, "line-1": "plant"}
Middleware = Callable[["WSGIApplication"], "WSGIApplication"]


def run_fails(match: str) -> pytest.RaisesExc[Exception]:
    from pace import RunFailed

    return pytest.raises(RunFailed, match=match)


class LiveClock:
    """Real time, and what tests set it forward by."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@dataclass
class Invocation:
    """What a function gets as its context. `marks` are the threads that were made its own."""

    invocation_id: str = "invocation-1"
    thread_local_storage: Any = field(default_factory=threading.local)


class Clouds:
    """The hot readers of three clouds behind one server, and the blob with the graph."""

    def __init__(self) -> None:
        self.stores = {cloud: MemoryStore([]) for cloud in CLOUDS}
        self.tokens: dict[str, tuple[str, ...]] = dict.fromkeys(CLOUDS, (TOKEN,))
        self.hanging: set[str] = set()
        self.release = threading.Event()
        self.asked: dict[str, list[dict[str, Any]]] = {cloud: [] for cloud in CLOUDS}
        self.before_answer: Callable[[str], None] = lambda _: None
        self.after_answer: Callable[[str], None] = lambda _: None
        self.blob: bytes | None = None
        self.wsgi = Request.application(self._answer)

    def put(self, cloud: str, device: str, at: str, **values: Any) -> None:
        record = {"iotDeviceId": device, "id": at, **values}
        self.stores[cloud] = MemoryStore([*self.stores[cloud].records, record])

    def _answer(self, request: Request) -> Response:
        cloud = request.path.strip("/")
        if cloud == "graph.json":
            return self._blob(request)
        if cloud in self.hanging:
            self.release.wait(30)
        body = request.get_data()
        self.asked[cloud].append(json.loads(body)["payload"])
        self.before_answer(cloud)
        asked = HttpRequest(request.method, dict(request.headers), lambda: body)
        answer = serve(asked, read=last_entry, store=self.stores[cloud], tokens=self.tokens[cloud])
        self.after_answer(cloud)
        return Response(answer.body, answer.status, answer.headers)

    def _blob(self, request: Request) -> Response:
        if self.blob is None:
            return Response(status=404)
        response = Response(self.blob)
        response.add_etag()
        return response.make_conditional(request)


class World:
    """Everything that the connector talks to, and the connector."""

    def __init__(
        self, instance: DigitalTwins, clock: LiveClock, clouds: Clouds, urls: tuple[str, str]
    ) -> None:
        self.instance, self.clock, self.clouds = instance, clock, clouds
        self.twins_url, self.clouds_url = urls
        self.allow_deletions = ""
        self.run_seconds = 60.0
        self.options: dict[str, Any] = {}
        self.restart()

    def restart(self) -> None:
        """A new process, which remembers nothing."""
        from graph import GraphSync
        from graph_source import GraphSource
        from twins import DigitalTwins as Client

        self._source = GraphSource(f"{self.clouds_url}/graph.json", None)
        self._client = Client(self.twins_url, None)
        self._sync: GraphSync = GraphSync(
            self._source, self._client, self.allow_deletions, self.run_seconds, self.clock
        )
        self._refreshes: dict[str, Refresh] = {}

    def set_graph(
        self,
        devices: Mapping[str, Mapping[str, Any]] = DEVICES,
        places: Mapping[str, str | None] = PLACES,
        types: Mapping[str, Mapping[str, Any]] = TYPES,
    ) -> Graph:
        graph = graph_of("factory", devices, types, places)
        self.clouds.blob = json.dumps(graph).encode()
        return graph

    def settle(self) -> None:
        """Until queries see everything."""
        self.clock.ahead += 10.0

    def sync(self) -> dict[str, int]:
        """One run of the graph function: what it did, without what it did not."""
        self.settle()
        return {name: count for name, count in self._sync.run(Invocation()).items() if count}

    def refresh(self, cloud: str, *, settle: bool = True) -> dict[str, int]:
        """One run of a cloud's refresh function: the outcomes that there were."""
        if settle:
            self.settle()
        return {name: count for name, count in self.refresh_of(cloud).run(Invocation()).items() if count}

    def refresh_of(self, cloud: str) -> Refresh:
        from last_entries import CloudReader
        from refresh import Refresh

        if cloud not in self._refreshes:
            settings = RemoteSettings(
                f"{self.clouds_url}/{cloud}", **{"token": TOKEN, "max_retries": 0, **self.options}
            )
            self._refreshes[cloud] = Refresh(
                cloud,
                self._source,
                self._client,
                CloudReader(settings),
                run_seconds=self.run_seconds,
                clock=self.clock,
            )
        return self._refreshes[cloud]

    def twin(self, id_: str) -> dict[str, Any]:
        return self.instance.graph.twin(id_)

    def values(self, id_: str) -> dict[str, Any]:
        return {name: value for name, value in self.twin(id_).items() if not name.startswith("$")}

    def call(self, method: str, path: str, body: Any = None) -> None:
        """A change by somebody else."""
        from werkzeug.test import Client as Werkzeug

        response = Werkzeug(self.instance.wsgi).open(
            path, method=method, json=body, query_string={"api-version": API_VERSION}
        )
        assert response.status_code < 300, response.text

    def relationships(self) -> set[tuple[str, str]]:
        """Container and contained."""
        return {(r["$sourceId"], r["$targetId"]) for r in self.instance.graph._relationships.values()}

    @property
    def models(self) -> set[str]:
        return {model["id"] for model in self.instance.graph.models.listed(definitions=False)}


@pytest.fixture
def options() -> Options:
    return Options()


@pytest.fixture
def middleware() -> Middleware:
    """What stands in front of Azure Digital Twins."""
    return lambda application: application


@pytest.fixture
def world(options: Options, middleware: Middleware) -> Iterator[World]:
    clock, clouds = LiveClock(), Clouds()
    instance = DigitalTwins(options, clock)
    served: Any = SimpleNamespace(wsgi=middleware(instance.wsgi))
    with serving(served.wsgi) as twins_url, serving(clouds.wsgi) as clouds_url:
        yield World(instance, clock, clouds, (twins_url, clouds_url))
        clouds.release.set()


@pytest.fixture
def synced(world: World) -> World:
    """With the twins of the graph, which have no values yet."""
    world.set_graph()
    world.sync()
    return world
