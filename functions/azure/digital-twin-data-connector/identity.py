"""The app's managed identity, for Azure Digital Twins and for the blob."""

from __future__ import annotations

from functools import cache
from typing import Any


def needs_identity(url: str) -> bool:
    """Plain HTTP, which settings.py allows to this machine only, is for an emulator without credentials."""
    return url.lower().startswith("https:")


@cache
def identity(client_id: str | None) -> Any:
    """One for all clients: it keeps the tokens that it got. `client_id` names a user-assigned identity."""
    from azure.identity import ManagedIdentityCredential

    return ManagedIdentityCredential(client_id=client_id)
