"""The readers' client of Google Cloud's metadata server."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from hotread import platform_endpoint
from hotread.platform_endpoint import PlatformError

from tests.contract.functions.gcp.conftest import SOURCE
from tests.contract.readers.served import importable

with importable(SOURCE):
    import metadata_server


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[int, bytes]]]:
    """What the metadata server answers next, by status and body."""
    script: list[tuple[int, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            code, body = script.pop(0)
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
        yield script
        server.shutdown()


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_busy_metadata_server_is_asked_again(answers: list[tuple[int, bytes]], status: int) -> None:
    token = json.dumps({"access_token": "token", "expires_in": 3599}).encode()
    answers += [(status, b"busy"), (200, token)]
    assert metadata_server.MetadataServer().token() == "token"
    assert not answers


@pytest.mark.parametrize(
    "answer",
    [{"access_token": None}, {"expires_in": math.nan}],
    ids=str,
)
def test_an_answer_without_a_valid_token_is_an_error(
    answers: list[tuple[int, bytes]], answer: dict[str, Any]
) -> None:
    body = json.dumps({"access_token": "token", "expires_in": 3599, **answer}).encode()
    answers.append((200, body))
    with pytest.raises(PlatformError, match="the metadata server answers without a valid token"):
        metadata_server.MetadataServer().token()


@pytest.mark.parametrize("body", [b"", b"\xff", b"<html>", b"p\n"])
def test_an_answer_that_is_not_the_id_of_a_project_is_an_error(
    answers: list[tuple[int, bytes]], body: bytes
) -> None:
    answers.append((200, body))
    with pytest.raises(PlatformError, match="the metadata server answers without the id of a project"):
        metadata_server.MetadataServer().project()
