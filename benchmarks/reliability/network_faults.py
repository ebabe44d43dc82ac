"""The fault matrix: what a reader's host and the network do, and what TwinMaker is told of it.

`FAULTS` is read by the test and by the page docs/reliability.md. To add a fault, add a line.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from remote_reader.errors import (
    AuthenticationError,
    ConnectorError,
    InvalidReaderResponse,
    RemoteReaderError,
    RemoteReaderTimeout,
)

from benchmarks.reliability.servers import (
    Place,
    Server,
    expired_certificate,
    misbehaving,
    no_connection,
    no_such_name,
    refused,
    unknown_authority,
    wrong_name,
)
from tests.contract.functions.connector import events
from tests.contract.functions.connector.server import (
    Behaviour,
    answer,
    drip_body,
    drip_headers,
    end_within_body,
    endless,
    html,
    reset,
    reset_within_body,
    silence,
)

MIB = 1024 * 1024
_ANSWERED = "the hot reader at 127.0.0.1 answered"
BACKOFF = 1 + 2 + 4  # seconds that a connector waits, at least, between its four attempts


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault and its promise.

    `message` is what the caller is told, each … standing for what differs between machines and moments.
    `error` None: the query is answered. `waits`: the seconds that pass at least.
    `own_pace`: the server sets the waits, so they are not scaled, and are shorter than BACKOFF.
    """

    name: str
    start: Callable[[Place], AbstractContextManager[Server]]
    error: type[ConnectorError] | None
    message: str
    attempts: int = 1
    waits: float = 0
    token_sent: bool = True
    own_pace: bool = False


def _told(status: int, code: str, message: str, **headers: str) -> Behaviour:
    return answer({"error": {"code": code, "message": message}, "trace_id": "t"}, status, headers)


def _elsewhere(status: int) -> Callable[[Place], AbstractContextManager[Server]]:
    def start(place: Place) -> AbstractContextManager[Server]:
        return misbehaving(answer(b"", status, {"Location": place.elsewhere_url}))(place)

    return start


def _retried(name: str, behaviour: Behaviour, message: str) -> Fault:
    """An answer after which the connector asks again, until it has no attempt left."""
    return Fault(name, misbehaving(behaviour), RemoteReaderError, f"{message} (4 attempts)", 4, BACKOFF)


def _broken(name: str, behaviour: Behaviour, message: str) -> Fault:
    """A connection that is lost, every time."""
    return _retried(name, behaviour, f"the exchange with the hot reader at 127.0.0.1 failed: {message}")


def _late(
    name: str, start: Callable[[Place], AbstractContextManager[Server]], *, token_sent: bool = True
) -> Fault:
    """Nothing comes in time: two attempts of 10 s, and what the invocation has left for a third."""
    message = "the hot reader at 127.0.0.1 gave no complete answer within … s (3 attempts)"
    return Fault(name, start, RemoteReaderTimeout, message, 3, 27, token_sent)


def _no_answer(name: str, behaviour: Behaviour, message: str) -> Fault:
    """A success that is none. It is final: the same would come again."""
    start = misbehaving(behaviour)
    return Fault(name, start, InvalidReaderResponse, f"{_ANSWERED} with {message}")


def _certificate(name: str, start: Callable[[Place], AbstractContextManager[Server]], message: str) -> Fault:
    return Fault(
        name,
        start,
        RemoteReaderError,
        f"the exchange with the hot reader at … failed: …CERTIFICATE_VERIFY_FAILED… {message}… (1 attempt)",
        token_sent=False,
    )


def _status(name: str, behaviour: Behaviour, error: type[ConnectorError], message: str) -> Fault:
    """A status that is final at once."""
    return Fault(name, misbehaving(behaviour), error, f"{_ANSWERED} {message}")


def _answer_of(size: int) -> bytes:
    """A valid answer of so many bytes."""
    empty = len(json.dumps(events.history({"StringValue": ""})))
    return json.dumps(events.history({"StringValue": "x" * (size - empty)})).encode()


def _bomb(handler: Any) -> None:
    """400 MiB of zeros in 400 KB."""
    packed = gzip.compress(bytes(10 * MIB), 6) * 40
    answer(packed, headers={"Content-Encoding": "gzip"})(handler)


_OK = answer(events.history())
_REFUSED_TOKEN = "UNAUTHORIZED: unauthorized; it does not accept the token (1 attempt)"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "connection refused",
        refused,
        RemoteReaderError,
        "the exchange with the hot reader at 127.0.0.1 failed: …onnection refused (4 attempts)",
        4,
        BACKOFF,
        token_sent=False,
    ),
    _late("no connection: packets are lost", no_connection, token_sent=False),
    Fault(
        "the name does not resolve",
        no_such_name,
        RemoteReaderError,
        "the exchange with the hot reader at hot-reader.invalid failed: …resolve… (4 attempts)",
        4,
        BACKOFF,
        token_sent=False,
    ),
    _certificate("TLS: certificate expired", expired_certificate, "certificate has expired"),
    _certificate("TLS: certificate of another name", wrong_name, "Hostname mismatch"),
    _certificate("TLS: certificate of an unknown authority", unknown_authority, "unable to get local issuer"),
    _broken("reset instead of an answer", reset, "…onnection reset…"),
    _broken("reset within the body", reset_within_body, "…onnection reset…"),
    _broken("orderly end within the body", end_within_body, "IncompleteRead(…)"),
    Fault("reset within the body, then an answer", misbehaving(reset_within_body, _OK), None, "", 2, 1),
    _late("no answer", misbehaving(silence)),
    _late("headers that never end, a byte every 20 ms", misbehaving(drip_headers)),
    _late("a body that never ends, a byte every 20 ms", misbehaving(drip_body)),
    _late("interim responses that never end", misbehaving(endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"))),
    _late(
        "gzip members without content that never end",
        misbehaving(
            endless(
                b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 272629760\r\n\r\n",
                gzip.compress(b""),
            )
        ),
    ),
    _broken(
        "values without HTTP around them",
        endless(b"2026-01-15T10:30:00Z,23.5\r\n" * 3000, b""),
        "the answer is not valid HTTP (BadStatusLine)",
    ),
    Fault(
        "503 with a `Retry-After` of 5,000 digits",
        misbehaving(answer(b"", 503, {"Retry-After": "9" * 5000})),
        RemoteReaderError,
        f"{_ANSWERED} 503 (1 attempt)",
    ),
    _status(
        "400",
        _told(400, "INVALID_QUERY", "startTime is missing"),
        RemoteReaderError,
        "400: INVALID_QUERY: startTime is missing (1 attempt)",
    ),
    _status(
        "400, a query that ran into the reader's time",
        _told(400, "TIME_RANGE_TOO_LONG", "the query took longer than 8 s; ask for a shorter time range"),
        RemoteReaderError,
        "400: TIME_RANGE_TOO_LONG: the query took longer than 8 s; ask for a shorter time range (1 attempt)",
    ),
    _status("401", _told(401, "UNAUTHORIZED", "unauthorized"), AuthenticationError, f"401: {_REFUSED_TOKEN}"),
    _status(
        "403, a gateway's page",
        html(403),
        AuthenticationError,
        "403; it does not accept the token (1 attempt)",
    ),
    _status(
        "404, a gateway's page",
        html(404),
        RemoteReaderError,
        "404; the URL is wrong, or the function app there failed to start (its log says why) (1 attempt)",
    ),
    _retried("408", html(408), f"{_ANSWERED} 408"),
    _retried("429", html(429), f"{_ANSWERED} 429"),
    Fault(
        "429 with `Retry-After: 1`",
        misbehaving(_told(429, "STORE_THROTTLED", "try again later", **{"Retry-After": "1"})),
        RemoteReaderError,
        f"{_ANSWERED} 429: STORE_THROTTLED: try again later (4 attempts)",
        4,
        3,
        own_pace=True,
    ),
    _retried(
        "500",
        _told(500, "STORE_FAILED", "the hot store could not be read"),
        f"{_ANSWERED} 500: STORE_FAILED: the hot store could not be read",
    ),
    _retried("502, a gateway's page", html(502), f"{_ANSWERED} 502"),
    Fault("502 twice, then an answer", misbehaving(html(502), html(502), _OK), None, "", 3, 1 + 2),
    _retried(
        "503",
        _told(503, "STORE_THROTTLED", "try again later"),
        f"{_ANSWERED} 503: STORE_THROTTLED: try again later",
    ),
    Fault(
        "503 with `Retry-After: 3600`",
        misbehaving(answer(b"", 503, {"Retry-After": "3600"})),
        RemoteReaderError,
        f"{_ANSWERED} 503 (1 attempt)",
    ),
    _retried("504, a gateway's page", html(504), f"{_ANSWERED} 504"),
    *(
        Fault(
            f"{status}, a redirect to another host",
            _elsewhere(status),
            RemoteReaderError,
            f"{_ANSWERED} {status}, a redirect; redirects are not followed (1 attempt)",
        )
        for status in (302, 307)
    ),
    _no_answer("200 with a page in HTML", html(200), "an HTML page"),
    _no_answer("200 with nothing", answer(b""), "an empty body"),
    _no_answer(
        "200 with broken JSON",
        answer(b'{"propertyValues": ['),
        "20 bytes that are not valid JSON (line 1, column 21)",
    ),
    _no_answer("200 with other JSON", answer({"items": []}), "an object without propertyValues"),
    _no_answer(
        "200 with the answer of the other query",
        answer(events.last_entry()),
        "propertyValues that is not a list, the form of a history",
    ),
    _no_answer(
        "200 with an empty list, as another service answers",
        answer({"propertyValues": []}),
        "no entry for the property 'temperature', which a history has also without values",
    ),
    _no_answer(
        "200 with another entity's values",
        answer(events.history(entity="pump-8")),
        "propertyValues[0]: entityPropertyReference.entityId that is not the one of the query",
    ),
    _no_answer(
        "200 with a value without a time",
        answer(events.history(time=None)),
        "property 'temperature': a value whose time is not ISO 8601 in UTC, such as 2026-01-15T10:30:00Z",
    ),
    _no_answer(
        "200 with a number beyond any double",
        answer(json.dumps(events.history()).replace("23.5", "1e999").encode()),
        "property 'temperature': a DoubleValue that is not of type DOUBLE",
    ),
    _no_answer(
        "200 with a key twice",
        answer(json.dumps(events.history()).replace("{", '{"propertyValues": [], ', 1).encode()),
        "JSON with the key 'propertyValues' twice in one object",
    ),
    _no_answer("200 with over 6 MiB", answer(_answer_of(6 * MIB + 1)), "a body of more than 6291456 bytes"),
    _no_answer("200 with 400 MiB, packed in 400 KB", _bomb, "a body of more than 6291456 bytes"),
    _no_answer(
        "200 with gzip that does not unpack",
        answer(b"no gzip", headers={"Content-Encoding": "gzip"}),
        "a body that does not unpack",
    ),
)
