"""Queries for many devices: how many one takes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

MOST_DEVICES = 100
# A reader takes 256 KiB. Declared types of many properties are most of it.
_LARGEST_QUERY = 200_000  # bytes


def of_one_query(payloads: Sequence[Mapping[str, Any]]) -> int:
    """How many of the first items of `devices` one query takes: one at least, where there is one."""
    size = 0
    for number, payload in enumerate(payloads[:MOST_DEVICES]):
        size += len(json.dumps(payload)) + 1
        if number and size > _LARGEST_QUERY:
            return number
    return min(len(payloads), MOST_DEVICES)
