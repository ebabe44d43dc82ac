"""What a hot store does to its reader, and what the caller is told: the same on every cloud.

`FAULTS` is read by the test and by the page docs/reliability.md. To add a fault, add a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# What each device has stored besides: the rows that a fault must not take along.
GOOD_RECORD = {"id": "2026-01-15T10:30:00Z", "n": 7, "other": 3}


@dataclass(frozen=True, slots=True)
class StoreFault:
    """A fault and its promise. `device` is the one whose queries meet it; `status` 200: they are answered.

    `message` is what the caller is told, each … standing for anything. `record` is a malformed one, whose
    property `n` is asked for, with the type `declared` if there is one; its property `other` is sound.
    `asked` are more fields of the query.
    `instead` says, for a cloud, why the fault cannot be there.
    """

    name: str
    device: str
    status: int
    code: str = ""
    message: str = ""
    record: Mapping[str, Any] | None = None
    declared: str = ""
    asked: Mapping[str, Any] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)


# Of the readers whose stores fail, unless they are down. A store that is a second late answers a history
# in it, but not the three calls of an interpolation.
QUERY_TIMEOUT_SECONDS = 2
_FAILED = "the hot store could not be read"
_REFUSED = "refused by the store"

FAULTS: tuple[StoreFault, ...] = (
    StoreFault("the store is down", "down", 500, "STORE_FAILED", _FAILED),
    StoreFault(
        "the store takes the query and is silent until the reader's time, here 2 s, is over",
        "silent",
        503,
        "TIME_LIMIT",
        "not read within 2 s; ask again",
    ),
    StoreFault("the store answers a second late", "late", 200),
    StoreFault(
        "the store is so slow that the reader's time, here 2 s, is over within an interpolation",
        "slow",
        400,
        "TIME_RANGE_TOO_LONG",
        "the query took longer than 2 s; ask for a shorter time range",
        asked={"interpolation": {"interpolationType": "LINEAR", "intervalInSeconds": 60}},
    ),
    StoreFault(
        "the store throttles",
        "throttled",
        503,
        "STORE_THROTTLED",
        "the hot store is throttling; try again later",
    ),
    StoreFault(
        "a record whose `id` is not a valid time",
        "odd-id",
        500,
        "INVALID_STORED_RECORD",
        "device 'odd-id' has a record whose id '2026-01-15T10:45' is not an ISO 8601 UTC time",
        record={"id": "2026-01-15T10:45", "n": 1},
    ),
    StoreFault(
        "a record without `id`, which no index of Firestore's holds",
        "no-id",
        200,
        record={"n": 1},
        instead={"aws": _REFUSED, "azure": _REFUSED},
    ),
    StoreFault(
        "a number that is not finite",
        "not-finite",
        500,
        "INVALID_STORED_RECORD",
        "property 'n' at 2026-01-15T10:45:00Z: a number that is not finite, which JSON does not have",
        record={"id": "2026-01-15T10:45:00Z", "n": float("nan"), "other": 1},
        instead={"aws": _REFUSED, "azure": _REFUSED},
    ),
    StoreFault(
        "a value of a kind that telemetry has not",
        "odd-kind",
        500,
        "INVALID_STORED_RECORD",
        "property 'n' at 2026-01-15T10:45:00Z: a value of type bytes has no TwinMaker data type",
        record={"id": "2026-01-15T10:45:00Z", "n": b"\x00", "other": 1},
        instead={"azure": "no such kind in JSON"},
    ),
    StoreFault(
        "a string where the query declares a number",
        "odd-type",
        400,
        "VALUE_TYPE_MISMATCH",
        "property 'n' at 2026-01-15T10:45:00Z: a string is not of type DOUBLE",
        record={"id": "2026-01-15T10:45:00Z", "n": "warm", "other": 1},
        declared="DOUBLE",
    ),
)
