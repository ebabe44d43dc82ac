"""Records of an existing hot store, as the core sees them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from crosstwin_contract.records import CROSSTWIN, RECORDS_VARIABLE, RecordMapping, at, object_of, path
from crosstwin_contract.stored_times import ISO_8601, form_of

from hotread.errors import InvalidStoredRecord
from hotread.record import DEVICE_FIELD, ID_FIELD, NAME_FIELD, Record
from hotread.store import InvalidTime, WithoutValues


def mapping_from_environment() -> RecordMapping:
    """The mapping that RECORDS_VARIABLE has, else that of Crosstwin's own records.

    Raises EnvironmentError naming the variable, and the key that is at fault.
    """
    try:
        return RecordMapping.parse(os.environ.get(RECORDS_VARIABLE))
    except ValueError as error:
        raise OSError(f"the environment variable {RECORDS_VARIABLE}: {error}") from None


class MappedRecords:
    """Makes the core's records of a store's. `nested_keys`: device and time can be below other fields."""

    def __init__(self, mapping: RecordMapping, *, nested_keys: bool) -> None:
        self.mapping = mapping
        self.is_own = mapping == CROSSTWIN
        self.time = path(mapping.time) if nested_keys else (mapping.time,)
        self.is_deep = len(self.time) > 1
        self.values = None if mapping.values is None else path(mapping.values)
        self._nested_keys = nested_keys

    def record(
        self, item: dict[str, Any], device: str, name: str | None = None, *, has_device: bool = True
    ) -> Record:
        """The record of an item, which may be changed by it. `name`: see NAME_FIELD.

        Whoever reads a record looks at each of its fields: it has the device where that is asked for.

        Raises InvalidStoredRecord where the values are not a map of properties.
        """
        times = self.mapping.times
        time = at(item, self.time) if self.is_deep else item.pop(self.time[0], None)
        stored_id = times.id_of(time)
        record = item if self.values is None else self._properties(item, self.values, device, stored_id)
        record[ID_FIELD] = stored_id or self._invalid(time)
        if has_device:
            record[DEVICE_FIELD] = device
        if name is not None:
            record[NAME_FIELD] = name
        return record

    def records(self, items: Iterable[dict[str, Any]], device: str, *, has_device: bool) -> list[Record]:
        """The same of many items without names: one by one takes as long again."""
        if self.is_deep or self.values is not None:
            return [self.record(item, device, has_device=has_device) for item in items]
        id_of, field = self.mapping.times.id_of, self.mapping.time
        found: list[Record] = []
        for item in items:
            time = item.pop(field, None)
            item[ID_FIELD] = id_of(time) or self._invalid(time)
            if has_device:
                item[DEVICE_FIELD] = device
            found.append(item)
        return found

    def _properties(
        self, item: dict[str, Any], values: tuple[str, ...], device: str, stored_id: str | None
    ) -> dict[str, Any]:
        value = at(item, values)
        if value is None:
            return self._without_values(item, values)
        properties = object_of(value)
        if properties is None:
            raise InvalidStoredRecord(
                f"device {device!r} at {stored_id}: {self.mapping.values} is not an object of properties"
            )
        found = dict(properties)
        if self.time[:-1] == values:
            found.pop(self.time[-1], None)
        return found

    def _without_values(self, item: dict[str, Any], values: tuple[str, ...]) -> dict[str, Any]:
        outer = at(item, values[:-1])
        if isinstance(outer, Mapping) and values[-1] in outer:
            return {}  # null: it is there
        keys = (self.mapping.device, self.mapping.time)
        return WithoutValues(".".join(values), [name for name in item if name not in keys])

    def _invalid(self, time: Any) -> InvalidTime:
        form = form_of(time)
        if form is None or not RecordMapping.parse(form).times.id_of(time):
            return InvalidTime(self.mapping.time, time, self.mapping.times.expected)
        if not self._nested_keys:
            form.pop("time_type", None)  # DynamoDB itself knows a key's type
        keys = {"time_format": ISO_8601, **form}.items()
        fits = ", ".join(f"{key}: {value if value.strip() else repr(value)}" for key, value in keys)
        return InvalidTime(self.mapping.time, time, self.mapping.times.expected, fits)
