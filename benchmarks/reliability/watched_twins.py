"""Azure Digital Twins that watches the connector: each value that it is given, and whose run gives it."""

from __future__ import annotations

import io
import json
import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Response

from crosstwin.local.digital_twins.options import Options
from crosstwin.local.digital_twins.service import DigitalTwins

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# azure-core adds it to the User-Agent of an app's requests: instances are told apart by it.
INSTANCE_VARIABLE = "AZURE_HTTP_USER_AGENT"
DEVICES_OF_A_CLOUD = 20
PROPERTY = "rpm"
_FIRST = datetime(2026, 1, 15, 10, tzinfo=UTC)
_TWIN = re.compile(r"/digitaltwins/(?P<device>(?P<cloud>aws|azure|gcp)-\d+)")
_OF_CLOUD = re.compile(rb"hotProvider = '(?P<cloud>aws|azure|gcp)'")
_INSTANCE = re.compile(r"instance-(\d+)")


def device(cloud: str, number: int) -> str:
    return f"{cloud}-{number}"


def time_of(value: int) -> str:
    """When a device sent this value: each value has its own second."""
    return f"{_FIRST + timedelta(seconds=value):%Y-%m-%dT%H:%M:%SZ}"


class WatchedTwins:
    """One instance. `wrong` has each value that is older than the one before, or not that of its time.

    `overlaps` has each request of a refresh that came while another run of it was not over. `throttles`:
    every request is answered 429. `patches` notifies of each patch.
    """

    def __init__(self) -> None:
        self.instance = DigitalTwins(Options(query_lag=0.2, first_source_time=True, creations=None))
        self.wrong: list[str] = []
        self.overlaps: list[str] = []
        self.throttles = False
        self.patches = threading.Condition()
        self.patch_count = 0
        self._values: dict[str, int] = {}
        self._newest_instance: dict[str, int] = {}
        self._under_way: Counter[tuple[str, int]] = Counter()
        self._lock = threading.Lock()

    def values(self) -> Mapping[str, int]:
        """The value of each device's twin."""
        with self._lock:
            return dict(self._values)

    def wsgi(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        if self.throttles:
            return Response(status=429, headers={"Retry-After": "1"})(environ, start_response)
        application: WSGIApplication = self.instance.wsgi
        path = str(environ["PATH_INFO"])
        refreshed = _TWIN.match(path) if environ["REQUEST_METHOD"] == "PATCH" else None
        of_query = _OF_CLOUD.search(body) if path == "/query" else None
        cloud = refreshed["cloud"] if refreshed else of_query["cloud"].decode() if of_query else ""
        if not cloud:
            return application(environ, start_response)
        run = cloud, self._begin(cloud, environ, is_first=of_query is not None)
        try:
            answer = list(application(environ, start_response))
        finally:
            with self._lock:
                self._under_way[run] -= 1
        if refreshed:
            self._look_at(refreshed["device"])
        return answer

    def _begin(self, cloud: str, environ: WSGIEnvironment, *, is_first: bool) -> int:
        """Notes a request of a refresh. Returns the instance whose request it is."""
        found = _INSTANCE.search(environ.get("HTTP_USER_AGENT", ""))
        instance = int(found[1]) if found else 0
        with self._lock:
            newest = self._newest_instance.setdefault(cloud, instance)
            if instance < newest:
                self.overlaps.append(f"{cloud}: instance {instance} went on after instance {newest} began")
            if is_first and self._under_way[cloud, instance]:
                self.overlaps.append(f"{cloud}: a run began within another one")
            self._newest_instance[cloud] = max(newest, instance)
            self._under_way[cloud, instance] += 1
        return instance

    def _look_at(self, id_: str) -> None:
        twin: dict[str, Any] = self.instance.graph.twin(id_)
        with self._lock:
            value, before = twin.get(PROPERTY), self._values.get(id_, -1)
            if value is not None:
                at = twin["$metadata"][PROPERTY].get("sourceTime", "")
                if value < before or not _is_same(at, time_of(value)):
                    self.wrong.append(f"{id_}: {value} of {at} after {before}")
                self._values[id_] = value
        with self.patches:
            self.patch_count += 1
            self.patches.notify_all()


def graph() -> bytes:
    """graph.json with devices of one type on each cloud."""
    from tests.contract.digital_twins.graphs import graph_of

    devices = {
        device(cloud, number): {"type": "pump", "hot_provider": cloud}
        for cloud in ("aws", "azure", "gcp")
        for number in range(DEVICES_OF_A_CLOUD)
    }
    return json.dumps(
        graph_of("factory", devices, {"pump": {"properties": {PROPERTY: "integer"}}}, {})
    ).encode()


def _is_same(written: str, expected: str) -> bool:
    """Whether two times are the same second: the service writes more digits."""
    return written[:19] == expected[:19]
