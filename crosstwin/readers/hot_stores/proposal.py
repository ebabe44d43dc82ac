"""Proposes the section `records`, and properties with their types, out of a few records of a hot store."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crosstwin_contract.records import CROSSTWIN, DEVICE, PLACEHOLDER, RecordMapping, at, object_of, path
from crosstwin_contract.store_names import COSMOS_FIELDS
from crosstwin_contract.stored_times import form_of

from crosstwin.readers.hot_stores.keys import Fields, has_period, partition_levels
from crosstwin.readers.hot_stores.property_types import properties

# The usual names of the fields with the device and the time, the most usual first.
_DEVICES = ("iotdeviceid", "deviceid", "device_id", "device", "iothub-connection-device-id")
_TIMES = ("id", "timestamp", "time", "ts", "at", "eventtime", "createdat", "iothub-enqueuedtime", "datetime")
_DEEPEST = 3
_NO_NAME = re.compile(r"[#/|]")  # in no id of twin.yaml
_PREFIX = re.compile(r"[^#:/|]*[#:/|]")


@dataclass(frozen=True, slots=True)
class Proposal:
    """`records` is the section, without what is as Crosstwin writes it; `problem` says what was not found.

    `devices` are those of the records that were looked at; `properties` has their types, as twin.yaml.
    `notes` say what the records alone cannot show.
    """

    records: dict[str, Any]
    devices: tuple[str, ...] = ()
    properties: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    notes: tuple[str, ...] = ()


def propose(
    items: Sequence[Mapping[str, Any]],
    *,
    device: str | None = None,
    time: str | None = None,
    nested: bool = True,
    levels: Sequence[Fields] = (),
    keys: Collection[str] = (),
) -> Proposal:
    """`device` and `time` are known where they are a store's keys; `nested`: they can be paths.

    Where the time is a key, other items can have another one there: a single-table design has such. In a
    container or collection, other items can lack it. Neither are looked at. `levels` is where Cosmos DB has
    each level of its partition key; `keys` are further fields that are no properties.
    """
    if time is not None:
        items = _alike(items, time)
    flat = [dict(_flat(item, nested)) for item in items]
    if time is None and (name := _time_of_some(flat)):
        items = [item for item, values in zip(items, flat, strict=True) if name in values]
        flat = [values for values in flat if name in values]
    looked_at = _Records(items, flat, time, nested, levels, {*keys, *(level[0] for level in levels)})
    usual = [device] if device else _named(flat)
    own = [".".join(level) for level in levels]
    proposals = [looked_at.described(name) for name in sorted(usual, key=lambda name: name not in own)]
    if device or not levels:
        return proposals[0] if proposals else looked_at.described(None)
    if known := [one for one in proposals if not one.problem]:
        return known[0]
    # A level with a name of its own can be the device, if none of its values is of several devices.
    others = {
        name: looked_at.described(name, is_usual=False)
        for name in own
        if name not in usual and all(_determines(flat, name, other) for other in usual)
    }
    possible = [name for name, one in others.items() if not one.problem]
    if len(possible) > 1:
        which = " or ".join(possible)
        problem = f"the records do not show which level of the partition key is the device, {which}"
        return Proposal({}, problem=f"{problem}: give it in records.device, or look at more with --records")
    if possible:
        found = others[possible[0]]
        taken = f"{possible[0]}, a level of the partition key, is taken for the device"
        return replace(found, notes=(f"{taken}, and {usual[0]} is not", *found.notes)) if usual else found
    return (proposals or [*others.values()])[0]


@dataclass(frozen=True, slots=True)
class _Records:
    """What was looked at: `flat` has the values of each item by their paths."""

    items: Sequence[Mapping[str, Any]]
    flat: Sequence[Mapping[str, Any]]
    time: str | None
    nested: bool
    levels: Sequence[Fields]
    keys: Collection[str]

    def described(self, device: str | None, *, is_usual: bool = True) -> Proposal:
        """With the device in that field. `is_usual`: it has the name of one."""
        found: dict[str, Any] = {}
        if device not in (None, CROSSTWIN.device):
            found["device"] = device
        time, spelling = self._time(device)
        if spelling is not None:
            found |= ({} if time == CROSSTWIN.time else {"time": time}) | spelling
        devices = [str(values[device]) for values in self.flat if device is not None and device in values]
        prefix = _common_prefix(devices)
        if prefix:
            found["device_format"] = prefix + DEVICE
        tops = {path(name)[0] if self.nested else name for name in (device, time) if name}
        if values_at := _values(self.items, {*tops, *self.keys}):
            found["values"] = values_at
        problem, notes = "", tuple[str, ...]()
        if device is None:
            problem = "no field has the name of a device: give it in records.device"
        elif spelling is None:
            problem = "no field has a time: give it in records.time and records.time_format"
        elif unfit := next((one for one in devices if _NO_NAME.search(one.removeprefix(prefix))), None):
            levels = unfit[: [*_NO_NAME.finditer(unfit)][-1].end()]
            problem = (
                f"{device} has several levels, such as {unfit!r:.80}, and an id of twin.yaml has no #, / or "
                "|. For the devices below one level, give all that is before their names in "
                f"records.device_format, such as {levels + DEVICE!r:.80}. For the devices of several levels "
                "in one twin, the readers need a field with the device alone, in DynamoDB the partition key "
                'of an index whose sort key is the time: docs/existing-stores.md, "Hierarchical keys"'
            )
        elif self.levels:
            problem, notes = self._add_partition_key(found, device, is_usual=is_usual)
        return Proposal(
            found,
            tuple(dict.fromkeys(name.removeprefix(prefix) for name in devices)),
            properties(self.items, found, {*tops, *self.keys, "id"}),
            problem,
            notes,
        )

    def _time(self, device: str | None) -> tuple[str | None, dict[str, str] | None]:
        """The field of the time, and how it is spelled; None: no field has one."""
        names = [self.time] if self.time else [name for name in _candidates(self.flat) if name != device]
        for name in names:
            spelling = _spelling([values[name] for values in self.flat if name in values])
            if spelling is not None:
                if not self.nested:
                    spelling.pop("time_type", None)  # a key's type is the store's to know
                return name, spelling
        return self.time, None

    def _add_partition_key(
        self, found: dict[str, Any], device: str, *, is_usual: bool
    ) -> tuple[str, tuple[str, ...]]:
        """Returns why the readers cannot know the partition key, or "", and what the records do not show."""
        if not all(isinstance(one := values.get(device), str) and one for values in self.flat):
            return f"{device}, a level of the partition key, is not a string in all records", ()
        mapping = RecordMapping.parse(found)
        found_times = [mapping.times.id_of(at(item, path(mapping.time))) for item in self.items]
        times = [one for one in found_times if one is not None]
        if len(times) < len(found_times):
            return f"{mapping.time} is not a valid time in all records", ()
        if not is_usual and all(
            has_period(values[device], time) for values, time in zip(self.flat, times, strict=True)
        ):
            return (
                f"{device} has the month of the record in it, and no other field has the name of a device: "
                "name the field with the device in records.device"
            ), ()
        key, problem = partition_levels(self.items, times, self.levels, mapping)
        if problem or (len(key) == 1 and path(device) == self.levels[0]):
            return problem, ()
        found["partition_key"] = key[0] if len(key) == 1 else [*key]
        return "", tuple(
            f"all records with a time have {level} in /{'/'.join(fields)}, so the readers read no others"
            for level, fields in zip(key, self.levels, strict=True)
            if not PLACEHOLDER.search(level)
        )


def _alike(items: Sequence[Mapping[str, Any]], time: str) -> Sequence[Mapping[str, Any]]:
    """The items whose times are spelled as most are; all, if no item has a time."""
    spelled = [str(_spelling([item[time]])) if time in item else "None" for item in items]
    (most, _), *_ = Counter(one for one in spelled if one != "None").most_common(1) or [("None", 0)]
    return [item for item, one in zip(items, spelled, strict=True) if one == most]


def _time_of_some(fields: Sequence[Mapping[str, Any]]) -> str | None:
    """The field in which most records have a time; None where all have one somewhere, or if no record has."""
    if any(_spelling([values[name] for values in fields]) for name in _candidates(fields)):
        return None
    names = [name for values in fields for name in values if name != "id" and _is_usual_time(name)]
    counts = Counter(
        name for name in dict.fromkeys(names) for values in fields if form_of(values.get(name)) is not None
    )
    return next((name for name, _ in counts.most_common(1)), None)


def _is_usual_time(name: str) -> bool:
    return path(name)[-1].lower() in _TIMES


def _flat(
    item: Mapping[str, Any], nested: bool, above: str = "", depth: int = 1
) -> Iterator[tuple[str, Any]]:
    for name, value in item.items():
        if nested and (name in COSMOS_FIELDS or "." in name):
            continue  # the name of a key of DynamoDB is not a path, and can be any
        if isinstance(value, Mapping):
            if nested and depth < _DEEPEST:
                yield from _flat(value, nested, f"{above}{name}.", depth + 1)
        else:
            yield above + name, value


def _named(fields: Sequence[Mapping[str, Any]]) -> list[str]:
    """The paths of which all records have a string, and whose last name is one that devices usually have."""
    found = [
        name
        for name in _common(fields)
        if has_usual_name_of_device(path(name)[-1]) and all(isinstance(one[name], str) for one in fields)
    ]
    return sorted(found, key=lambda name: _DEVICES.index(path(name)[-1].lower()))


def has_usual_name_of_device(name: str) -> bool:
    return name.lower() in _DEVICES


def _determines(fields: Sequence[Mapping[str, Any]], one: str, other: str) -> bool:
    """Whether all records with a value of one field have the same one of the other."""
    pairs = {(values.get(one), values[other]) for values in fields}
    return len(pairs) == len({first for first, _ in pairs})


def _candidates(fields: Sequence[Mapping[str, Any]]) -> list[str]:
    """Paths that all records have, the usual names of times first."""
    found = [name for name in _common(fields) if _is_usual_time(name)]
    return sorted(found, key=lambda name: (name == "id", _TIMES.index(path(name)[-1].lower())))


def _common(fields: Sequence[Mapping[str, Any]]) -> list[str]:
    counts = Counter(name for values in fields for name in values)
    return [name for name, count in counts.items() if count == len(fields)]


def _spelling(values: Sequence[Any]) -> dict[str, str] | None:
    """How all of these times are spelled, as keys of `records`; None: they are not times."""
    if not values:
        return None
    first, *others = map(form_of, values)
    return first if all(form == first for form in others) else None


def _common_prefix(devices: Sequence[str]) -> str:
    """What all names begin with up to a sign that separates, such as DEVICE#.

    More levels, such as north#hall-1#, only as far as the rest cannot be the name of a device.
    """
    prefixes = {match[0] if (match := _PREFIX.match(name)) else "" for name in devices}
    prefix = prefixes.pop() if len(prefixes) == 1 else ""
    rest = [name.removeprefix(prefix) for name in devices]
    return prefix + _common_prefix(rest) if prefix and any(map(_NO_NAME.search, rest)) else prefix


def _values(items: Sequence[Mapping[str, Any]], keys: set[str]) -> str | None:
    """The field whose value is a map in all records, where beside it only keys and maps are in them."""
    maps = (
        [
            name
            for name in items[0]
            # `values` is a path, so it cannot be a name that has a dot.
            if name not in keys and "." not in name and all(_is_map(item.get(name)) for item in items)
        ]
        if items
        else []
    )
    return maps[0] if len(maps) == 1 or (maps and maps[0] in ("Body", "payload", "values", "data")) else None


def _is_map(value: Any) -> bool:
    found = object_of(value) if isinstance(value, str | bytes | Mapping) else None
    return bool(found)
