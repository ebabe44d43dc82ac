"""Serves an instance on loopback."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from werkzeug.serving import make_server

from crosstwin.local.digital_twins.service import DigitalTwins
from crosstwin.local.whole_requests import TimedRequestHandler

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class _Handler(TimedRequestHandler):
    """Keeps connections, as the service does, and logs nothing."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@contextmanager
def serving_digital_twins(instance: DigitalTwins) -> Iterator[str]:
    """Serves an instance until the block ends. Yields the URL, without a slash at the end."""
    with serving(instance.wsgi) as url:
        yield url


@contextmanager
def serving(application: WSGIApplication, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serves an application on a free port of this machine, until the block ends. Yields its URL."""
    server = make_server(
        "127.0.0.1", 0, application, threaded=True, request_handler=_Handler, ssl_context=tls
    )
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
