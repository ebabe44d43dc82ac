"""Which document in the path of a Firestore collection is the device: pump-7 in devices/pump-7/telemetry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosstwin_contract.records import DEVICE, RecordMapping, at, path

from crosstwin.readers.hot_stores.keys import has_period
from crosstwin.readers.hot_stores.proposal import has_usual_name_of_device, propose


@dataclass(frozen=True, slots=True)
class DevicePath:
    """`collection` has {device} at `level`, in the place of one device; None: no document is the device.

    `note` says which was taken; `problem`, why none was.
    """

    collection: str
    level: int | None = None
    note: str = ""
    problem: str = ""


def device_path(collection: str, items: Sequence[Mapping[str, Any]]) -> DevicePath:
    """Compares each document in the path with the records of the collection.

    Where all records have a field with the device, the device is in the path if its name is. Otherwise, it is
    the document of a collection such as `devices`, or the only one whose name has no month of the records.
    """
    parts = collection.split("/")
    if DEVICE in parts:
        return DevicePath(collection, parts.index(DEVICE))
    documents = range(1, len(parts) - 1, 2)
    found = propose(items)
    if found.devices:
        possible = [level for level in documents if found.devices == (parts[level],)]
    else:
        times = _times(items, found.records)
        possible = [level for level in documents if not any(has_period(parts[level], time) for time in times)]
        named = [level for level in possible if has_usual_name_of_device(parts[level - 1].removesuffix("s"))]
        possible = named or possible
    if not possible:
        return DevicePath(collection)
    level = possible[-1]
    proposed = "/".join((*parts[:level], DEVICE, *parts[level + 1 :]))
    if len(possible) > 1 and not found.devices:
        which = " or ".join(parts[one] for one in possible)
        return DevicePath(
            collection,
            problem=f"{collection} does not show which part of it is the device, {which}: "
            f"put {DEVICE} in its place, such as --collection '{proposed}'",
        )
    return DevicePath(
        proposed,
        level,
        f"{parts[level]} in {collection} is taken for the device: the readers read {proposed}",
    )


def is_in(collection: str, document: str) -> bool:
    """Whether the path of a document is in that collection, with any device in the place of {device}."""
    expected, found = collection.split("/"), document.split("/")[:-1]
    return len(expected) == len(found) and all(
        part in (DEVICE, name) for part, name in zip(expected, found, strict=True)
    )


def _times(items: Sequence[Mapping[str, Any]], records: Mapping[str, Any]) -> list[str]:
    mapping = RecordMapping.parse(dict(records))
    found = [mapping.times.id_of(at(item, path(mapping.time))) for item in items]
    return [time for time in found if time is not None]
