"""HTTP as the Functions host serves it: routes, methods, bodies, and its own answers."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import azure.functions as func
from azure.functions.decorators.http import HttpTrigger
from werkzeug.wrappers import Request, Response

from crosstwin.local.azure_host.invocation import Worker, log_as_host
from crosstwin.local.azure_host.loading import LoadedFunction

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_HOME = "<!DOCTYPE html><title>Azure Functions</title><p>Your Functions 4.0 app is up and running"


@dataclass(frozen=True, slots=True)
class HttpFunction:
    """A function with an HTTP trigger. `methods` None stands for all of them."""

    function: LoadedFunction
    methods: frozenset[str] | None
    anonymous: bool


def http_functions(functions: Iterable[LoadedFunction], route_prefix: str) -> dict[str, HttpFunction]:
    """The HTTP functions by path, such as `/api/hot-reader`, in lower case: the host's routes know no case.

    Raises ValueError for parameters in a route, which are not served here.
    """
    found = {}
    for function in functions:
        trigger = function.trigger
        if not isinstance(trigger, HttpTrigger):
            continue
        route = str(trigger.route or function.name)
        if "{" in route:
            raise ValueError(f"{function.name}: its route {route} has parameters")
        methods = frozenset(method.value.upper() for method in trigger.methods) if trigger.methods else None
        path = "/" + "/".join(part for part in (route_prefix.strip("/"), route.strip("/")) if part)
        found[path.lower()] = HttpFunction(function, methods, trigger.auth_level is func.AuthLevel.ANONYMOUS)
    return found


def read_route_prefix(folder: Path) -> str:
    """What host.json puts before every route; `api` if it does not say."""
    host = json.loads((folder / "host.json").read_text(encoding="utf-8"))
    prefix: str = host.get("extensions", {}).get("http", {}).get("routePrefix", "api")
    return prefix


def application(functions: dict[str, HttpFunction], worker: Worker) -> WSGIApplication:
    """The functions as a WSGI application."""
    return Request.application(lambda request: _answer(functions, worker, request))


def _answer(functions: dict[str, HttpFunction], worker: Worker, request: Request) -> Response:
    """The function's response, or the host's own answer: home page, 404, 401, 400 and 500."""
    # ASP.NET's routing ignores a slash at the end and the case of letters.
    served = functions.get(request.path.rstrip("/").lower())
    if served is None and request.path == "/":
        return Response(_HOME, mimetype="text/html")  # HomepageMiddleware.cs, whatever the method
    if served is None or (served.methods is not None and request.method not in served.methods):
        return Response(status=404)
    if not served.anonymous:
        # Nobody can present a key here: there are none.
        return Response(status=401)
    try:
        body = request.get_data()
    except OSError:  # chunks that break the rules, which the host's own server refuses
        return Response(status=400)
    asked = func.HttpRequest(
        method=request.method,
        url=request.url,
        headers=dict(request.headers),
        params=request.args.to_dict(),
        route_params={},
        # The host takes a body only where Content-Length announces one: a chunked one never arrives.
        body=body if request.headers.get("Content-Length") else b"",
    )
    try:
        returned = worker.run(served.function, asked)
        response = func.HttpResponse(returned) if isinstance(returned, str) else returned
        content_type = response.mimetype
    except Exception:
        log_as_host(f"{served.function.name} failed\n{traceback.format_exc()}")
        return Response(status=500)
    if content_type.startswith("text/"):
        content_type += f"; charset={response.charset}"
    return Response(
        response.get_body(),
        response.status_code,
        response.headers,
        content_type=response.headers.get("Content-Type", content_type),
    )
