"""A query of TwinMaker's as the inter-cloud envelope that every hot reader takes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from twin_connector.errors import QueryTooLarge

LARGEST_QUERY = 6 * 1024 * 1024  # bytes; a Lambda takes and gives no more


def encode_envelope(payload: Mapping[str, Any], trace_id: str) -> bytes:
    """The envelope as JSON, in ASCII. Raises QueryTooLarge."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return encode_query(
        {
            "source_cloud": "aws",
            "target_layer": "L3-hot",
            "message_type": "query",
            "timestamp": now.replace("+00:00", "Z"),
            "trace_id": trace_id,
            "payload": payload,
        }
    )


def encode_query(query: Mapping[str, Any]) -> bytes:
    """A query as JSON, in ASCII. Raises QueryTooLarge."""
    body = json.dumps(query, separators=(",", ":")).encode()
    if len(body) > LARGEST_QUERY:
        raise QueryTooLarge(f"the query has {len(body)} bytes as JSON; at most {LARGEST_QUERY} are sent")
    return body
