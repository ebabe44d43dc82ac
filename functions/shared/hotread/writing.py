"""What a writer may store: what every reader can answer, under a name that its store gives back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hotread.errors import InvalidQuery
from hotread.names import parse_name
from hotread.store import DEVICE_FIELD, ID_FIELD
from hotread.values import Caller, DataType, UnfitValueError, data_value

# Cosmos DB adds these to every item, and readers leave them out of each record.
# https://learn.microsoft.com/azure/cosmos-db/resource-model#properties-of-an-item
COSMOS_FIELDS = frozenset({"_rid", "_self", "_etag", "_attachments", "_ts"})
# Of a DataValue's listValue and mapValue.
# https://docs.aws.amazon.com/iot-twinmaker/latest/apireference/API_DataValue.html
TWINMAKER_ELEMENTS = 50


def declared_type(declared: str | Mapping[str, Any]) -> DataType:
    """The type of a property as twin.yaml declares it: `"double"`, or `{"type": "list", "of": "double"}`."""
    if isinstance(declared, str):
        return DataType(declared.upper())
    of = declared.get("of")
    return DataType(declared["type"].upper(), None if of is None else declared_type(of))


def check_value(value: Any, declared: DataType | None = None, most_elements: int | None = None) -> None:
    """Raises UnfitValueError where readers could not answer the value; the message names no value.

    That is where it does not fit its declared type, or, without one, has none: null within a list, bytes.
    NaN and infinity fit no type. `most_elements` is how many a list or map may have.
    """
    data_value(value, declared, Caller.HTTP)
    _check_elements(value, most_elements)


def unstorable(name: str, cloud: str) -> str | None:
    """Why no telemetry can be stored under a property's name in the hot store of the cloud, or None."""
    if name in (DEVICE_FIELD, ID_FIELD):
        return "every record has that field"
    if cloud == "azure" and name in COSMOS_FIELDS:
        return "Cosmos DB has a field of its own under that name"
    if cloud == "gcp" and is_reserved_by_firestore(name):
        return "Firestore reserves names that begin and end with two underscores"
    return None


def is_reserved_by_firestore(name: str) -> bool:
    """Of fields, documents and collections. https://firebase.google.com/docs/firestore/quotas#limits"""
    return len(name) >= len("____") and name.startswith("__") and name.endswith("__")


def _check_elements(value: Any, most: int | None) -> None:
    if not isinstance(value, list | Mapping):
        return
    if most is not None and len(value) > most:
        kind = "list" if isinstance(value, list) else "map"
        raise UnfitValueError(f"a {kind} of {len(value)} elements; AWS IoT TwinMaker takes {most}")
    if isinstance(value, Mapping):
        for key in value:
            try:
                parse_name(key, "a key of a map")
            except InvalidQuery as error:
                raise UnfitValueError(error.message) from None
    for item in value.values() if isinstance(value, Mapping) else value:
        _check_elements(item, most)
