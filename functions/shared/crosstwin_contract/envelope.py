"""The inter-cloud envelope that every hot reader takes over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TARGET_LAYER = "L3-hot"
MOST_DEVICES = 100  # of one query


def is_envelope(body: Mapping[str, Any]) -> bool:
    """Whether a body is an envelope, sound or not. Any other is a payload, such as TwinMaker's bare event."""
    return "target_layer" in body or "payload" in body
