"""A server in Cosmos DB's place that answers as a test says: faults that no emulator can be made to have."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


@dataclass
class Scripted:
    """`script` has the answers to the next queries; the last one is also that of all that follow.

    `regions` are the addresses that the account names. `received` are the headers of queries, with names in
    lower case, `accounts` how often the account was asked for.
    """

    url: str = ""
    script: list[Answer] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    received: list[dict[str, str]] = field(default_factory=list)
    accounts: int = 0
    connections: int = 0
    closing: threading.Event = field(default_factory=threading.Event)

    def will(self, *answers: Answer) -> None:
        self.script[:] = answers


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    scripted: Scripted

    def setup(self) -> None:
        super().setup()
        self.scripted.connections += 1

    def do_GET(self) -> None:
        self.scripted.accounts += 1
        regions = [{"name": address, "databaseAccountEndpoint": address} for address in self.scripted.regions]
        self.answer(200, json.dumps({"id": "account", "readableLocations": regions}).encode())

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        script = self.scripted.script
        self.scripted.received.append({name.lower(): value for name, value in self.headers.items()})
        (script.pop(0) if len(script) > 1 else script[0])(self)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response_only(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def found(handler: Handler) -> None:
    """One document."""
    handler.answer(200, b'{"Documents":[{"id":"1"}],"_count":1}')


def found_and_gone(handler: Handler) -> None:
    """One document; and then the server closes the connection without having said so."""
    found(handler)
    handler.close_connection = True


def nothing_yet(handler: Handler) -> None:
    """A page without documents, which is not the last one."""
    handler.answer(200, b'{"Documents":[],"_count":0}', x_ms_continuation="behind it")


def cut_off(handler: Handler) -> None:
    handler.answer(200, b'{"Documents":', **{"Content-Length": "100"})
    handler.close_connection = True


def dropped(handler: Handler) -> None:
    handler.close_connection = True


def silent(handler: Handler) -> None:
    handler.scripted.closing.wait(20)
    handler.close_connection = True


def refused(status: int, substatus: int = 0, **headers: str) -> Answer:
    body = json.dumps({"code": "Fault", "message": "container 10.0.0.7"}).encode()
    return lambda handler: handler.answer(status, body, x_ms_substatus=str(substatus), **headers)


@contextmanager
def scripted_cosmos(tls: ssl.SSLContext | None = None) -> Iterator[Scripted]:
    scripted = Scripted(script=[found])
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"scripted": scripted}))
    server.handle_error = lambda *_: None  # type: ignore[method-assign] - clients that go away are the tests' subject
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    scripted.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield scripted
    finally:
        scripted.closing.set()
        server.shutdown()
        server.server_close()
