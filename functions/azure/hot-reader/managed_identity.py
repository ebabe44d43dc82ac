"""Tokens of the app's managed identity, from the endpoint that the platform offers each app.

Source: https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
"""

from __future__ import annotations

import json
import os
import time
from http.client import HTTPException
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from hotread.connections import Connections, Response
from hotread.deadline import pause

_CONNECT_TIMEOUT = 1.0  # seconds; it is on the same machine
_READ_TIMEOUT = 3.0
_ATTEMPTS = 2
_WAIT = 0.3  # seconds
_LEAST_LEFT = 300.0  # seconds; a token lives for a day


class NoTokenError(Exception):
    """There is no token for the identity."""


class _Token(NamedTuple):
    text: str
    expires: float  # seconds since 1970


class ManagedIdentity:
    """Tokens for one resource, such as https://account.documents.azure.com; each is used until it expires.

    `AZURE_CLIENT_ID` chooses a user-assigned identity. Several threads may use it at the same time.
    """

    def __init__(self, resource: str) -> None:
        self._resource = resource
        self._token = _Token("", 0.0)

    def token(self) -> str:
        """Raises NoTokenError."""
        left = self._token.expires - time.time()
        if left < _LEAST_LEFT:
            try:
                self._token = self._fetched()
            except NoTokenError:
                if left <= 0:
                    raise
        return self._token.text

    def _fetched(self) -> _Token:
        endpoint, secret = os.environ.get("IDENTITY_ENDPOINT"), os.environ.get("IDENTITY_HEADER")
        if not endpoint or not secret:
            raise NoTokenError("the app has no managed identity: IDENTITY_ENDPOINT is not set")
        query = {"api-version": "2019-08-01", "resource": self._resource}
        if client_id := os.environ.get("AZURE_CLIENT_ID"):
            query["client_id"] = client_id
        connections = Connections(endpoint, "", connect_timeout=_CONNECT_TIMEOUT, read_timeout=_READ_TIMEOUT)
        path = f"{urlsplit(endpoint).path}?{urlencode(query)}"
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                response = connections.request("GET", path, None, {"X-IDENTITY-HEADER": secret})
            except (OSError, HTTPException) as error:
                if attempt == _ATTEMPTS:
                    raise NoTokenError(f"the identity's endpoint does not answer: {error}") from error
            else:
                if response.status == 200:
                    return _parsed(response)
                if attempt == _ATTEMPTS or (response.status < 500 and response.status != 429):
                    raise NoTokenError(
                        f"the identity's endpoint answers {response.status}: {response.body[:200]!r}"
                    )
            pause(_WAIT)
        raise AssertionError


def _parsed(response: Response) -> _Token:
    try:
        found = json.loads(response.body)
        return _Token(str(found["access_token"]), float(found["expires_on"]))
    except (LookupError, RecursionError, TypeError, ValueError) as error:
        raise NoTokenError("the identity's endpoint answers without a token") from error
