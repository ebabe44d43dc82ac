"""Many rows of a history at once, column by column: half of the time of row by row.

All values of a column are checked together, and those of most columns are then written alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from math import isfinite
from types import NoneType
from typing import Any, NamedTuple

from crosstwin_contract.telemetry import has_encoding
from crosstwin_contract.values import INTEGER_LIMIT, LONG_LIMIT

from hotread.query import Query
from hotread.record import ID_FIELD, Record
from hotread.values import INFERRED_TYPES

_LIMITS = {"INTEGER": INTEGER_LIMIT, "LONG": LONG_LIMIT, "DOUBLE": LONG_LIMIT}
# The data types of the Python types whose values need no more than a look at their range.
_DECLARED: Mapping[str, dict[type, str]] = {
    "DOUBLE": {float: "DOUBLE", int: "DOUBLE"},
    "INTEGER": {int: "INTEGER"},
    "LONG": {int: "LONG"},
    "STRING": {str: "STRING"},
    "BOOLEAN": {bool: "BOOLEAN"},
}
_FEWEST_ROWS = 8
# Each property is looked for in each record, which may have few of them.
_MOST_COLUMNS = 32


class Column(NamedTuple):
    """The values of one property, none of them None, and their times as an answer has them.

    `types` are the data types of the Python types that occur: of one, or of int and float.
    """

    name: str
    times: list[str]
    values: list[Any]
    types: Mapping[type, str]


class Block(NamedTuple):
    """How many of the records are rows, and the last that is one."""

    columns: list[Column]
    rows: int
    last: Record


def plain_types(query: Query) -> dict[str, Mapping[type, str]]:
    """For each property, the data types of the Python types that its values can have in a block."""
    declared = query.declared
    by_type = {**_DECLARED, "LONG": {}} if query.long_as_string else _DECLARED
    return {
        name: by_type.get(declared[name].type, {}) if name in declared else INFERRED_TYPES
        for name in query.selected
    }


def block_of(records: Sequence[Record], types: Mapping[str, Mapping[type, str]]) -> Block | None:
    """The records by the properties in `types`; None where a row needs a look of its own.

    That is where a value is of another type or out of its range, or the column is of several types. The
    records have valid times.
    """
    if len(records) < _FEWEST_ROWS:
        return None
    names = [name for name in {*chain.from_iterable(records)} if name in types]
    times: list[str] = [record[ID_FIELD] for record in records]
    if not 0 < len(names) <= _MOST_COLUMNS or "+" in "".join(times):
        return None
    columns = []
    for name in names:
        column = _column(name, times, [record.get(name) for record in records], types[name])
        if column is None:
            return None
        columns.append(column)
    if all(len(column.values) < len(records) for column in columns):
        records = [record for record in records if any(record.get(name) is not None for name in names)]
    return Block(columns, len(records), records[-1]) if records else None


def _column(name: str, times: list[str], found: list[Any], types: Mapping[type, str]) -> Column | None:
    kinds = {*map(type, found)}
    if NoneType in kinds:
        kinds.remove(NoneType)
        times = [time for time, value in zip(times, found, strict=True) if value is not None]
        found = [value for value in found if value is not None]
    if not kinds <= types.keys() or (len(kinds) > 1 and kinds != {int, float}):
        return None
    for kind in kinds:
        of_kind = found if len(kinds) == 1 else [value for value in found if type(value) is kind]
        if not _fit(kind, of_kind, _LIMITS.get(types[kind], 0)):
            return None
    if types.get(int) == "DOUBLE" and int in kinds:
        found, kinds = [*map(float, found)], {float}
    return Column(name, times, found, {kind: types[kind] for kind in kinds})


def _fit(kind: type, values: Sequence[Any], limit: int) -> bool:
    if kind is float:
        return all(map(isfinite, values))
    if kind is int:
        return bool(-limit <= min(values) and max(values) < limit)
    return kind is bool or has_encoding("".join(values))
