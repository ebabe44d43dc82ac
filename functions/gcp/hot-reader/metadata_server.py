"""What Google Cloud's metadata server says to a function: its project, and tokens of its service account.

Source: https://cloud.google.com/compute/docs/metadata/predefined-metadata-keys
"""

from __future__ import annotations

import json
import os
import time
from http.client import HTTPException
from typing import NamedTuple

from hotread.connections import Connections
from hotread.deadline import pause

_CONNECT_TIMEOUT = 1.0  # seconds
_READ_TIMEOUT = 3.0
_ATTEMPTS = 2
_WAIT = 0.3  # seconds
_BUSY = {408, 429}
# The server hands out the same token until about 4 minutes before its end.
_LEAST_LEFT = 225.0  # seconds


class MetadataError(Exception):
    """The metadata server does not answer, or not as documented."""


class _Token(NamedTuple):
    text: str
    expires: float  # by time.monotonic


class MetadataServer:
    """Several threads may use it at the same time. `GCE_METADATA_HOST` names another server."""

    def __init__(self) -> None:
        host = os.environ.get("GCE_METADATA_HOST") or "metadata.google.internal"
        self._connections = Connections(
            f"http://{host}", "", connect_timeout=_CONNECT_TIMEOUT, read_timeout=_READ_TIMEOUT
        )
        self._token = _Token("", 0.0)

    def project(self) -> str:
        """The project's id. Raises MetadataError."""
        return self._value("project/project-id")

    def token(self) -> str:
        """Raises MetadataError."""
        left = self._token.expires - time.monotonic()
        if left < _LEAST_LEFT:
            try:
                self._token = self._fetched()
            except MetadataError:
                if left <= 0:
                    raise
        return self._token.text

    def forget_token(self) -> None:
        """For a token that Google refuses: the clock of a machine that was suspended can be late."""
        self._token = _Token("", 0.0)

    def _fetched(self) -> _Token:
        text = self._value("instance/service-accounts/default/token")
        try:
            found = json.loads(text)
            return _Token(str(found["access_token"]), time.monotonic() + float(found["expires_in"]))
        except (LookupError, RecursionError, TypeError, ValueError) as error:
            raise MetadataError("the metadata server answers without a token") from error

    def _value(self, path: str) -> str:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                response = self._connections.request(
                    "GET", f"/computeMetadata/v1/{path}", None, {"Metadata-Flavor": "Google"}
                )
            except (OSError, HTTPException) as error:
                if attempt == _ATTEMPTS:
                    raise MetadataError(f"the metadata server does not answer: {error}") from error
            else:
                if response.status == 200:
                    return response.body.decode()
                if attempt == _ATTEMPTS or (response.status < 500 and response.status not in _BUSY):
                    raise MetadataError(f"the metadata server answers {response.status} for {path}")
            pause(_WAIT)
        raise AssertionError
