"""The values of an answer: AWS IoT TwinMaker's DataValue, in either casing of its keys.

TwinMaker's Lambda interface documents camelCase keys (`doubleValue`); the answer over HTTP has
PascalCase (`DoubleValue`). Which one a caller gets depends on how it asked.
Source: https://docs.aws.amazon.com/iot-twinmaker/latest/apireference/API_DataValue.html
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import Enum
from typing import Any, NamedTuple

# TwinMaker's data type: the value key over HTTP, the value key for TwinMaker.
VALUE_KEYS = {
    "DOUBLE": ("DoubleValue", "doubleValue"),
    "INTEGER": ("IntegerValue", "integerValue"),
    "LONG": ("LongValue", "longValue"),
    "BOOLEAN": ("BooleanValue", "booleanValue"),
    "STRING": ("StringValue", "stringValue"),
    "LIST": ("ListValue", "listValue"),
    "MAP": ("MapValue", "mapValue"),
}
INTEGER_LIMIT = 2**31
LONG_LIMIT = 2**63
TWINMAKER_ELEMENTS = 50  # of a listValue or mapValue
# Lists and maps within each other: what Cosmos DB takes, the most of the three stores. Of records in another
# form, a string may hold JSON that is nested deeper than a program can follow.
# https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-item-limits
DEEPEST = 128

# What JSON's parser makes of a value of each type, and the least and the greatest number.
_TYPES: dict[str, set[type]] = {
    "DOUBLE": {int, float},
    "INTEGER": {int},
    "LONG": {int},
    "BOOLEAN": {bool},
    "STRING": {str},
    "LIST": {list},
    "MAP": {dict},
}
_LIMITS: dict[str, tuple[float, float]] = {
    # 1e999 in JSON becomes infinity, and an integer in JSON may be beyond any double.
    "DOUBLE": (-sys.float_info.max, sys.float_info.max),
    "INTEGER": (-INTEGER_LIMIT, INTEGER_LIMIT - 1),
    "LONG": (-LONG_LIMIT, LONG_LIMIT - 1),
}


class Caller(Enum):
    """Who asks, and so which casing the value keys have."""

    HTTP = "http"
    TWINMAKER = "twinmaker"


class DataType(NamedTuple):
    """A property's declared type: a key of VALUE_KEYS, and the elements' type of a LIST or MAP."""

    type: str
    nested: DataType | None = None


def fit(data_type: str, plain: Sequence[Any]) -> bool:
    """Whether values out of JSON, one or more, all fit the data type.

    Takes many at once: an answer holds tens of thousands. The elements of a LIST or MAP are not checked.
    """
    if not _TYPES[data_type].issuperset(map(type, plain)):
        return False
    least, greatest = _LIMITS.get(data_type, (0, 0))
    return data_type not in _LIMITS or (least <= min(plain) and max(plain) <= greatest)
