"""The header Authorization of a request to Cosmos DB: by the app's managed identity, or by a key.

Source: https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from managed_identity import ManagedIdentity

# Takes the method, the type of the resource, its link and the header x-ms-date.
Authorize = Callable[[str, str, str, str], str]


def by_key(key: str) -> Authorize:
    """Of an account or an emulator. Raises ValueError for a key that is not base64."""
    secret = base64.b64decode(key)

    def authorize(method: str, kind: str, link: str, date: str) -> str:
        text = f"{method.lower()}\n{kind}\n{link}\n{date.lower()}\n\n"
        signature = base64.b64encode(hmac.digest(secret, text.encode(), "sha256")).decode()
        return quote(f"type=master&ver=1.0&sig={signature}", safe="")

    return authorize


def by_identity(endpoint: str) -> Authorize:
    """Of the Function App. Raises ValueError where its token would not be encrypted."""
    parts = urlsplit(endpoint)
    if parts.scheme != "https":
        raise ValueError(f"{endpoint} is not https: without a key, an identity's token is sent there")
    identity = ManagedIdentity(f"https://{parts.hostname}")

    def authorize(*_: str) -> str:
        return quote(f"type=aad&ver=1.0&sig={identity.token()}", safe="")

    return authorize
