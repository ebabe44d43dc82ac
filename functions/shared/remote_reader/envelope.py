"""A query as bytes: in the inter-cloud envelope that every hot reader takes over HTTP, or without it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from crosstwin_contract.asking import envelope

from remote_reader.errors import QueryTooLarge

LARGEST_QUERY = 6 * 1024 * 1024  # bytes; a Lambda takes and gives no more


def encode_envelope(payload: Mapping[str, Any], *, source_cloud: str, trace_id: str) -> bytes:
    """The envelope as JSON, in ASCII. Raises QueryTooLarge."""
    return encode_query(envelope(payload, source_cloud=source_cloud, trace_id=trace_id))


def encode_query(query: Mapping[str, Any]) -> bytes:
    """A query as JSON, in ASCII. Raises QueryTooLarge."""
    try:
        body = json.dumps(query, separators=(",", ":")).encode()
    except RecursionError:
        raise QueryTooLarge("the query is nested too deeply for JSON") from None
    if len(body) > LARGEST_QUERY:
        raise QueryTooLarge(f"the query has {len(body)} bytes as JSON; at most {LARGEST_QUERY} are sent")
    return body
