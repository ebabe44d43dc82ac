"""Firestore documents as a hot store: Crosstwin's own, or in the form of a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from crosstwin_contract.records import CROSSTWIN, DEVICE, RecordMapping, path
from crosstwin_contract.telemetry import is_firestore_id
from google.api_core.exceptions import FailedPrecondition, ResourceExhausted, ServiceUnavailable
from google.api_core.retry import Retry, if_exception_type
from google.cloud.firestore import Client, FieldFilter, Query
from google.cloud.firestore_v1.field_path import FieldPath
from hotread.errors import InvalidQuery, StoreNotIndexed, StoreThrottled
from hotread.mapped import MappedRecords
from hotread.sizes import encoded_size
from hotread.store import Page, Record, next_pages

# Every page is a query of its own: with the emulator, pages of 1000 took half as long again. More records
# might not come within _TIMEOUT.
RECORDS_PER_PAGE = 2000
# A page ends early at this size: a thousand records of 1 MiB, which Firestore allows, would fit neither
# into the function's memory nor into a page's time.
LARGEST_PAGE = 4 * 1024 * 1024  # bytes, as `encoded_size` counts
# Beyond this many names, or so long a name, the documents are fetched whole.
_MOST_PROJECTED = 100
_LONGEST_PROJECTED = 500  # bytes; a name may have 1,500, but not a path that quotes it
# The last attempt starts in second 3 at the latest and gets what is left of the 5 seconds. The two
# must be at least a second apart: with less left, google-api-core gives an attempt the whole time again.
_RETRY = Retry(predicate=if_exception_type(ServiceUnavailable), initial=0.1, maximum=1.0, timeout=3.0)
_TIMEOUT = 5.0  # seconds a page may take; the client's own default is 5 minutes


def connect(database: str) -> Client:
    """A client of the project that the function runs in. It opens its gRPC channel with the first query."""
    return Client(database=database)


class FirestoreStore:
    """A hot store (hotread.store.HotStore) over one collection, or over one of each device.

    A collection whose path has no `{device}` needs the composite indexes (iotDeviceId ascending, id
    ascending) and (iotDeviceId ascending, id descending), or those of the mapping's fields.
    """

    def __init__(self, client: Client, collection: str, mapping: RecordMapping = CROSSTWIN) -> None:
        self._client = client
        self._path = collection
        self._mapping = mapping
        self._records = MappedRecords(mapping, nested_keys=True)
        self._device, self._time = field_path(path(mapping.device)), field_path(path(mapping.time))
        self.orders_by_time = mapping.times.orders_by_time

    def page(
        self,
        device: str,
        first_id: str | None,
        last_id: str | None,
        *,
        descending: bool,
        properties: Sequence[str],
        limit: int | None,
        continuation: Any,
    ) -> Page:
        size = min(limit or RECORDS_PER_PAGE, RECORDS_PER_PAGE)
        query = self._query(device, properties, descending=descending).limit(size)
        first, last = self._mapping.times.first(first_id), self._mapping.times.last(last_id)
        if first is not None:
            query = query.where(filter=FieldFilter(self._time, ">=", _number(first)))
        if last is not None:
            query = query.where(filter=FieldFilter(self._time, "<=", _number(last)))
        if continuation:
            query = query.start_after(continuation)
        page = self._read(query, size, device)
        if not self._records.is_own and first is None and last is None and not page.records:
            # A document without the time is in no index of it. One shows that the mapping does not fit.
            return Page(self._read(self._of_device(device).limit(1), 1, device).records)
        return page

    def earlier(
        self, device: str, wanted: Sequence[Sequence[str]], page: Page, *, first_id: str, limit: int
    ) -> Iterator[Page]:
        return next_pages(self, device, wanted, page, first_id=first_id, limit=limit)

    def _query(self, device: str, properties: Sequence[str], *, descending: bool) -> Query:
        direction = Query.DESCENDING if descending else Query.ASCENDING
        query = self._of_device(device).order_by(self._time, direction=direction)
        if len(properties) > _MOST_PROJECTED or not all(map(_can_be_projected, properties)):
            return query
        names = (
            [*map(field_path, zip(properties))] if self._mapping.values is None else [self._mapping.values]
        )
        return query.select([*dict.fromkeys((self._time, *names))])

    def _of_device(self, device: str) -> Query:
        value = self._mapping.device_value(device)
        if DEVICE in self._path:
            return self._client.collection(device_path(self._path, value))._query()
        return self._client.collection(self._path).where(filter=FieldFilter(self._device, "==", value))

    def _read(self, query: Query, most: int, device: str) -> Page:
        """The records of a query whose limit is `most`.

        The continuation is the last document as a whole, not its `id` alone: two writers may have named two
        documents of one device and time differently.
        """
        records: list[Record] = []
        size = 0
        try:
            for document in query.stream(retry=_RETRY, timeout=_TIMEOUT):
                # Plain values. A timestamp, place, reference or bytes stays what it is: no telemetry.
                fields = document.to_dict() or {}
                if self._records.is_own:
                    records.append(fields)
                else:
                    records.append(self._records.record(fields, device, document.id))
                size += encoded_size(fields)
                if size > LARGEST_PAGE:
                    return Page(records, document)
        except ResourceExhausted as error:
            raise StoreThrottled from error
        except FailedPrecondition as error:
            # "The query requires an index. You can create it here: …"
            raise StoreNotIndexed(f"{self._mapping.device} and {self._mapping.time}") from error
        # It can be more: where the client resumes a broken stream, it asks for the whole limit again.
        return Page(records, document if len(records) >= most else None)


def device_path(collection: str, device: str) -> str:
    """The path of a device's own collection, such as devices/pump-7/telemetry.

    Raises InvalidQuery where the name of the device would lead elsewhere.
    """
    if not is_firestore_id(device) or not all(
        map(is_firestore_id, collection.replace(DEVICE, device).split("/"))
    ):
        raise InvalidQuery(f"iotDeviceId: {device[:60]!r} cannot be a part of a path in Firestore")
    return collection.replace(DEVICE, device)


def field_path(fields: Sequence[str]) -> str:
    """A field's name may hold dots, which separate fields in a path: FieldPath quotes it."""
    return FieldPath(*fields).to_api_repr()


def _number(bound: Any) -> Any:
    return float(bound) if isinstance(bound, Decimal) else bound


def _can_be_projected(name: str) -> bool:
    """Whether a query may name the field.

    For a name that no document can have, Firestore refuses the query; and the emulator takes a carriage
    return for a line feed, and so finds nothing.
    """
    reserved = name.startswith("__") and name.endswith("__")
    return not reserved and name.isprintable() and len(name.encode()) <= _LONGEST_PROJECTED
