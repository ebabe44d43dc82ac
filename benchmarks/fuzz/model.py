"""The contract of queries in plain Python: all records at hand, and each rule of docs/contract.md once.

It shares no code with the readers. Whatever a reader answers over any store has to be the same.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import Any

Record = Mapping[str, Any]
Value = dict[str, Any]  # {"DoubleValue": 23.5}
Series = list[tuple[int, Value]]  # instants in nanoseconds since 1970

SECOND = 10**9
_EPOCH = datetime(1970, 1, 1)
_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_DAY = 24 * 3600 * SECOND


class MismatchError(Exception):
    """A stored value does not fit the declared type."""


def instant(time: str) -> int:
    second, fraction = time[:19], time[19:].removesuffix("Z").removesuffix("+00:00").removeprefix(".")
    since = datetime.fromisoformat(second) - _EPOCH
    return (since.days * 86_400 + since.seconds) * SECOND + int(f"{fraction:0<9}")


class Model:
    """`whole_numbers`: the store does not know 20.0 from 20, as DynamoDB and Cosmos DB."""

    def __init__(self, records: Iterable[Record], *, whole_numbers: bool) -> None:
        self._whole_numbers = whole_numbers
        self.records: dict[str, list[Record]] = {}
        for record in sorted(records, key=lambda one: (instant(one["id"]), one["id"])):
            self.records.setdefault(record["iotDeviceId"], []).append(record)

    def history(self, device: str, payload: Mapping[str, Any]) -> dict[str, Series]:
        """Of all pages together. Raises MismatchError."""
        first, last = instant(payload["startTime"]), instant(payload["endTime"])
        if payload.get("interpolation"):
            found = self._interpolated(device, payload, first, last)
        else:
            rows = self._rows(device, payload, first, last)
            found = {name: self._series(rows, name, payload) for name in payload["selectedProperties"]}
            if most := payload.get("maxDataPoints"):
                found = {name: reduced(series, most, first, last) for name, series in found.items()}
        if payload.get("orderByTime") == "DESCENDING":
            return {name: series[::-1] for name, series in found.items()}
        return found

    def newest(self, device: str, name: str, since: str | None) -> tuple[int, Value, int] | None:
        """The newest value of a property, and how many records are newer. None: there is none."""
        records = self.records.get(device, [])[::-1]
        for number, record in enumerate(records):
            at, newest = instant(record["id"]), instant(records[0]["id"])
            if at < newest - _DAY or (since is not None and at < instant(since)):
                return None
            if (value := self._value(record, name)) is not None:
                return at, data_value(value, None), number
        return None

    def _rows(self, device: str, payload: Mapping[str, Any], first: int, last: int) -> list[Record]:
        return [
            record
            for record in self.records.get(device, ())
            if first <= instant(record["id"]) <= last
            and all(self._passes(record, one) for one in payload.get("propertyFilters", ()))
        ]

    def _passes(self, record: Record, one: Mapping[str, Any]) -> bool:
        value, limit = self._value(record, one["propertyName"]), one["value"]
        return _kind(value) == _kind(limit) != "" and _OPERATORS[one["operator"]](value, limit)

    def _series(self, rows: Sequence[Record], name: str, payload: Mapping[str, Any]) -> Series:
        values = ((instant(row["id"]), self._value(row, name)) for row in rows)
        return [
            (at, data_value(value, _declared(payload, name))) for at, value in values if value is not None
        ]

    def _value(self, record: Record, name: str) -> Any:
        value = record.get(name)
        is_whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**63
        return int(value) if is_whole and self._whole_numbers and value is not None else value

    def _interpolated(
        self, device: str, payload: Mapping[str, Any], first: int, last: int
    ) -> dict[str, Series]:
        step = payload["interpolation"]["intervalInSeconds"] * SECOND
        rows = self._rows(device, payload, first - step, last + step)
        found: dict[str, Series] = {}
        for name in payload["selectedProperties"]:
            # Of one instant, the value of the greatest id: it comes last.
            stored = {instant(row["id"]): self._value(row, name) for row in rows if row.get(name) is not None}
            line = {at: _on_line(stored, at) for at in range(first, last + 1, step)}
            declared = _declared(payload, name) or "DOUBLE"
            found[name] = [(at, _rounded(one, declared)) for at, one in line.items() if one is not None]
        return found


def reduced(series: Series, most: int, first: int, last: int) -> Series:
    """Down-sampled. Of values that are not numbers, first those that differ from the one before."""
    kept = [(at, value, next(iter(value.values()))) for at, value in series]
    is_number = all(_kind(plain) == "number" for _, _, plain in kept)
    if not is_number:
        kept = [one for number, one in enumerate(kept) if not number or one[1] != kept[number - 1][1]]
    if len(kept) <= most:
        return [(at, value) for at, value, _ in kept]
    found: Series = []
    for _, part in groupby(kept, lambda one: (one[0] - first) * max(1, most // 2) // (last - first + 1)):
        points = list(enumerate(part))
        least, greatest = points[0], points[-1]
        if is_number:
            least = min(points, key=lambda one: (one[1][2], one[0]))
            greatest = max(points, key=lambda one: (one[1][2], -one[0]))
        places = [greatest] if most == 1 or least[0] == greatest[0] else sorted([least, greatest])
        found += [(at, value) for _, (at, value, _) in places]
    return found


def data_value(value: Any, declared: str | None) -> Value:
    """Without lists and maps, which are answered as they are. Raises MismatchError."""
    kind = _kind(value)
    if declared is None:
        declared = {"boolean": "BOOLEAN", "string": "STRING"}.get(kind, "DOUBLE")
        if isinstance(value, int) and kind == "number":
            declared = "INTEGER" if -(2**31) <= value < 2**31 else "LONG"
    if kind != {"BOOLEAN": "boolean", "STRING": "string"}.get(declared, "number"):
        raise MismatchError
    if declared == "DOUBLE":
        return {"DoubleValue": float(value)}
    if declared in ("INTEGER", "LONG"):
        limit = 2**31 if declared == "INTEGER" else 2**63
        if value != int(value) or not -limit <= value < limit:
            raise MismatchError
        value = int(value)
    return {f"{declared.capitalize()}Value": value}


def _declared(payload: Mapping[str, Any], name: str) -> str | None:
    definition = payload.get("properties", {}).get(name)
    declared: str | None = definition and definition["definition"]["dataType"]["type"]
    return declared


def _on_line(stored: Mapping[int, Any], at: int) -> Fraction | None:
    before, after = [one for one in stored if one <= at], [one for one in stored if one >= at]
    if not before or not after:
        return None
    left, right = max(before), min(after)
    first, second = Fraction(stored[left]), Fraction(stored[right])
    return first if left == right else first + (second - first) * Fraction(at - left, right - left)


def _rounded(number: Fraction, declared: str) -> Value:
    if declared == "DOUBLE":
        return {"DoubleValue": float(number)}
    return {f"{declared.capitalize()}Value": math.floor(number + Fraction(1, 2))}


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else ""
