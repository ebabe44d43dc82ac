"""Names that hot stores keep for themselves, or refuse. The readers on AWS do not have this module."""

from __future__ import annotations

from crosstwin_contract.record_fields import RECORD_FIELDS

# Cosmos DB adds these to every item, and readers leave them out of each record.
# https://learn.microsoft.com/azure/cosmos-db/resource-model#properties-of-an-item
COSMOS_FIELDS = frozenset({"_rid", "_self", "_etag", "_attachments", "_ts"})
_LONGEST_FIRESTORE_ID = 1500  # bytes


def unstorable(name: str, cloud: str) -> str | None:
    """Why no telemetry can be stored under a property's name in the hot store of the cloud, or None."""
    if name in RECORD_FIELDS:
        return "every record has that field"
    if cloud == "azure" and name in COSMOS_FIELDS:
        return "Cosmos DB has a field of its own under that name"
    if cloud == "gcp" and is_reserved_by_firestore(name):
        return "Firestore reserves names that begin and end with two underscores"
    return None


def is_reserved_by_firestore(name: str) -> bool:
    """Of fields, documents and collections. https://firebase.google.com/docs/firestore/quotas#limits"""
    return len(name) >= len("____") and name.startswith("__") and name.endswith("__")


def is_firestore_id(name: str) -> bool:
    """Whether a document or collection can have the name; any other would change a path that it is put into.

    Source: https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields
    """
    return (
        0 < len(name.encode()) <= _LONGEST_FIRESTORE_ID
        and "/" not in name
        and name not in (".", "..")
        and not is_reserved_by_firestore(name)
    )
