"""Partition keys of device and period, such as `{device}-{YYYY}-{MM}`, in a store like Cosmos DB."""

from __future__ import annotations

from crosstwin_contract.records import DEVICE, PARTS, PLACEHOLDER, RecordMapping


def partition_of(mapping: RecordMapping, device: str, stored_id: str) -> tuple[str, ...]:
    """The levels of the partition key of a device's record at a time."""
    parts = {part: stored_id[place] for part, place in PARTS.items()}
    parts[DEVICE] = mapping.device_value(device)
    levels = mapping.partition_key or (DEVICE,)
    return tuple(PLACEHOLDER.sub(lambda found: parts[found[0]], level) for level in levels)


def fields_of(path: str) -> tuple[str, ...]:
    """The names of the fields of a partition key's path, such as /SystemProperties/"device-id"."""
    return tuple(path.replace('"', "").strip("/").split("/"))
