"""What of a reader's answer a twin does not have yet, and the patch that brings it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, NamedTuple

from crosstwin_contract.digital_twins import OBSERVED_AT
from crosstwin_contract.records import at
from crosstwin_contract.telemetry import UnfitValueError
from twins import Operation
from values import fitted, instant, plain, spelled


class Offer(NamedTuple):
    """An answer's value of a property, `{"time", "value"}`, and the DTDL schema that it is to fit."""

    schema: Any
    entry: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """The same for the same value and time, as long as the property has the same type."""
        return hashlib.sha256(json.dumps(self, sort_keys=True).encode()).hexdigest()


class Refusal(NamedTuple):
    """Why a value is not in the twin. The reason names no value."""

    offer: Offer
    instant: str
    reason: str


class SourceTimes(IntEnum):
    """Of which properties a patch sets `$metadata.<property>.sourceTime`.

    No source says whether it can be set in the patch that sets the property for the first time.
    """

    NONE = 0
    OF_SET_PROPERTIES = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class Update:
    """A property's new value. `is_set`: the twin has a value of it, and so metadata.

    `offer` is what was to be made of what was answered, by which a refusal is remembered.
    """

    name: str
    value: Any
    instant: str
    is_set: bool
    offer: Offer

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
    """What a twin gets. `observed_at` is an operation, or nothing; `refused` is by property."""

    updates: list[Update] = field(default_factory=list)
    observed_at: list[Operation] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)
    is_older: bool = False

    def operations(self, source_times: SourceTimes) -> list[Operation]:
        """JSON Patch for the twin's values, without `observed_at`; empty where none is newer."""
        return [op for update in self.updates for op in update.operations(source_times)]

    def undated(self, source_times: SourceTimes) -> list[Update]:
        """Those whose source times take another patch than their values."""
        if source_times is not SourceTimes.OF_SET_PROPERTIES:
            return []
        return [update for update in self.updates if not update.is_set]


def change_of(
    twin: Mapping[str, Any],
    values: Mapping[str, Any],
    schemas: Mapping[str, Any],
    known_refusals: Mapping[str, str],
) -> Change:
    """Compares an answer's values (`{"<property>": {"time", "value"}}`) with those of a twin, one by one.

    A value counts if its time is later than the one that the twin has of this property, or the same with
    another value (messages of one time are merged). An older value never does, unless the twin has no
    OBSERVED_AT: its values are then those of the store that the device had before. `known_refusals` has, by
    property, the digest of the offer that was refused last.
    """
    change = Change()
    newest = held = instant(twin.get(OBSERVED_AT))
    times = []
    for name, entry in values.items():
        time = instant(entry.get("time")) if isinstance(entry, Mapping) else None
        if name not in schemas or time is None:
            continue
        times.append(time)
        offer = Offer(schemas[name], entry)
        if name in known_refusals and known_refusals[name] == offer.digest:
            continue
        try:
            value = fitted(schemas[name], plain(entry.get("value")))
        except UnfitValueError as error:
            change.refused[name] = Refusal(offer, time, str(error))
            continue
        if _is_news(twin, name, time, value, held):
            change.updates.append(Update(name, value, time, name in twin, offer))
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
