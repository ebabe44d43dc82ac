"""The readers' client of Google Cloud's metadata server."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from hotread import platform_endpoint

from tests.contract.functions.gcp.conftest import SOURCE
from tests.contract.readers.served import importable

with importable(SOURCE):
    import metadata_server


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_busy_metadata_server_is_asked_again(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    token = json.dumps({"access_token": "token", "expires_in": 3599}).encode()
    answers = [(status, b"busy"), (200, token)]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            code, body = answers.pop(0)
            self.send_response_only(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    monkeypatch.setattr(platform_endpoint, "_WAIT", 0.0)
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        monkeypatch.setenv("GCE_METADATA_HOST", f"127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        assert metadata_server.MetadataServer().token() == "token"
        server.shutdown()
    assert not answers
