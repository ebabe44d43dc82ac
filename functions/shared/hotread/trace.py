"""The id that ties one query's logs together across clouds."""

from __future__ import annotations

import os
import re
from typing import Any

# https://www.w3.org/TR/trace-context/#traceparent-header
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
_TRACE_ID = re.compile(r"[A-Za-z0-9_.:-]{1,128}")


def from_traceparent(header: str | None) -> str:
    """The trace id of a W3C `traceparent` header, or a new one."""
    match = _TRACEPARENT.fullmatch((header or "").strip())
    return match[1] if match else os.urandom(16).hex()


def from_envelope(found: Any, otherwise: str) -> str:
    """The envelope's `trace_id` where it is a plain id (it ends up in logs), else `otherwise`."""
    return found if isinstance(found, str) and _TRACE_ID.fullmatch(found) else otherwise
