"""A real HTTP server on loopback that answers each request as a test tells it to, faults included."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.quiet_server import QuietServer

Behaviour = Callable[["_Handler"], None]


@dataclass(frozen=True)
class Received:
    """One request as it arrived. `headers` keeps repetitions, names in lower case."""

    at: float
    path: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> list[str]:
        return [value for found, value in self.headers if found == name.lower()]

    @property
    def envelope(self) -> Any:
        return json.loads(self.body)


@dataclass
class MisbehavingServer:
    """`script` holds what the next requests get; the last one stays for all that follow."""

    url: str
    script: list[Behaviour] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    gone: threading.Event = field(default_factory=threading.Event)  # a client of an endless answer is

    def will(self, *behaviours: Behaviour) -> None:
        self.script[:] = behaviours

    def next_behaviour(self) -> Behaviour:
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    test: MisbehavingServer

    def setup(self) -> None:
        super().setup()
        self.test.connections += 1

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = [(name.lower(), value) for name, value in self.headers.items()]
        self.test.received.append(Received(time.monotonic(), self.path, headers, body))
        self.test.next_behaviour()(self)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        pass


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[MisbehavingServer]:
    handler = type("Handler", (_Handler,), {})
    httpd = QuietServer(("127.0.0.1", 0), handler)
    if tls:
        httpd.socket = tls.wrap_socket(httpd.socket, server_side=True, do_handshake_on_connect=False)
    scheme = "https" if tls else "http"
    test = MisbehavingServer(f"{scheme}://127.0.0.1:{httpd.server_address[1]}/api/hot-reader")
    handler.test = test  # type: ignore[attr-defined]
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield test
    finally:
        test.stopped.set()
        httpd.shutdown()
        httpd.server_close()


def answer(body: Any = b"", status: int = 200, headers: Mapping[str, str] | None = None) -> Behaviour:
    """A complete response; what is not bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def behave(handler: _Handler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return behave


def html(status: int, text: str = "<html><body>Bad gateway</body></html>") -> Behaviour:
    return answer(text.encode(), status, {"Content-Type": "text/html"})


def gzipped(content: bytes) -> Behaviour:
    return answer(gzip.compress(content), headers={"Content-Encoding": "gzip"})


def silence(handler: _Handler) -> None:
    """Takes the request and never answers."""
    handler.test.stopped.wait(30)


def late(behaviour: Behaviour) -> Behaviour:
    """Something else after 0.6 s, in which interim responses show that the server lives."""

    def behave(handler: _Handler) -> None:
        for _ in range(6):
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            handler.wfile.flush()
            handler.test.stopped.wait(0.1)
        behaviour(handler)

    return behave


def drip_headers(handler: _Handler) -> None:
    """A byte of a header that never ends, every 20 ms: each read succeeds."""
    _drip(handler, b"HTTP/1.1 200 OK\r\nX-Endless: ", b"x")


def drip_body(handler: _Handler) -> None:
    """A byte of a body that never ends, every 20 ms."""
    _drip(handler, b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" ")


def endless(start: bytes, unit: bytes, *, pause: float = 0.02) -> Behaviour:
    """What starts an answer, and then a part of it again and again, until the client is gone."""

    def behave(handler: _Handler) -> None:
        with suppress(OSError):
            handler.wfile.write(start)
            while not handler.test.stopped.wait(pause):
                handler.wfile.write(unit)
        handler.test.gone.set()
        handler.close_connection = True

    return behave


def _drip(handler: _Handler, start: bytes, byte: bytes) -> None:
    with suppress(OSError):
        handler.wfile.write(start)
        while not handler.test.stopped.wait(0.02):
            handler.wfile.write(byte)
    handler.close_connection = True


def reset(handler: _Handler) -> None:
    """A TCP reset instead of an answer."""
    _reset(handler)


def reset_within_body(handler: _Handler) -> None:
    """Headers, half a body, and a TCP reset."""
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"propertyValues": [')
    time.sleep(0.05)
    _reset(handler)


def end_within_body(handler: _Handler) -> None:
    """Headers, half a body, and an orderly end."""
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"propertyValues": [')
    handler.close_connection = True


def answer_and_close(body: Any) -> Behaviour:
    """A complete response, after which the connection is closed without saying so."""

    def behave(handler: _Handler) -> None:
        answer(body)(handler)
        handler.close_connection = True

    return behave


def _reset(handler: _Handler) -> None:
    handler.close_connection = True
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.wfile.flush()
    handler.rfile.close()
    handler.wfile.close()
    handler.connection.close()


@contextmanager
def unanswered_port() -> Iterator[int]:
    """A port whose queue of connections is full: connecting to it takes for ever."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        waiting = []
        try:
            for _ in range(8):
                client = socket.socket()
                client.setblocking(False)
                client.connect_ex(("127.0.0.1", port))
                waiting.append(client)
            time.sleep(0.05)
            yield port
        finally:
            for client in waiting:
                client.close()
