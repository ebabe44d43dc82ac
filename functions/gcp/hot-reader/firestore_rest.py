"""Firestore's runQuery over its REST API: gRPC takes twice the time for each record, and for each start.

Source: https://cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.documents/runQuery
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException, IncompleteRead
from ssl import SSLCertVerificationError
from typing import Any
from urllib.parse import quote

import certifi
from crosstwin_contract.strict_json import loads_error
from firestore_values import Value
from hotread.connections import Connections
from hotread.deadline import pause
from hotread.documented import documented, objects
from hotread.responses import ArrivingResponse
from metadata_server import MetadataServer

_URL = "https://firestore.googleapis.com"
_CONNECT_TIMEOUT = 2.0  # seconds
_READ_TIMEOUT = 5.0  # as long as the whole answer has: the emulator sends nothing before it has all of it
_LATEST_ATTEMPT = 2.5  # seconds after the first one
_LONGEST_WAIT = 1.0  # seconds; each wait is random, so that readers do not come back together
# Which Google's own client retries: INTERNAL, UNAVAILABLE, DEADLINE_EXCEEDED; and 502 of a front end.
# https://github.com/googleapis/python-firestore/blob/main/google/cloud/firestore_v1/services/firestore/transports/base.py
_PASSING = {500, 502, 503, 504}
_UNAUTHENTICATED = 401
_READ = 256 * 1024  # bytes at a time
_NULL: Value = {"nullValue": None}

Document = dict[str, Any]  # {"name": "projects/…", "fields": {…}}


class FirestoreError(Exception):
    """Firestore refused a query, or failed. `code` is one such as PERMISSION_DENIED."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Place:
    """Where a query goes on: after this document, by the value that its query orders by."""

    value: Value
    name: str


class Firestore:
    """The queries of one database. Several threads may use it at the same time.

    A project that is empty is the function's own, which the metadata server says.
    """

    def __init__(self, url: str, project: str, database: str, metadata: MetadataServer | None) -> None:
        self._project = project
        self._database = database
        self._metadata = metadata
        self._connections = Connections(
            url,
            os.environ.get("SSL_CERT_FILE") or certifi.where(),
            connect_timeout=_CONNECT_TIMEOUT,
            read_timeout=_READ_TIMEOUT,
        )

    def run(
        self,
        parent: str,
        query: dict[str, Any],
        *,
        order: Sequence[str],
        most: int,
        largest: int,
        after: Place | None = None,
    ) -> tuple[list[Document], Place | None]:
        """The first documents, up to `most`, after a place; and where to go on, if there may be more.

        `parent` is the path of the document that the collection is below, empty for none; `order` is the path
        of the field that the query orders by. It ends behind the document with which the documents are over
        `largest` bytes. Where the answer breaks off, it goes on after the last document.
        Raises FirestoreError; UndocumentedAnswerError; OSError or HTTPException where Firestore cannot be
        reached; TimeIsUpError; PlatformError.
        """
        started = time.monotonic()
        has_new_token = False
        found: list[Document] = []
        while True:
            place = place_of(found[-1], order) if found else after
            part: list[Document] = []
            try:
                is_cut = self._read(parent, _after(query, place, most - len(found)), largest, part)
            except (SSLCertVerificationError, TimeoutError):
                raise
            except (OSError, HTTPException):
                if time.monotonic() - started > _LATEST_ATTEMPT:
                    raise
            except FirestoreError as error:
                if error.status == _UNAUTHENTICATED and self._metadata and not has_new_token:
                    self._metadata.forget_token()
                    has_new_token = True
                elif error.status not in _PASSING or time.monotonic() - started > _LATEST_ATTEMPT:
                    raise
            else:
                found += part
                more = is_cut or len(found) >= most
                return found, place_of(found[-1], order) if more and found else None
            found += part
            if len(found) >= most:
                return found, place_of(found[-1], order)
            pause(random.uniform(0, _LONGEST_WAIT))  # noqa: S311 - not for security

    def _read(self, parent: str, query: dict[str, Any], largest: int, documents: list[Document]) -> bool:
        """Puts the documents there, also those before it raises. Returns whether it ended at `largest`."""
        received: list[bytes] = []
        elements: list[Any] = []
        is_cut = False

        def read(response: ArrivingResponse) -> bytes:
            nonlocal elements, is_cut
            received.clear()
            size, looked_at = 0, largest
            while part := response.read1(_READ):
                received.append(part)
                size += len(part)
                if size > looked_at:
                    looked_at = size + _READ
                    elements, is_cut = _elements(b"".join(received), largest)
                    if is_cut:
                        break
            return b"".join(received)

        try:
            body = json.dumps({"structuredQuery": query}).encode()
            response = self._connections.request("POST", self._path(parent), body, self._headers(), read)
        except (OSError, HTTPException):
            with documented("Firestore"):
                documents += _documents(_elements(b"".join(received), largest)[0])
            raise
        if response.status != 200:
            raise _error(response.status, response.body)
        with documented("Firestore"):
            if not is_cut:
                try:
                    elements = json.loads(response.body)
                except ValueError:  # HTTP/1.0 may end before its time: a body without a length
                    documents += _documents(_elements(response.body, largest)[0])
                    raise IncompleteRead(response.body) from None
            documents += _documents(elements)
            last = elements[-1]  # where nothing is found, it has the time of the query alone
            if "error" in last:
                raise _error(200, json.dumps(last).encode())
            if not documents and "readTime" not in last:
                raise KeyError
        return is_cut

    def _path(self, parent: str) -> str:
        if not self._project and self._metadata:
            self._project = self._metadata.project()
        place = f"projects/{self._project}/databases/{self._database}/documents"
        below = f"/{parent}" if parent else ""
        return f"/v1/{quote(place + below)}:runQuery?prettyPrint=false"

    def _headers(self) -> dict[str, str]:
        # An emulator takes this token for one that may do all.
        token = self._metadata.token() if self._metadata else "owner"
        return {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "User-Agent": "crosstwin",
        }


def connect(database: str) -> Firestore:
    """A database of the project that the function runs in, or of the emulator that a variable names.

    Nothing is asked before the first query.
    """
    project = os.environ.get("GOOGLE_CLOUD_PROJECT", "")
    if emulator := os.environ.get("FIRESTORE_EMULATOR_HOST"):
        return Firestore(f"http://{emulator}", project, database, None)
    return Firestore(os.environ.get("FIRESTORE_URL") or _URL, project, database, MetadataServer())


def _after(query: dict[str, Any], place: Place | None, most: int) -> dict[str, Any]:
    """Two documents may have one time, so their names count as well."""
    query = {**query, "limit": most}
    if place is not None:
        direction = query["orderBy"][-1]["direction"]
        query["orderBy"] = [*query["orderBy"], {"field": {"fieldPath": "__name__"}, "direction": direction}]
        query["startAt"] = {"values": [place.value, {"referenceValue": place.name}], "before": False}
    return query


def place_of(document: Document, order: Sequence[str]) -> Place:
    with documented("Firestore"):
        fields = document.get("fields", {})
        value = _NULL
        for name in order:
            value = fields.get(name, _NULL)
            fields = value.get("mapValue", {}).get("fields", {})
        return Place(value, document["name"])


def _documents(elements: Any) -> list[Document]:
    found = objects([element["document"] for element in objects(elements) if "document" in element])
    if not {type(document["name"]) for document in found} <= {str}:
        raise TypeError
    return found


_decode: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().raw_decode


def _elements(body: bytes, largest: int) -> tuple[list[Any], bool]:
    """The elements of an array in JSON, whose end may be missing, and whether it ended at `largest` bytes."""
    # The last character may be cut off. A byte that is not UTF-8 stays in its value, which is then refused.
    text = body.decode(errors="surrogateescape")
    found: list[Any] = []
    place = text.find("[") + 1
    while place:
        while text[place : place + 1] in (",", "\n", "\r", " ") and place < len(text):
            place += 1
        try:
            element, place = _decode(text, place)
        except (ValueError, RecursionError):
            break
        found.append(element)
        if place > largest and type(element) is dict and "document" in element:
            return found, True
    return found, False


def _error(status: int, body: bytes) -> FirestoreError:
    """Of `{"error": {"code": 403, "message": "…", "status": "PERMISSION_DENIED"}}`, also in an array."""
    try:
        found = loads_error(body)
        found = (found[-1] if isinstance(found, list) else found)["error"]
        code = int(found.get("code", status))
        return FirestoreError(code, str(found.get("status", "UNKNOWN")), str(found.get("message", "")))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return FirestoreError(status, "UNKNOWN", "unknown error")
