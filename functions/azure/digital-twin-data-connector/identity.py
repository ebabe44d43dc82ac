"""The app's managed identity, for Azure Digital Twins and for the blob."""

from __future__ import annotations

from functools import cache
from typing import Any

from crosstwin_contract.url import parse_reader_url


def needs_identity(url: str) -> bool:
    """Plain HTTP is for an emulator on this machine, which takes no credential."""
    return url.lower().startswith("https:") and not parse_reader_url(url).is_loopback


@cache
def identity(client_id: str | None) -> Any:
    """One for all clients: it keeps the tokens that it got. `client_id` names a user-assigned identity."""
    from azure.identity import ManagedIdentityCredential

    return ManagedIdentityCredential(client_id=client_id)
