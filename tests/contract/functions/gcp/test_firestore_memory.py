"""Full pages leave nothing behind."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.contract.functions.gcp.conftest import database_at

PAGE = 60  # documents
_MEMORY = Path("/proc/self/statm")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["structuredQuery"]
        found = [
            {
                "document": {
                    "name": f"projects/p/databases/d/documents/hot/{number}",
                    "fields": {"id": {"stringValue": f"2026-01-15T10:00:{number:02}Z"}},
                }
            }
            for number in range(query["limit"])
        ]
        body = json.dumps(found).encode()
        self.send_response_only(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    """A server in Firestore's place, which has as many documents as a query asks for."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.skipif(not _MEMORY.is_file(), reason="this system does not tell a process its memory")
def test_memory_stays_flat_over_full_pages(firestore_store: ModuleType, address: str) -> None:
    """By gRPC, with streams that were broken off behind a page's last document, it grew by 22 KB each."""
    store = firestore_store.FirestoreStore(database_at(address), "hot")
    bounds = {"first_id": "2026", "last_id": "2027", "descending": False, "properties": ("n",)}

    def read(pages: int) -> int:
        """Reads pages. Returns the process's resident memory in pages of the system, of 4 KiB."""
        for _ in range(pages):
            page = store.page("d", **bounds, limit=PAGE, continuation=None)
            assert len(page.records) == PAGE
            assert page.continuation is not None
        return int(_MEMORY.read_text().split()[1])

    before = read(100)
    assert read(500) - before < 5 * 256
