"""A server in Firestore's place that fails on demand: faults that no emulator can be made to have."""

from __future__ import annotations

import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.contract.functions.scripted_store import server_of

# The codes of errors, and the statuses that they have over HTTP.
# https://cloud.google.com/apis/design/errors#handling_errors
RESOURCE_EXHAUSTED, UNAVAILABLE, PERMISSION_DENIED, FAILED_PRECONDITION = (
    "RESOURCE_EXHAUSTED",
    "UNAVAILABLE",
    "PERMISSION_DENIED",
    "FAILED_PRECONDITION",
)
INTERNAL, DEADLINE_EXCEEDED, UNAUTHENTICATED = "INTERNAL", "DEADLINE_EXCEEDED", "UNAUTHENTICATED"
_STATUSES = {
    FAILED_PRECONDITION: 400,
    UNAUTHENTICATED: 401,
    PERMISSION_DENIED: 403,
    RESOURCE_EXHAUSTED: 429,
    INTERNAL: 500,
    UNAVAILABLE: 503,
    DEADLINE_EXCEEDED: 504,
}

HANG = "hang"
BREAK_OFF = "break off"  # one document, then the connection ends
BREAK_OFF_CHUNKED = "break off chunked"  # the same of an answer in chunks, which is how Google sends it
FAIL_LATER = "fail later"  # one document, then an error in the same answer
DRIP = "drip"  # a byte of an answer every half second
NO_INDEX = "no index"  # the query needs one that the database does not have
FRONT_END_BUSY = "front end busy"  # 429 in HTML, which has no code
LATE = "late"  # one document, a second late


class FailingFirestore:
    """Answers each query by the next of `faults`: an error's code or one of the above. Then with nothing.

    Queries for a device in `of_device` always have that fault. It is its own metadata server.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.faults: list[str] = []
        self.of_device: dict[str, str] = {}
        self.queries: list[dict[str, Any]] = []
        self.paths: list[str] = []  # of each query
        self.headers: list[dict[str, str]] = []
        self.ended = threading.Event()
        self._server = server_of(type("Bound", (_Handler,), {"firestore": self}), tls)
        self.address = f"127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> FailingFirestore:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    def fail(self, *faults: str) -> None:
        """Sets the faults of the coming queries and forgets the past ones."""
        self.faults = list(faults)
        self.queries = []

    def fault_of(self, query: dict[str, Any]) -> str | None:
        return self.of_device.get(_device(query)) or (self.faults.pop(0) if self.faults else None)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    firestore: FailingFirestore

    def do_POST(self) -> None:
        firestore = self.firestore
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["structuredQuery"]
        firestore.queries.append(query)
        path = self.path.partition("?")[0]
        firestore.paths.append(path)
        firestore.headers.append({name.lower(): value for name, value in self.headers.items()})
        fault = firestore.fault_of(query)
        if fault == HANG:
            firestore.ended.wait(20)
            self.close_connection = True
            return
        if fault == LATE:
            firestore.ended.wait(1)
        if fault == DRIP:
            self.send_response_only(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            while not firestore.ended.wait(0.5):
                self.wfile.write(b" ")
            self.close_connection = True
        elif fault == NO_INDEX:
            error = {"code": 400, "message": "The query requires an index. You can create it here: …"}
            self._answer(json.dumps([{"error": {**error, "status": FAILED_PRECONDITION}}]), 400)
        elif fault == FRONT_END_BUSY:
            self._answer("<html>Too Many Requests</html>", 429)
        elif fault in _STATUSES:
            self._answer(json.dumps([_error(fault)]), _STATUSES[fault])
        elif fault in (BREAK_OFF, BREAK_OFF_CHUNKED, FAIL_LATER, LATE):
            found = {"document": _document(path), "readTime": "2026-01-15T10:00:01Z"}
            if fault == BREAK_OFF_CHUNKED:
                self.send_response_only(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                chunk = f"[{json.dumps(found)},".encode()
                self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
                self.close_connection = True
            elif fault == BREAK_OFF:
                self._answer(f"[{json.dumps(found)},", length=1000)
                self.close_connection = True
            else:
                rest = [_error(UNAVAILABLE)] if fault == FAIL_LATER else []
                self._answer(json.dumps([found, *rest]))
        else:
            self._answer('[{"readTime":"2026-01-15T10:00:01Z"}]')

    def _answer(self, body: str, status: int = 200, length: int = 0) -> None:
        self.send_response_only(status)
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        pass


def _error(code: str) -> dict[str, Any]:
    message = "secret internals of the store"
    return {"error": {"code": _STATUSES[code], "message": message, "status": code}}


def _document(path: str) -> dict[str, Any]:
    parent = path.removeprefix("/v1/").removesuffix(":runQuery")
    fields = {"id": {"stringValue": "2026-01-15T10:00:00Z"}, "n": {"integerValue": "1"}}
    return {"name": f"{parent}/hot/first", "fields": fields}


def _device(query: dict[str, Any]) -> str:
    filters = query.get("where", {}).get("compositeFilter", {}).get("filters", [{}])
    device: str = filters[0].get("fieldFilter", {}).get("value", {}).get("stringValue", "")
    return device
