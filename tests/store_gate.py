"""A server in front of an emulator of Cosmos DB or DynamoDB, or of a reader: can answer in its place."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from tests.quiet_server import QuietServer

_NOT_FORWARDED = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass(frozen=True)
class Asked:
    """A request, its header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_query(self) -> bool:
        of_cosmos = self.method == "POST" and self.path.rstrip("/").endswith("/docs")
        of_firestore = self.path.partition("?")[0].endswith(":runQuery")
        return of_cosmos or of_firestore or self.headers.get("x-amz-target", "").endswith(".Query")

    @property
    def query(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b'{"code": "Fault", "message": "internal detail"}'


@dataclass
class StoreGate:
    """Set `fault` to answer queries with it, or with what it makes of a request; None forwards them.

    `every`: the fault meets every request, and not queries of a store alone. `behind` can change.
    """

    endpoint: str
    behind: str
    asked: list[Asked] = field(default_factory=list)
    fault: Answer | Callable[[Asked], Answer | None] | None = None
    every: bool = False

    @property
    def queries(self) -> list[Asked]:
        return [request for request in self.asked if request.is_query]

    def reset(self) -> None:
        self.asked.clear()
        self.fault = None

    def answer(self, request: Asked) -> Answer:
        self.asked.append(request)
        if (self.every or request.is_query) and self.fault is not None:
            told = self.fault if isinstance(self.fault, Answer) else self.fault(request)
            if told is not None:
                return told
        return self._forward(request)

    def _forward(self, request: Asked) -> Answer:
        connection = HTTPConnection(urlsplit(self.behind).netloc, timeout=30)
        try:
            connection.request(request.method, request.path, request.body, dict(request.headers))
            response = connection.getresponse()
            # The account names its own address, which a client without a key goes to.
            itself = f"https://{urlsplit(self.behind).netloc}".encode()
            body = response.read().replace(itself, self.endpoint.encode())
            return Answer(response.status, dict(response.getheaders()), body)
        finally:
            connection.close()


@contextmanager
def running_gate(behind: str, *, port: int = 0, tls: ssl.SSLContext | None = None) -> Iterator[StoreGate]:
    """A gate before the emulator at `behind`, on a free port unless one is given."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_request(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            told = gate.answer(Asked(self.command, self.path, headers, body))
            self.send_response(told.status)
            for name, value in told.headers.items():
                if name.lower() not in _NOT_FORWARDED:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)

        do_GET = do_POST = do_PUT = do_DELETE = handle_request  # noqa: N815

        def log_message(self, *args: Any) -> None:
            pass

    with QuietServer(("127.0.0.1", port), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        scheme = "http" if tls is None else "https"
        gate = StoreGate(f"{scheme}://127.0.0.1:{server.server_port}", behind)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield gate
        finally:
            server.shutdown()
            thread.join()
