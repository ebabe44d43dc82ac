"""Serves the page on loopback. The browser queries this server, which queries the readers with the token."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from crosstwin_contract.envelope import MOST_DEVICES
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, HTTPException, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from crosstwin.local.reader import RunningReader
from crosstwin.local.serving import SilentHandler, serving
from crosstwin.page.files import find_file
from crosstwin.page.readings import CloudReaders, Twins, cloud_readers, read
from crosstwin.page.twin import description
from crosstwin.readers.times import iso_time
from crosstwin.twin.deployment import Deployment, Device
from crosstwin.twin.fields import Cloud

_HEADERS = {
    # The page's own files and nothing else; no inline script, no inline style, no frame around it.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_ROUTES = Map(
    [
        Rule("/", endpoint="file", defaults={"name": "index.html"}, methods=["GET"]),
        Rule("/<name>", endpoint="file", methods=["GET"]),
        Rule("/api/twin", endpoint="twin", methods=["GET"]),
        Rule("/api/readings", endpoint="readings", methods=["GET"]),
    ],
    redirect_defaults=False,
)


Devices = Mapping[str, tuple[CloudReaders, Device]]


@contextmanager
def serving_page(
    deployment: Deployment, readers: Mapping[Cloud, RunningReader], twins: Twins | None = None
) -> Iterator[str]:
    """Serves the page on a free port, until the block ends. Yields its URL.

    `readers` has one for the cloud of each device. `twins` gives what Azure Digital Twins have.
    """
    asked = cloud_readers(readers)
    devices = {device.id: (asked[deployment.hot_cloud(device)], device) for device in deployment.devices}
    twin = description(deployment, readers)

    @Request.application
    def application(request: Request) -> Response:
        return _answer(request, twin, devices, twins)

    with serving(application, handler=SilentHandler) as url:
        yield f"{url}/"


def _answer(request: Request, twin: Mapping[str, Any], devices: Devices, twins: Twins | None) -> Response:
    # A page of another site whose name resolves to 127.0.0.1 (DNS rebinding) sends its own name.
    request.trusted_hosts = ["127.0.0.1", "localhost"]
    try:
        adapter = _ROUTES.bind(request.host, path_info=request.path, default_method=request.method)
        endpoint, arguments = adapter.match()
        if endpoint == "file":
            response = _file(arguments["name"])
        elif endpoint == "twin":
            response = _json(twin)
        else:
            response = _readings(devices, request.args, twins)
    except HTTPException as error:
        response = _json({"error": error.description}, error.code or 500)
    response.headers.update(_HEADERS)
    return response


def _file(name: str) -> Response:
    path = find_file(name)
    if path is None:
        raise NotFound(f"the page has no {name!r:.60}")
    return Response(path.read_bytes(), mimetype=mimetypes.guess_type(name)[0])


def _readings(devices: Devices, asked: MultiDict[str, str], twins: Twins | None) -> Response:
    """One line of JSON for each cloud, as soon as it has answered: a slow one holds back no other."""
    names = list(dict.fromkeys(asked.getlist("device")))
    for name in names:
        if name not in devices:
            raise NotFound(f"the twin has no device {name!r:.60}")
    now = datetime.now(UTC)
    try:
        start, points = iso_time(asked["start"], now), int(asked["points"])
    except (KeyError, ValueError):
        raise BadRequest("expected start, such as -1h, and points, an integer") from None
    if not 1 <= len(names) <= MOST_DEVICES:
        raise BadRequest(f"expected device, 1 to {MOST_DEVICES} times")
    found = read([devices[name] for name in names], start, iso_time("now", now), points, twins=twins)
    lines = (json.dumps(line, separators=(",", ":")) + "\n" for line in found)
    return Response(lines, mimetype="application/x-ndjson")


def _json(body: Mapping[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(body, separators=(",", ":")), status, mimetype="application/json")
