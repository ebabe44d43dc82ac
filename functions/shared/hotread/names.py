"""Names in a query: of devices, properties, entities and components."""

from __future__ import annotations

from typing import Any

from hotread.errors import InvalidQuery

# DynamoDB's partition key ends at 2,048 bytes, Cosmos DB's likewise, Firestore's indexed text and its fields'
# names at 1,500. An answer repeats the names of entity and component with every property.
LONGEST_NAME = 1024  # bytes


def parse_name(value: Any, field: str) -> str:
    """A text of 1 to LONGEST_NAME bytes. JSON lets lone surrogates through, which have no encoding.

    Raises InvalidQuery naming the field.
    """
    if not isinstance(value, str) or not value:
        raise InvalidQuery(f"{field}: expected a non-empty string")
    try:
        size = len(value.encode())
    except UnicodeEncodeError:
        raise InvalidQuery(f"{field}: contains a lone surrogate, which is not a character") from None
    if size > LONGEST_NAME:
        raise InvalidQuery(f"{field}: longer than {LONGEST_NAME} bytes")
    return value
