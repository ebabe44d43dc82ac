"""The inter-cloud envelope that every hot reader takes over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

TARGET_LAYER = "L3-hot"


def is_envelope(body: Mapping[str, Any]) -> bool:
    """Whether a body is an envelope, sound or not. Any other is a payload, such as TwinMaker's bare event."""
    return "target_layer" in body or "payload" in body


def envelope(payload: Mapping[str, Any], *, source_cloud: str, trace_id: str) -> dict[str, Any]:
    """A query in its envelope. `source_cloud` is a label for the reader's log."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return {
        "source_cloud": source_cloud,
        "target_layer": TARGET_LAYER,
        "message_type": "query",
        "timestamp": now.replace("+00:00", "Z"),
        "trace_id": trace_id,
        "payload": payload,
    }
