"""Which keys of a store lead to its records: of a table, of an index, or the levels of a partition key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from crosstwin_contract.partitions import partition_of
from crosstwin_contract.records import DEVICE, PARTS, PLACEHOLDER, RecordMapping, at, check_levels, path
from crosstwin_contract.stored_times import form_of

Item = Mapping[str, Any]
SEPARATORS = re.compile(r"[#:/|]")
TIME = "{time}"
Fields = tuple[str, ...]  # the names of a field and of those around it, from the outermost on


@dataclass(frozen=True, slots=True)
class TableKey:
    """The keys of a DynamoDB table, or of one of its indexes.

    `time` is None without a sort key; `attributes` are those of its items, None if it has all of them.
    `is_text`: the partition key is of type S, as a device is.
    """

    device: str
    time: str | None = None
    index_name: str | None = None
    attributes: frozenset[str] | None = None
    is_text: bool = True

    def items(self, items: Iterable[Item]) -> list[Item]:
        """Those that have both keys, with what they have here."""
        with_keys = [item for item in items if self.device in item and self.time in item]
        if self.attributes is None:
            return with_keys
        return [{name: item[name] for name in item if name in self.attributes} for item in with_keys]


def usable_key(items: Sequence[Item], keys: Iterable[TableKey]) -> TableKey | None:
    """The first whose partition key can be a device, and whose sort key is a time in some records.

    One whose times have nothing before or after them precedes one whose sort keys have a name, or a kind:
    BUILDING#b1#DEVICE#pump-7#2026-01-15T10:00:00Z.
    """
    usable = [(key, found) for key in keys if key.is_text and (found := _time_templates(items, key))]
    usable.sort(key=lambda one: len(one[1]) > 1)
    return usable[0][0] if usable else None


def levels_before_time(items: Sequence[Item], key: TableKey) -> list[str]:
    """What sort keys have around the time, if it differs and has levels, such as `b1#pump-7#{time}`.

    The readers find the records of one only. READING#{time} and ALARM#{time} have no levels: they are kinds.
    """
    found = _time_templates(items, key)
    levels = any(len(SEPARATORS.findall(one.replace(TIME, ""))) > 1 for one in found)
    return found if len(found) > 1 and levels else []


def _time_templates(items: Sequence[Item], key: TableKey) -> list[str]:
    """`{time}`, `READING#{time}`: each in which a record has the time in the sort key."""
    times = [form_of(item[key.time]) for item in key.items(items)] if key.time else []
    return list(dict.fromkeys(one.get("time_template", TIME) for one in times if one is not None))


def partition_levels(
    items: Sequence[Item], times: Sequence[str], levels: Sequence[Fields], mapping: RecordMapping
) -> tuple[tuple[str, ...], str]:
    """A template for each level of a partition key, as twin.yaml has them, and why there are none, or "".

    The templates give the levels of each record from its device and its time; `times` are those as ids.
    """
    stored = [str(at(item, path(mapping.device))) for item in items]
    before, _, after = mapping.device_format.partition(DEVICE)
    devices = [one.removeprefix(before).removesuffix(after) for one in stored]
    found: list[list[str]] = []
    for level in levels:
        values = [at(item, level) for item in items]
        place = "/" + "/".join(level)
        if not all(isinstance(value, str) and value for value in values):
            return (), f"{place}, a level of the partition key, is not a string in all records"
        fitting = [
            template
            for template in _templates(values[0], stored[0], times[0])
            if all(
                partition_of(replace(mapping, partition_key=(template,)), device, time) == (value,)
                for device, time, value in zip(devices, times, values, strict=True)
            )
        ]
        if not fitting:
            return (), (
                f"{place}, a level of the partition key, is not the device, not a period of the time and not "
                "the same in all records, so the readers could not query it: if all of the telemetry has one "
                "value there, give it in records.partition_key"
            )
        found.append(fitting)
    possible = [one for one in product(*found) if _is_possible(one)]
    if not possible:
        return (), "the partition key does not have the device once, which the readers need"
    return max(possible, key=_knowledge), ""


def has_period(value: str, time: str) -> bool:
    """Whether the year and the month of a time are in a value, such as in pump-7-2026-01."""
    return re.search(rf"(?<!\d){time[PARTS['{YYYY}']]}\D?{time[PARTS['{MM}']]}", value) is not None


def _templates(value: str, device: str, time: str) -> Iterator[str]:
    """What can have made a level's value: itself, or with placeholders for the device and for a period."""
    if "{" in value or "}" in value:
        return
    texts = [value]
    for match in re.finditer(rf"(?<![^\W_]){re.escape(device)}(?![^\W_])", value):
        texts.append(f"{value[: match.start()]}{DEVICE}{value[match.end() :]}")
    for text in texts:
        yield text
        for names in _runs([*PARTS]):
            # Such as 2026-01, 2026/01 and 202601.
            digits = r"(\D?)".join(time[PARTS[name]] for name in names)
            for match in re.finditer(rf"(?<!\d){digits}(?!\d)", text):
                between = (*match.groups(), "")
                period = "".join(name + one for name, one in zip(names, between, strict=True))
                yield f"{text[: match.start()]}{period}{text[match.end() :]}"


def _runs(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(len(names)):
        for last in range(first, len(names)):
            yield names[first : last + 1]


def _is_possible(levels: tuple[str, ...]) -> bool:
    try:
        check_levels(levels)
    except ValueError:
        return False
    return True


def _knowledge(levels: tuple[str, ...]) -> tuple[int, int]:
    """More for each part of the device and the time that is known, less for one that is in two places."""
    parts = PLACEHOLDER.findall("/".join(levels))
    return len(set(parts)), -len(parts)
