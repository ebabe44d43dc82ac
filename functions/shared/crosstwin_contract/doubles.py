"""Stores whose numbers are doubles, or doubles beside integers."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from typing import Any

from crosstwin_contract.records import RecordMapping
from crosstwin_contract.stored_times import INTEGERS_OF_DOUBLES, EpochNumbers, digits_of

INTEGERS_OF_64_BITS = 2**63 - 1


def of_doubles(mapping: RecordMapping) -> RecordMapping:
    """The mapping for a store whose numbers are all doubles, such as Cosmos DB."""
    if not isinstance(mapping.times, EpochNumbers):
        return mapping
    return replace(mapping, times=replace(mapping.times, are_doubles=True))


def double(bound: Any, *, is_lower: bool, integers: int) -> Any:
    """A bound for a store whose numbers are doubles, and integers up to `integers`.

    It is never outside of what the bound lets through. The nearest double can be beyond it, and then rows
    that were read already come again.
    """
    if not isinstance(bound, int | Decimal) or (isinstance(bound, int) and abs(bound) <= integers):
        return bound
    nearest = float(bound)
    found = digits_of(nearest, are_doubles=integers == INTEGERS_OF_DOUBLES)
    if is_lower:
        return nearest if found >= bound else math.nextafter(nearest, math.inf)
    return nearest if found <= bound else math.nextafter(nearest, -math.inf)
