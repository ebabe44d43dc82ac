"""The inter-cloud envelope that every hot reader takes over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TARGET_LAYER = "L3-hot"
MOST_DEVICES = 100  # of one query


def is_envelope(body: Mapping[str, Any]) -> bool:
    """Whether a body is an envelope, sound or not. Any other is a payload, such as TwinMaker's bare event."""
    return "target_layer" in body or "payload" in body


def hint_on_version(payload: Mapping[str, Any], refusal: str) -> str:
    """What to do where a reader of version 0.1 refuses a query for many devices; "" for any other refusal.

    It knows no `devices`, and names a field that such a query does not need.
    """
    if "devices" in payload and "iotDeviceId is missing" in refusal:
        return "the reader is of version 0.1, which takes one device in a query: upgrade it"
    return ""
