"""The blob with graph.json, read again only where it has changed."""

from __future__ import annotations

import threading
from typing import Any

import requests
from identity import identity, needs_identity
from wanted import Graph, InvalidGraph, parse_graph

_SCOPE = "https://storage.azure.com/.default"
# https://learn.microsoft.com/rest/api/storageservices/versioning-for-the-azure-storage-services
_VERSION = "2021-08-06"  # a bearer token needs 2017-11-09 or later
_SECONDS = 10.0
_LARGEST = 64 * 1024 * 1024  # bytes; a graph of 10,000 devices has some 3 MB


class GraphUnreadable(Exception):
    """There is no graph to go by at this moment."""


class GraphSource:
    """One for all functions of the app, whose runs overlap."""

    def __init__(self, url: str, client_id: str | None) -> None:
        self._url = url
        self._client_id = client_id
        self._lock = threading.Lock()
        self._etag: str | None = None
        self._graph: Graph | None = None

    def load(self) -> Graph:
        """The graph of this moment. Raises GraphUnreadable, naming why."""
        with self._lock:
            reply = self._get()
            if reply.status_code == 304 and self._graph is not None:
                return self._graph
            if reply.status_code != 200:
                raise GraphUnreadable(f"the blob with the graph answered {reply.status_code}")
            if len(reply.content) > _LARGEST:
                raise GraphUnreadable(f"the graph has more than {_LARGEST} bytes")
            try:
                self._graph = parse_graph(reply.content)
            except InvalidGraph as error:
                raise GraphUnreadable(f"the graph cannot be used: {error}") from None
            self._etag = reply.headers.get("ETag")
            return self._graph

    def _get(self) -> requests.Response:
        headers = {"x-ms-version": _VERSION}
        if self._etag and self._graph:
            headers["If-None-Match"] = self._etag
        try:
            if needs_identity(self._url):
                token: Any = identity(self._client_id).get_token(_SCOPE)
                headers["Authorization"] = f"Bearer {token.token}"
            with requests.Session() as session:
                session.trust_env = False
                return session.get(self._url, headers=headers, timeout=_SECONDS, allow_redirects=False)
        except Exception as error:
            # Of a request or of the identity. Its text may hold the URL, and nothing of it is needed.
            raise GraphUnreadable(f"the blob with the graph: {type(error).__name__}") from None
