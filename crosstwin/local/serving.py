"""Serves a WSGI application on a free port of this machine."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from werkzeug.serving import make_server

from crosstwin.local.whole_requests import TimedRequestHandler

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class SilentHandler(TimedRequestHandler):
    """Does not log requests: the terminal belongs to the command that serves."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class KeepingHandler(SilentHandler):
    """Keeps connections, as the clouds' services do."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True


@contextmanager
def serving(
    application: WSGIApplication,
    *,
    handler: type[SilentHandler] = KeepingHandler,
    tls: ssl.SSLContext | None = None,
) -> Iterator[str]:
    """Serves until the block ends. Yields the URL, without a slash at the end."""
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=handler, ssl_context=tls)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
