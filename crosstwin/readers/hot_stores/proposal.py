"""Proposes the section `records`, and properties with their types, out of a few records of a hot store."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosstwin_contract.records import CROSSTWIN, at, object_of, path
from crosstwin_contract.store_names import COSMOS_FIELDS
from crosstwin_contract.stored_times import form_of
from crosstwin_contract.telemetry import UnfitValueError, inferred_type

_DEVICES = ("iotDeviceId", "deviceId", "device_id", "device", "iothub-connection-device-id", "deviceid")
_TIMES = ("id", "timestamp", "time", "ts", "at", "eventTime", "createdAt", "iothub-enqueuedtime", "datetime")
_DEEPEST = 3
_PREFIX = re.compile(r"[^#:/|]*[#:/|]")


@dataclass(frozen=True, slots=True)
class Proposal:
    """`records` is the section, without what is as Crosstwin writes it; `problem` says what was not found.

    `devices` are those of the records that were looked at; `properties` has their types, as twin.yaml.
    """

    records: dict[str, str]
    devices: tuple[str, ...]
    properties: dict[str, Any]
    problem: str = ""


def propose(
    items: Sequence[Mapping[str, Any]],
    *,
    device: str | None = None,
    time: str | None = None,
    nested: bool = True,
) -> Proposal:
    """`device` and `time` are known where they are a store's keys; `nested`: they can be paths.

    Where the time is a key, other items can have another one there: a single-table design has such.
    """
    if time is not None:
        items = _alike(items, time)
    fields = [dict(_flat(item, nested)) for item in items]
    device = device or _named(fields, _DEVICES)
    found: dict[str, str] = {}
    if device not in (None, CROSSTWIN.device):
        found["device"] = str(device)
    times = [time] if time else [name for name in _candidates(fields) if name != device]
    spelling: dict[str, str] | None = None
    for name in times:
        spelling = _spelling([values[name] for values in fields if name in values])
        if spelling is not None:
            if not nested:
                spelling.pop("time_type", None)  # a key's type is the store's to know
            found |= ({} if name == CROSSTWIN.time else {"time": name}) | spelling
            time = name
            break
    devices = [str(values[device]) for values in fields if device in values]
    prefix = _common_prefix(devices)
    if prefix:
        found["device_format"] = prefix + "{device}"
    if values_at := _values(items, {path(name)[0] for name in (device, time) if name}):
        found["values"] = values_at
    problem = ""
    if device is None:
        problem = "no field has the name of a device: give it in records.device"
    elif spelling is None:
        problem = "no field has a time: give it in records.time and records.time_format"
    return Proposal(
        found,
        tuple(dict.fromkeys(name.removeprefix(prefix) for name in devices)),
        _properties(items, found, {path(name)[0] for name in (device, time, "id") if name}),
        problem,
    )


def _alike(items: Sequence[Mapping[str, Any]], time: str) -> Sequence[Mapping[str, Any]]:
    """The items whose times are spelled as most are; all, if none has a time."""
    spelled = [str(_spelling([item[time]])) if time in item else "None" for item in items]
    (most, _), *_ = Counter(one for one in spelled if one != "None").most_common(1) or [("None", 0)]
    return [item for item, one in zip(items, spelled, strict=True) if one == most]


def _flat(
    item: Mapping[str, Any], nested: bool, above: str = "", depth: int = 1
) -> Iterator[tuple[str, Any]]:
    for name, value in item.items():
        if name in COSMOS_FIELDS or "." in name:
            continue
        if isinstance(value, Mapping):
            if nested and depth < _DEEPEST:
                yield from _flat(value, nested, f"{above}{name}.", depth + 1)
        else:
            yield above + name, value


def _named(fields: Sequence[Mapping[str, Any]], names: Sequence[str]) -> str | None:
    """The first path of which all records have a string, and whose last name is one of the usual ones."""
    common = _common(fields)
    for name in names:
        for found in common:
            if path(found)[-1].lower() == name.lower() and all(isinstance(one[found], str) for one in fields):
                return found
    return None


def _candidates(fields: Sequence[Mapping[str, Any]]) -> list[str]:
    """Paths that all records have, the usual names of times first."""
    order = {name.lower(): place for place, name in enumerate(_TIMES)}
    found = [name for name in _common(fields) if path(name)[-1].lower() in order]
    return sorted(found, key=lambda name: (name == "id", order[path(name)[-1].lower()]))


def _common(fields: Sequence[Mapping[str, Any]]) -> list[str]:
    counts = Counter(name for values in fields for name in values)
    return [name for name, count in counts.items() if count == len(fields)]


def _spelling(values: Sequence[Any]) -> dict[str, str] | None:
    """How all of these times are spelled, as keys of `records`; None: they are not times."""
    if not values:
        return None
    first, *others = map(form_of, values)
    return first if all(form == first for form in others) else None


def _common_prefix(devices: Iterable[str]) -> str:
    """What all names begin with up to a sign that separates, such as DEVICE#."""
    prefixes = {match[0] if (match := _PREFIX.match(name)) else "" for name in devices}
    return prefixes.pop() if len(prefixes) == 1 else ""


def _values(items: Sequence[Mapping[str, Any]], keys: set[str]) -> str | None:
    """The field whose value is a map in all records, where beside it only keys and maps are in them."""
    maps = (
        [name for name in items[0] if name not in keys and all(_is_map(item.get(name)) for item in items)]
        if items
        else []
    )
    return maps[0] if len(maps) == 1 or (maps and maps[0] in ("Body", "payload", "values", "data")) else None


def _is_map(value: Any) -> bool:
    found = object_of(value) if isinstance(value, str | bytes | Mapping) else None
    return bool(found)


def _properties(
    items: Sequence[Mapping[str, Any]], records: Mapping[str, str], keys: set[str]
) -> dict[str, Any]:
    values_at = records.get("values")
    types: dict[str, Any] = {}
    for item in items:
        values = object_of(at(item, path(values_at))) if values_at else item
        for name, value in (values or {}).items():
            if name in COSMOS_FIELDS or (values_at is None and name in keys):
                continue
            if (found := _type(value)) is not None:
                types[name] = _wider(types.get(name), found)
    # By name: a document of Firestore has its fields in no order.
    return {name: found for name, found in sorted(types.items()) if found is not None}


def _type(value: Any) -> Any:
    if value is None:
        return None
    try:
        kind = inferred_type(value).lower()
    except UnfitValueError:
        return None
    if kind not in ("list", "map"):
        return kind
    nested: Any = None
    for item in value.values() if kind == "map" else value:
        nested = _wider(nested, _type(item))
    return {"type": kind, "of": nested} if isinstance(nested, str) else None


def _wider(one: Any, other: Any) -> Any:
    """The type that holds values of both; a string if they have none in common."""
    if one is None or one == other:
        return other
    if other is None:
        return one
    numbers = ("integer", "long", "double")
    if one in numbers and other in numbers:
        return numbers[max(numbers.index(one), numbers.index(other))]
    return one if isinstance(one, dict) else "string"
