"""Tokens of the app's managed identity, from the endpoint that the platform offers each app.

Source: https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
"""

from __future__ import annotations

import os
import time
from urllib.parse import urlencode, urlsplit

from hotread.platform_endpoint import KeptToken, PlatformEndpoint, PlatformError, Token

_RENEWED_BEFORE = 300.0  # seconds; a token lives for a day


class ManagedIdentity:
    """Tokens for one resource, such as https://account.documents.azure.com; each is used until it expires.

    `AZURE_CLIENT_ID` chooses a user-assigned identity. Several threads may use it at the same time.
    """

    def __init__(self, resource: str) -> None:
        self._resource = resource
        self._token = KeptToken(self._fetched, clock=time.time, renewed_before=_RENEWED_BEFORE)

    def token(self) -> str:
        """Raises PlatformError; TimeIsUpError, if the query ends before there is one."""
        return self._token.text()

    def _fetched(self) -> Token:
        url, secret = os.environ.get("IDENTITY_ENDPOINT"), os.environ.get("IDENTITY_HEADER")
        if not url or not secret:
            raise PlatformError("the app has no managed identity: IDENTITY_ENDPOINT is not set")
        query = {"api-version": "2019-08-01", "resource": self._resource}
        if client_id := os.environ.get("AZURE_CLIENT_ID"):
            query["client_id"] = client_id
        return PlatformEndpoint("the identity's endpoint", url).token(
            f"{urlsplit(url).path}?{urlencode(query)}",
            {"X-IDENTITY-HEADER": secret},
            lambda found: float(found["expires_on"]) - time.time(),
        )
