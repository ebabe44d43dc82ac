"""A server in a store's place that answers as a test says: faults that no emulator can be made to have."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme

from tests.quiet_server import QuietServer

Answer = Callable[["Handler"], None]


@dataclass
class Scripted:
    """`script` has the answers to the next queries; the last one is also that of all that follow.

    `received` are the headers of queries, with names in lower case. Of Cosmos DB, `regions` are the addresses
    that the account names, and `accounts` is how often the account was asked for.
    """

    script: list[Answer]
    url: str = ""
    received: list[dict[str, str]] = field(default_factory=list)
    connections: int = 0
    closing: threading.Event = field(default_factory=threading.Event)
    regions: list[str] = field(default_factory=list)
    accounts: int = 0

    def will(self, *answers: Answer) -> None:
        self.script[:] = answers


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    scripted: Scripted

    def setup(self) -> None:
        super().setup()
        self.scripted.connections += 1

    def do_GET(self) -> None:
        """The account, of Cosmos DB."""
        self.scripted.accounts += 1
        regions = [{"name": address, "databaseAccountEndpoint": address} for address in self.scripted.regions]
        self.answer(200, json.dumps({"id": "account", "readableLocations": regions}).encode())

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        script = self.scripted.script
        self.scripted.received.append({name.lower(): value for name, value in self.headers.items()})
        (script.pop(0) if len(script) > 1 else script[0])(self)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        """`_` in the name of a header stands for `-`."""
        self.send_response_only(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(body)), **named}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def and_gone(answer: Answer) -> Answer:
    """The answer; and then the server closes the connection without having said so."""

    def gone(handler: Handler) -> None:
        answer(handler)
        handler.close_connection = True

    return gone


@and_gone
def cut_off(handler: Handler) -> None:
    handler.answer(200, b'{"', Content_Length="100")


@and_gone
def dropped(_: Handler) -> None:
    pass


@and_gone
def silent(handler: Handler) -> None:
    handler.scripted.closing.wait(20)


@contextmanager
def running(found: Answer, tls: ssl.SSLContext | None) -> Iterator[Scripted]:
    scripted = Scripted([found])
    server = server_of(type("Bound", (Handler,), {"scripted": scripted}), tls)
    scripted.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield scripted
    finally:
        scripted.closing.set()
        server.shutdown()
        server.server_close()


def server_of(handler: type[BaseHTTPRequestHandler], tls: ssl.SSLContext | None) -> ThreadingHTTPServer:
    server = QuietServer(("127.0.0.1", 0), handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    return server


def certified(authority: trustme.CA, host: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context
