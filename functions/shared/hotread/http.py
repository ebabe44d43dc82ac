"""A hot reader over HTTP, in terms that every cloud's request can be put in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from crosstwin_contract.envelope import TARGET_LAYER, is_envelope
from crosstwin_contract.strict_json import InvalidJson, loads
from crosstwin_contract.token import TOKEN_HEADER, is_accepted
from crosstwin_contract.values import Caller

from hotread import trace
from hotread.answer import Read
from hotread.columns import dumps
from hotread.compression import negotiated
from hotread.errors import (
    BodyTooLarge,
    HotReadError,
    InvalidQuery,
    MethodNotAllowed,
    StoreFailed,
    StoreThrottled,
    TimeLimit,
    Unauthorized,
)
from hotread.log import log
from hotread.reading import answer_query_over_http, cause, route_of
from hotread.store import HotStore

LARGEST_BODY = 256 * 1024  # bytes
_JSON = {"Content-Type": "application/json"}


class HttpRequest(NamedTuple):
    """`read_body` is called only after the token was accepted."""

    method: str
    headers: Mapping[str, str]
    read_body: Callable[[], bytes]


class HttpResponse(NamedTuple):
    """What a cloud's server sends. `body` is JSON in UTF-8, compressed where `headers` say so."""

    status: int
    body: bytes
    headers: dict[str, str]


def serve(
    request: HttpRequest,
    *,
    read: Read,
    store: HotStore,
    tokens: tuple[str, ...],
    seconds_left: float | None = None,
) -> HttpResponse:
    """Answers a request. Never raises: whatever goes wrong becomes an error answer.

    `seconds_left` is how long the platform lets the function run, where it says so.
    """
    headers = {name.lower(): value for name, value in request.headers.items()}
    trace_id = trace.from_traceparent(headers.get("traceparent"))
    try:
        _authorize(request.method, headers, tokens)
        envelope = _parse_body(_body(request))
        trace_id = trace.from_envelope(envelope.get("trace_id"), trace_id)
        answer = answer_query_over_http(
            read, store, _payload(envelope), trace_id=trace_id, seconds_left=seconds_left
        )
        body, coding = negotiated(answer.encode(), headers.get("accept-encoding"))
        return HttpResponse(200, body, {**_JSON, **coding})
    except HotReadError as error:
        route = route_of(read, Caller.HTTP)
        log(logging.INFO, "refused", trace_id=trace_id, route=route, status=error.status, code=error.code)
        return _error_response(error, trace_id)
    except RecursionError:
        return _error_response(InvalidQuery("the body is nested too deeply", "INVALID_JSON"), trace_id)
    except Exception as error:
        route = route_of(read, Caller.HTTP)
        log(logging.ERROR, "failed", trace_id=trace_id, route=route, status=500, cause=cause(error))
        return _error_response(StoreFailed(), trace_id)


def _authorize(method: str, headers: Mapping[str, str], tokens: tuple[str, ...]) -> None:
    if not is_accepted(headers.get(TOKEN_HEADER.lower()), tokens):
        raise Unauthorized
    if method.upper() != "POST":
        raise MethodNotAllowed(method)


def _body(request: HttpRequest) -> bytes:
    try:
        return request.read_body()
    except Exception as error:
        # Whatever the cloud's server raises for a body that breaks off or breaks the rules of its framing.
        raise InvalidQuery(f"the body could not be read: {type(error).__name__}", "INVALID_BODY") from error


def _parse_body(body: bytes) -> Mapping[str, Any]:
    if len(body) > LARGEST_BODY:
        raise BodyTooLarge(LARGEST_BODY)
    if not body.strip():
        raise InvalidQuery("the body is empty; expected an envelope as JSON", "EMPTY_BODY")
    try:
        envelope = loads(body)
    except InvalidJson as error:
        raise InvalidQuery(f"the body is {error}", "INVALID_JSON") from None
    if not isinstance(envelope, dict):
        raise InvalidQuery("the body is not a JSON object", "INVALID_ENVELOPE")
    return envelope


def _payload(envelope: Mapping[str, Any]) -> Mapping[str, Any]:
    if not is_envelope(envelope):
        return envelope
    layer = envelope.get("target_layer")
    if layer != TARGET_LAYER:
        raise InvalidQuery(f"target_layer: expected {TARGET_LAYER}, found {layer!r:.40}", "INVALID_ENVELOPE")
    payload = envelope.get("payload")
    if payload is None:
        raise InvalidQuery("payload is missing", "INVALID_ENVELOPE")
    if not isinstance(payload, dict):
        raise InvalidQuery("payload: expected an object", "INVALID_ENVELOPE")
    return payload


def _error_response(error: HotReadError, trace_id: str) -> HttpResponse:
    told = {"error": {"code": error.code, "message": error.message}, "trace_id": trace_id}
    response = HttpResponse(error.status, dumps(told).encode(), dict(_JSON))
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = "POST"
    if isinstance(error, StoreThrottled | TimeLimit):
        response.headers["Retry-After"] = str(error.retry_after)
    return response
