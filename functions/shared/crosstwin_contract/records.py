"""The form of the records in an existing hot store: the section `records` of twin.yaml.

    {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds", "values": "reading"}

What is left out is as Crosstwin writes it. Readers get the section as JSON in RECORDS_VARIABLE.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crosstwin_contract.record_fields import RECORD_FIELDS
from crosstwin_contract.stored_times import Iso8601, StoredTimes, stored_times

RECORDS_VARIABLE = "HOT_STORE_RECORDS"
DEVICE = "{device}"

_KEYS = {
    *("device", "device_format", "time", "time_format", "time_template", "time_separator", "time_zone"),
    *("values", "index_name", "partition_key", "partition_key_paths", "time_type", "table_keys"),
}
_LISTS = ("table_keys", "partition_key", "partition_key_paths")
_CHOICES = {"time_separator": ("T", " "), "time_zone": ("utc",), "time_type": ("string", "S", "N")}
_TEXT = ("string", "S")  # as twin.yaml has it, and as DynamoDB names the type
_DEVICE, _ID = RECORD_FIELDS
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
# The parts of the time, and where each stands in an ISO 8601 time.
PARTS = {"{YYYY}": slice(0, 4), "{MM}": slice(5, 7), "{DD}": slice(8, 10), "{HH}": slice(11, 13)}
# https://learn.microsoft.com/azure/cosmos-db/hierarchical-partition-keys
_MOST_LEVELS = 3


@dataclass(frozen=True, slots=True)
class RecordMapping:
    """Where a record has its device, its time and its values. The default is the form that Crosstwin writes.

    `index_name` and `table_keys` are of DynamoDB: an index that serves device and time, and the keys of its
    table, which distinguish its items. `partition_key` is of Cosmos DB: a template of device and period, or
    one for each level of a hierarchical key; an item has them at `partition_key_paths`, such as /partition.
    """

    device: str = _DEVICE
    device_format: str = DEVICE
    time: str = _ID
    times: StoredTimes = field(default_factory=Iso8601)
    values: str | None = None
    index_name: str | None = None
    table_keys: tuple[str, ...] = ()
    partition_key: tuple[str, ...] = ()
    partition_key_paths: tuple[str, ...] = ()

    @classmethod
    def parse(cls, settings: str | Mapping[str, Any] | None) -> RecordMapping:
        """The mapping of a section, or of its JSON; of None or an empty string, the default.

        A key that is null counts as left out. Raises ValueError naming the key at fault.
        """
        if isinstance(settings, str):
            settings = _section(settings)
        if not isinstance(settings, Mapping | None):
            raise ValueError("expected an object")
        given = {name: value for name, value in (settings or {}).items() if value is not None}
        if unknown := sorted(given.keys() - _KEYS):
            raise ValueError(f"{unknown[0]}: not a key of records")
        if isinstance(given.get("partition_key"), str):
            given["partition_key"] = [given["partition_key"]]
        lists = {name: _strings(given.pop(name, ()), name) for name in _LISTS}
        for name, value in given.items():
            if not isinstance(value, str) or not value:
                raise ValueError(f"{name}: expected a non-empty string")
        for name, choices in _CHOICES.items():
            if given.get(name) not in (None, *choices):
                raise ValueError(f"{name}: {given[name]!r:.40} is not one of {', '.join(map(repr, choices))}")
        device_format = given.get("device_format", DEVICE)
        _check_template(device_format, "device_format")
        if lists["partition_key"]:
            check_levels(lists["partition_key"])
        return cls(
            device=given.get("device", _DEVICE),
            device_format=device_format,
            time=given.get("time", _ID),
            times=stored_times(
                given.get("time_format", "iso8601"),
                is_text=given.get("time_type") in _TEXT,
                separator=given.get("time_separator", "T"),
                has_zone=given.get("time_zone") != "utc",
                template=given.get("time_template", "{time}"),
            ),
            values=given.get("values"),
            index_name=given.get("index_name"),
            **lists,
        )

    def device_value(self, device: str) -> str:
        """The device as it is stored."""
        return self.device_format.replace(DEVICE, device)


CROSSTWIN = RecordMapping()


def _section(text: str) -> Any:
    """What the JSON of a section holds, None for an empty string. Raises ValueError."""
    try:
        return json.loads(text) if text.strip() else None
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _strings(value: Any, name: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one for one in value):
        raise ValueError(f"{name}: expected a list of non-empty strings")
    return tuple(value)


def path(text: str) -> tuple[str, ...]:
    """`SystemProperties.iothub-connection-device-id` as the names of its fields, from the outermost on."""
    return tuple(text.split("."))


def at(record: Any, fields: tuple[str, ...]) -> Any:
    """The value at a path, or None."""
    for name in fields:
        # What JSON has is asked first: isinstance takes as long as all the rest for a class of its kind.
        if type(record) is not dict and not isinstance(record, Mapping):
            return None
        record = record.get(name)
    return record


def object_of(value: Any) -> Mapping[str, Any] | None:
    """The map of properties that a value is: as it is, as JSON, or as JSON in base64. None: it is not one.

    IoT Hub writes a body whose content type is not JSON in base64.
    Source: https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-d2c
    """
    if type(value) is dict:
        return value
    if isinstance(value, str):
        try:
            value = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            value = value.encode("utf-8", "surrogatepass")
    if isinstance(value, bytes):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, Mapping) else None


def _check_template(template: str, name: str, others: tuple[str, ...] = ()) -> None:
    """Raises ValueError unless the template has `{device}` once, and no other part than `others`."""
    found = PLACEHOLDER.findall(template)
    rest = PLACEHOLDER.sub("", template)
    if found.count(DEVICE) != 1 or "{" in rest or "}" in rest:
        raise ValueError(f"{name}: expected {DEVICE} once, such as device#{DEVICE}")
    if unknown := [part for part in found if part not in (DEVICE, *others)]:
        raise ValueError(f"{name}: {unknown[0]} is not one of {', '.join((DEVICE, *others))}")


def check_levels(levels: tuple[str, ...]) -> None:
    """Raises ValueError where a partition has records of several periods, such as each January.

    Partitions are read one after the other, so their order is that of time.
    """
    if len(levels) > _MOST_LEVELS:
        raise ValueError(f"partition_key: a hierarchical key has up to {_MOST_LEVELS} levels")
    partition_key = "/".join(levels)
    _check_template(partition_key, "partition_key", tuple(PARTS))
    parts = [part in partition_key for part in PARTS]
    if parts != sorted(parts, reverse=True):
        finest = [*PARTS][len(parts) - 1 - parts[::-1].index(True)]
        missing = [*PARTS][parts.index(False)]
        raise ValueError(f"partition_key: {finest} needs {missing} in the key as well")
