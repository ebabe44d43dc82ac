"""What asks a hot reader for values: a query in its envelope, and how many devices are in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from crosstwin_contract.envelope import MOST_DEVICES, TARGET_LAYER
from crosstwin_contract.times import with_z

# A reader takes 256 KiB. Declared types of many properties are most of it.
_LARGEST_QUERY = 200_000  # bytes


def envelope(payload: Mapping[str, Any], *, source_cloud: str, trace_id: str) -> dict[str, Any]:
    """A query in its envelope. `source_cloud` is a label for the reader's log."""
    return {
        "source_cloud": source_cloud,
        "target_layer": TARGET_LAYER,
        "message_type": "query",
        "timestamp": with_z(datetime.now(UTC).isoformat(timespec="milliseconds")),
        "trace_id": trace_id,
        "payload": payload,
    }


def of_one_query(payloads: Sequence[Mapping[str, Any]]) -> int:
    """How many of the first items of `devices` one query takes: one at least, where there is one."""
    size = 0
    for number, payload in enumerate(payloads[:MOST_DEVICES]):
        size += len(json.dumps(payload)) + 1
        if number and size > _LARGEST_QUERY:
            return number
    return min(len(payloads), MOST_DEVICES)
