"""Serves a Python Function App over HTTP, as the Azure Functions host does: `azure_host.py <folder> <port>`.

The folder is the app's, with host.json; its modules are found by PYTHONPATH. Which functions there are, their
routes, methods and auth levels come from the app itself. Started as a file rather than as a module, so
that the app finds nothing of this package.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import sys
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import azure.functions as func
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HttpFunction:
    """A function with an HTTP trigger. `methods` None stands for all of them."""

    name: str
    methods: frozenset[str] | None
    anonymous: bool
    call: Callable[[func.HttpRequest], func.HttpResponse]


def http_functions(app: func.FunctionApp, route_prefix: str) -> dict[str, HttpFunction]:
    """The app's HTTP functions by path, such as `/api/hot-reader`.

    Raises ValueError for what is not served here: another trigger, or parameters in a route.
    """
    found = {}
    for function in app.get_functions():
        trigger = function.get_trigger()
        name = str(function.get_function_name())
        if not isinstance(trigger, func.decorators.http.HttpTrigger):
            raise ValueError(f"{name} has no HTTP trigger")
        route = str(trigger.route or name)
        if "{" in route:
            raise ValueError(f"{name}: its route {route} has parameters")
        methods = frozenset(method.value.upper() for method in trigger.methods) if trigger.methods else None
        path = "/" + "/".join(part for part in (route_prefix.strip("/"), route.strip("/")) if part)
        found[path] = HttpFunction(
            name, methods, trigger.auth_level is func.AuthLevel.ANONYMOUS, function.get_user_function()
        )
    return found


def read_route_prefix(folder: Path) -> str:
    """What host.json puts before every route; `api` if it does not say."""
    host = json.loads((folder / "host.json").read_text(encoding="utf-8"))
    prefix: str = host.get("extensions", {}).get("http", {}).get("routePrefix", "api")
    return prefix


def answer(functions: dict[str, HttpFunction], workers: Executor, request: Request) -> Response:
    """What the host answers: the function's response, or its own 404, 401 and 500."""
    function = functions.get(request.path)
    if function is None or (function.methods is not None and request.method not in function.methods):
        return Response(status=404)
    if not function.anonymous:
        # Nobody can present a key here: there are none.
        return Response(status=401)
    try:
        body = request.get_data()
    except OSError:  # chunks that break the rules, which the host's own server refuses
        return Response(status=400)
    told = func.HttpRequest(
        method=request.method,
        url=request.url,
        headers=dict(request.headers),
        params=request.args.to_dict(),
        route_params={},
        body=body,
    )
    try:
        response = workers.submit(function.call, told).result()
    except Exception:
        _LOGGER.exception("%s failed", function.name)
        return Response(status=500)
    content_type = response.mimetype
    if content_type.startswith("text/"):
        content_type += f"; charset={response.charset}"
    return Response(
        response.get_body(),
        response.status_code,
        response.headers,
        content_type=response.headers.get("Content-Type", content_type),
    )


def application(functions: dict[str, HttpFunction]) -> WSGIApplication:
    """The functions as a WSGI application."""
    # The host's worker, too, runs functions in threads that it keeps: what they hold is used again.
    count = os.environ.get("PYTHON_THREADPOOL_THREAD_COUNT")
    workers = ThreadPoolExecutor(int(count) if count else None, thread_name_prefix="function")
    return Request.application(lambda request: answer(functions, workers, request))


def main(folder: Path, port: int) -> None:
    # The host passes a record's message on, and nothing else of it.
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    functions = http_functions(importlib.import_module("function_app").app, read_route_prefix(folder))
    make_server("127.0.0.1", port, application(functions), threaded=True).serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
