"""The service as a WSGI application: routes, headers, bodies and errors."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from crosstwin.local.digital_twins.faults import Fault, invalid_argument
from crosstwin.local.digital_twins.graph import Document, Graph
from crosstwin.local.digital_twins.limits import LARGEST_BODY, LARGEST_MODEL, MODELS_A_REQUEST
from crosstwin.local.digital_twins.options import Options
from crosstwin.local.digital_twins.queries import run

API_VERSION = "2023-10-31"
_TWIN = "/digitaltwins/<id>"
_RELATIONSHIP = f"{_TWIN}/relationships/<relationship>"
_ROUTES = Map(
    [
        Rule("/models", endpoint="add_models", methods=["POST"]),
        Rule("/models", endpoint="list_models", methods=["GET"]),
        Rule("/models/<id>", endpoint="delete_model", methods=["DELETE"]),
        Rule("/query", endpoint="query", methods=["POST"]),
        Rule(_TWIN, endpoint="get_twin", methods=["GET"]),
        Rule(_TWIN, endpoint="put_twin", methods=["PUT"]),
        Rule(_TWIN, endpoint="patch_twin", methods=["PATCH"]),
        Rule(_TWIN, endpoint="delete_twin", methods=["DELETE"]),
        Rule(_RELATIONSHIP, endpoint="put_relationship", methods=["PUT"]),
        Rule(_RELATIONSHIP, endpoint="delete_relationship", methods=["DELETE"]),
    ],
    merge_slashes=False,
)


class DigitalTwins:
    """One instance, in memory. `clock` gives seconds, for the query's lag and the rates."""

    def __init__(self, options: Options | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.options = options or Options()
        self.graph = Graph(self.options, clock)
        self._lock = threading.Lock()
        self.wsgi = Request.application(self._answer)

    def _answer(self, request: Request) -> Response:
        try:
            endpoint, values = _ROUTES.bind_to_environ(request.environ).match()
            if request.args.get("api-version") != API_VERSION:
                raise invalid_argument(f"The query parameter api-version has to be {API_VERSION}.")
            body = _body(request)
            with self._lock:
                return self._perform(endpoint, values, request, body)
        except Fault as fault:
            response = _json({"error": {"code": fault.code, "message": fault.message}}, fault.status)
            response.headers.update({"x-ms-error-code": fault.code, **fault.headers})
            return response
        except HTTPException as error:
            code = "MethodNotAllowed" if error.code == 405 else "NotFound"
            response = _json({"error": {"code": code, "message": str(error.description)}}, error.code or 404)
            if allowed := getattr(error, "valid_methods", None):
                response.headers["Allow"] = ", ".join(sorted(allowed))
            return response

    def _perform(self, operation: str, values: Mapping[str, str], request: Request, body: Any) -> Response:
        graph, id_ = self.graph, values.get("id", "")
        if_match, if_none_match = (request.headers.get(name) for name in ("If-Match", "If-None-Match"))
        response = Response(status=204)
        match operation:
            case "add_models":
                response = _json(graph.models.add(body), 201)
            case "list_models":
                response = self._list_models(request)
            case "delete_model":
                graph.models.remove(id_)
            case "query":
                response = self._query(request, body)
            case "get_twin":
                response = _document(graph.twin(id_))
            case "put_twin":
                response = _document(graph.put_twin(id_, body, if_none_match))
            case "patch_twin":
                response.headers["ETag"] = graph.patch_twin(id_, body, if_match)["$etag"]
            case "delete_twin":
                graph.delete_twin(id_, if_match)
            case "put_relationship":
                relationship = graph.put_relationship(id_, values["relationship"], body, if_none_match)
                response = _document(relationship)
            case "delete_relationship":
                graph.delete_relationship(id_, values["relationship"], if_match)
        return response

    def _list_models(self, request: Request) -> Response:
        definitions = request.args.get("includeModelDefinition", "").lower() == "true"
        first = _count(request.args.get("first", "0"), "nextLink", least=0)
        size = _page_size(request, self.options.models_page)
        models = self.graph.models.listed(definitions=definitions)
        answer: Document = {"value": models[first : first + size]}
        if first + size < len(models):
            options = f"&includeModelDefinition={str(definitions).lower()}&first={first + size}"
            answer["nextLink"] = f"{request.host_url}models?api-version={API_VERSION}{options}"
        return _json(answer)

    def _query(self, request: Request, body: Any) -> Response:
        page = run(self.graph, body, _page_size(request, self.options.query_page))
        answer: Document = {"value": page.rows}
        if page.continuation:
            answer["continuationToken"] = page.continuation
        response = _json(answer)
        response.headers["query-charge"] = str(page.charge)
        return response


def _body(request: Request) -> Any:
    """The JSON of a request that has a body. Raises Fault 400 and 413."""
    if request.method in ("GET", "DELETE"):
        return None
    largest = LARGEST_MODEL * MODELS_A_REQUEST if request.path == "/models" else LARGEST_BODY
    raw = request.get_data()
    if len(raw) > largest:
        raise Fault(413, "RequestEntityTooLarge", f"The body has more than {largest} bytes.")
    try:
        return json.loads(raw, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Fault(400, "JsonInvalid", "The body is not valid JSON.") from None


def _refuse(name: str) -> None:
    raise ValueError(name)


def _page_size(request: Request, most: int) -> int:
    return min(
        _count(request.headers.get("max-items-per-page", str(most)), "max-items-per-page", least=1), most
    )


def _count(text: str, name: str, *, least: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
        raise invalid_argument(f"{name} is not a number of {least} or more.")
    return int(text)


def _document(document: Document) -> Response:
    response = _json(document)
    response.headers["ETag"] = document["$etag"]
    return response


def _json(body: Any, status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type="application/json; charset=utf-8")
