"""The endpoint of an app's managed identity, for tests."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

Queries = list[dict[str, list[str]]]


class IdentityEndpoint(BaseHTTPRequestHandler):
    """What App Service offers an app for its managed identity.

    Source: https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
    """

    asked: list[dict[str, list[str]]]

    def do_GET(self) -> None:
        assert self.headers["X-IDENTITY-HEADER"] == "secret of the app"
        self.asked.append(parse_qs(urlsplit(self.path).query))
        expires = str(int(time.time()) + 86_400)
        body = json.dumps({"access_token": "identity-token", "expires_on": expires, "token_type": "Bearer"})
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def running_identity_endpoint() -> Iterator[Queries]:
    """Sets the variables of an app with a managed identity. Yields the queries that the endpoint got."""
    asked: Queries = []
    handler = type("Handler", (IdentityEndpoint,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{server.server_port}/msi/token")
        patch.setenv("IDENTITY_HEADER", "secret of the app")
        patch.delenv("AZURE_CLIENT_ID", raising=False)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield asked
        server.shutdown()
