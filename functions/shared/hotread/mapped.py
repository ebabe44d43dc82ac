"""Records of an existing hot store, as the core sees them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from crosstwin_contract.epoch_ids import epoch_ids
from crosstwin_contract.records import CROSSTWIN, RECORDS_VARIABLE, RecordMapping, at, object_of, path
from crosstwin_contract.stored_times import (
    INTEGERS_OF_DOUBLES,
    ISO_8601,
    EpochDigits,
    EpochNumbers,
    Iso8601,
    StoredTimes,
    form_of,
)
from crosstwin_contract.times import are_times

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
        self.values = None if mapping.values is None else path(mapping.values)
        self._nested_keys = nested_keys

    def records(
        self,
        items: Sequence[dict[str, Any]],
        device: str,
        *,
        ids: Sequence[str | InvalidTime] | None = None,
        names: Iterable[str] | None = None,
        has_device: bool = True,
    ) -> Sequence[Record]:
        """The records of items, which may be changed by it. `ids` are theirs, if they are known.

        `names`: see NAME_FIELD. Whoever reads a record looks at each of its fields: it has the device where
        that is asked for. What is done for all items at once takes half of the time of one by one.

        Raises InvalidStoredRecord where the values are not a map of properties.
        """
        if ids is None:
            ids = self.ids(self._times_of(items))
        records = items
        if self.values is not None:
            records = [
                self._properties(item, device, stored) for item, stored in zip(items, ids, strict=True)
            ]
        if names is None:
            for record, stored in zip(records, ids, strict=True):
                record[ID_FIELD] = stored
        else:
            for record, stored, name in zip(records, ids, names, strict=True):
                record[ID_FIELD], record[NAME_FIELD] = stored, name
        if has_device:
            for record in records:
                record[DEVICE_FIELD] = device
        return records

    def ids(self, times: Sequence[Any]) -> Sequence[str | InvalidTime]:
        """The ids of stored times, in their order."""
        found = ids_of(self.mapping.times, times)
        if all(found):
            return cast("Sequence[str]", found)
        return [stored or self._invalid(time) for stored, time in zip(found, times, strict=True)]

    def _times_of(self, items: Sequence[dict[str, Any]]) -> list[Any]:
        """Takes them out of the items, unless they are below other fields."""
        if len(self.time) > 1:
            return [at(item, self.time) for item in items]
        name = self.time[0]
        return [item.pop(name, None) for item in items]

    def _properties(self, item: dict[str, Any], device: str, stored: str | InvalidTime) -> dict[str, Any]:
        values = self.values or ()
        value = at(item, values)
        if value is None:
            return self._without_values(item, values)
        properties = object_of(value)
        if properties is None:
            time = stored if isinstance(stored, str) else None
            raise InvalidStoredRecord(
                f"device {device!r} at {time}: {self.mapping.values} is not an object of properties"
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


def ids_of(times: StoredTimes, values: Sequence[Any]) -> Sequence[str | None]:
    """What `times.id_of` returns for each, in a third of the time."""
    types = {*map(type, values)}
    found: Sequence[str] | None = None
    if isinstance(times, EpochNumbers) and types == {int}:
        # Of seconds and milliseconds, no time is beyond these.
        if not times.are_doubles or times.units_a_second <= 1_000 or max(values) <= INTEGERS_OF_DOUBLES:
            found = epoch_ids(values, times.units_a_second)
    elif isinstance(times, EpochDigits) and types == {str}:
        text = "".join(values)
        if {*map(len, values)} == {times.width} and text.isascii() and text.isdigit():
            found = epoch_ids([*map(int, values)], times.units_a_second)
    elif times == Iso8601() and types == {str} and are_times(values):
        found = values
    return [*map(times.id_of, values)] if found is None else found
