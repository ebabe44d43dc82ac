"""What the core needs of a hot store, whichever cloud it is on."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from hotread.errors import InvalidStoredRecord
from hotread.timestamps import is_stored_id

# {"iotDeviceId": "<device>", "id": "<ISO 8601 UTC time>", "<property>": <value>, …}
# A value is bool, int, float, Decimal, str, list, dict, or None for "no value".
Record = Mapping[str, Any]

DEVICE_FIELD = "iotDeviceId"
ID_FIELD = "id"
AFTER_ANY_SPELLING = "~"  # sorts after whatever can follow the second in a stored id


def checked_id(record: Record, device: str) -> str:
    """The record's `id`. Raises InvalidStoredRecord, naming device and `id`, if it is no time."""
    found = record.get(ID_FIELD)
    if is_stored_id(found):
        return found
    told = f"device {device!r} has a record whose id {found!r:.60} is no ISO 8601 UTC time"
    raise InvalidStoredRecord(told)


@dataclass(frozen=True, slots=True)
class Page:
    """Some records in the order asked, and where to go on; `continuation` None: there are no more.

    A continuation belongs to the store that made it and lives within one request only.
    """

    records: Sequence[Record]
    continuation: object | None = None


class HotStore(Protocol):
    """One device's records, by text range of `id`.

    Raises StoreThrottled when the store asks to come back later. Any other exception is a failure
    of the store, of which a caller is told no more than that.
    """

    def page(
        self,
        device: str,
        first_id: str,
        last_id: str,
        *,
        descending: bool,
        properties: Sequence[str],
        limit: int | None,
        continuation: object | None,
    ) -> Page:
        """Records of `device` with `first_id` <= `id` <= `last_id`, both inclusive, in text order of `id`.

        `properties` are the only fields besides `id` that will be looked at: a store may leave out
        the others. `limit` is how many records are needed at most, None for a full page of the store.
        """
        ...

    def latest(self, device: str, properties: Sequence[str]) -> Record | None:
        """The record of `device` with the greatest `id`, or None."""
        ...


@dataclass(slots=True)
class MeasuredStore:
    """A store that counts what one request took of it: calls, records, and seconds."""

    store: HotStore
    pages: int = 0
    records: int = 0
    seconds: float = 0.0

    def page(
        self,
        device: str,
        first_id: str,
        last_id: str,
        *,
        descending: bool,
        properties: Sequence[str],
        limit: int | None,
        continuation: object | None,
    ) -> Page:
        started = time.perf_counter()
        page = Page(())
        try:
            page = self.store.page(
                device,
                first_id,
                last_id,
                descending=descending,
                properties=properties,
                limit=limit,
                continuation=continuation,
            )
        finally:  # also of a page that fails, after whatever time
            self._count(started, len(page.records))
        return page

    def latest(self, device: str, properties: Sequence[str]) -> Record | None:
        started = time.perf_counter()
        record = None
        try:
            record = self.store.latest(device, properties)
        finally:
            self._count(started, 0 if record is None else 1)
        return record

    def _count(self, started: float, records: int) -> None:
        self.pages += 1
        self.records += records
        self.seconds += time.perf_counter() - started
