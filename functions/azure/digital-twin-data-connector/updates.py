"""What of a reader's answer a twin does not have yet, and the patch that brings it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from crosstwin_contract.records import at
from crosstwin_contract.telemetry import UnfitValueError
from twins import Operation
from values import fitted, instant, plain, spelled
from wanted import OBSERVED_AT


class SourceTimes(IntEnum):
    """Of which properties a patch sets `$metadata.<property>.sourceTime`.

    No source says whether it can be set in the patch that sets the property for the first time.
    """

    NONE = 0
    OF_SET_PROPERTIES = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class Update:
    """A property's new value. `is_set`: the twin has a value of it, and so metadata."""

    name: str
    value: Any
    instant: str
    is_set: bool

    def operations(self, source_times: SourceTimes) -> list[Operation]:
        """JSON Patch: the value, and its source time where one can be set."""
        # `add` works whether the property is set or not, `replace` only if it is.
        found = [{"op": "add", "path": f"/{self.name}", "value": self.value}]
        if source_times is SourceTimes.ALL or (source_times and self.is_set):
            found.append(self.source_time())
        return found

    def source_time(self) -> Operation:
        """JSON Patch: when the value was measured, ISO 8601 in UTC."""
        path = f"/$metadata/{self.name}/sourceTime"
        return {"op": "replace", "path": path, "value": spelled(self.instant)}


@dataclass(slots=True)
class Change:
    """What a twin gets. `observed_at` is an operation, or nothing; `refused` says why, by property."""

    updates: list[Update] = field(default_factory=list)
    observed_at: list[Operation] = field(default_factory=list)
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)
    is_older: bool = False

    def operations(self, source_times: SourceTimes) -> list[Operation]:
        """JSON Patch for the twin, empty where nothing is newer."""
        return [*(op for update in self.updates for op in update.operations(source_times)), *self.observed_at]


def change_of(
    twin: Mapping[str, Any],
    values: Mapping[str, Any],
    schemas: Mapping[str, Any],
    known_refusals: Iterable[tuple[str, str]],
) -> Change:
    """Compares an answer's values (`{"<property>": {"time", "value"}}`) with those of a twin, one by one.

    A value counts if its time is later than the one that the twin has of this property, or the same with
    another value (messages of one time are merged). An older value never does, unless the twin has no
    OBSERVED_AT: its values are then those of the store that the device had before. `known_refusals` are the
    properties and instants whose values the twin was not given before.
    """
    change = Change()
    refusals = {*known_refusals}
    newest = held = instant(twin.get(OBSERVED_AT))
    times = []
    for name, entry in values.items():
        time = instant(entry.get("time")) if isinstance(entry, Mapping) else None
        if name not in schemas or time is None:
            continue
        times.append(time)
        if (name, time) in refusals:
            continue
        try:
            value = fitted(schemas[name], plain(entry.get("value")))
        except UnfitValueError as error:
            change.refused[name] = (time, str(error))
            continue
        if _is_news(twin, name, time, value, held):
            change.updates.append(Update(name, value, time, name in twin))
    if times:
        newest = max([*times, *([held] if held else [])])
    if newest is not None and newest != held:
        change.observed_at = [{"op": "add", "path": f"/{OBSERVED_AT}", "value": spelled(newest)}]
    change.is_older = not change.updates and held is not None and bool(times) and max(times) < held
    return change


def _is_news(twin: Mapping[str, Any], name: str, time: str, value: Any, observed_at: str | None) -> bool:
    if name not in twin or observed_at is None:
        return True
    # Without a sourceTime, its value is no newer than the device's newest time.
    known = instant(at(twin, ("$metadata", name, "sourceTime"))) or observed_at
    if known == time:
        return not _same(twin[name], value)
    return known < time


def _same(held: Any, value: Any) -> bool:
    """Whether two JSON values are equal: true is not 1, but 3 is 3.0."""
    return (type(held) is type(value) and held == value) or (
        {type(held), type(value)} == {int, float} and held == value
    )
