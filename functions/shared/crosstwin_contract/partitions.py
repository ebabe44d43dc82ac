"""Partition keys of device and period, such as `{device}-{YYYY}-{MM}`, in a store like Cosmos DB."""

from __future__ import annotations

from crosstwin_contract.records import DEVICE, PLACEHOLDER, RecordMapping, check_template

# The parts of the time, and where each stands in an ISO 8601 time.
PARTS = {"{YYYY}": slice(0, 4), "{MM}": slice(5, 7), "{DD}": slice(8, 10), "{HH}": slice(11, 13)}
# https://learn.microsoft.com/azure/cosmos-db/hierarchical-partition-keys
_MOST_LEVELS = 3


def partition_of(mapping: RecordMapping, device: str, stored_id: str) -> tuple[str, ...]:
    """The levels of the partition key of a device's record at a time."""
    parts = {part: stored_id[place] for part, place in PARTS.items()}
    parts[DEVICE] = mapping.device_value(device)
    levels = mapping.partition_key or (DEVICE,)
    return tuple(PLACEHOLDER.sub(lambda found: parts[found[0]], level) for level in levels)


def fields_of(path: str) -> tuple[str, ...]:
    """The names of the fields of a partition key's path, such as /SystemProperties/"device-id"."""
    return tuple(path.replace('"', "").strip("/").split("/"))


def check_levels(levels: tuple[str, ...]) -> None:
    """Raises ValueError where a partition has records of several periods, such as each January.

    Partitions are read one after the other, so their order is that of time.
    """
    if len(levels) > _MOST_LEVELS:
        raise ValueError(f"partition_key: a hierarchical key has up to {_MOST_LEVELS} levels")
    partition_key = "/".join(levels)
    check_template(partition_key, "partition_key", tuple(PARTS))
    parts = [part in partition_key for part in PARTS]
    if parts != sorted(parts, reverse=True):
        finest = [*PARTS][len(parts) - 1 - parts[::-1].index(True)]
        missing = [*PARTS][parts.index(False)]
        raise ValueError(f"partition_key: {finest} needs {missing} in the key as well")
