"""Firestore documents as a hot store: Crosstwin's own, or in the form of a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from crosstwin_contract.doubles import INTEGERS_OF_64_BITS, double
from crosstwin_contract.records import CROSSTWIN, DEVICE, RecordMapping, path
from crosstwin_contract.stored_times import NativeTimes
from crosstwin_contract.telemetry import is_firestore_id
from google.api_core.exceptions import FailedPrecondition, ResourceExhausted
from google.cloud.firestore import Client, FieldFilter, Query
from google.cloud.firestore_v1.field_path import FieldPath
from hotread.errors import InvalidQuery, StoreNotIndexed, StoreThrottled
from hotread.mapped import MappedRecords
from hotread.store import DEVICE_FIELD, Page, next_pages
from run_query import Document, Place, RunQuery

# Every page is a query of its own: with the emulator, pages of 1000 took half as long again. More records
# might not come within a query's time.
RECORDS_PER_PAGE = 2000
# A page ends early at this size: a thousand records of 1 MiB, which Firestore allows, would fit neither
# into the function's memory nor into a page's time.
LARGEST_PAGE = 4 * 1024 * 1024  # bytes, as Firestore sends them
# Beyond this many names, or so long a name, the documents are fetched whole.
_MOST_PROJECTED = 100
_LONGEST_PROJECTED = 500  # bytes; a name may have 1,500, but not a path that quotes it


def connect(database: str) -> Client:
    """A client of the project that the function runs in. It opens its gRPC channel with the first query."""
    return Client(database=database)


class FirestoreStore:
    """A hot store (hotread.store.HotStore) over one collection, one of each device, or a collection group.

    A collection whose path has no `{device}` needs the composite indexes (iotDeviceId ascending, id
    ascending) and (iotDeviceId ascending, id descending), or those of the mapping's fields. `is_group`: all
    collections of this name, which need the same indexes with the scope of a collection group.
    """

    def __init__(
        self,
        client: Client,
        collection: str,
        mapping: RecordMapping = CROSSTWIN,
        *,
        is_group: bool = False,
    ) -> None:
        self._client = client
        self._run_query = RunQuery(client)
        self._path = collection
        self._is_group = is_group
        self._mapping = mapping
        self._records = MappedRecords(mapping, nested_keys=True)
        self._order = path(mapping.time)
        self._native_time = self._order if isinstance(mapping.times, NativeTimes) else ()
        self._device, self._time = field_path(path(mapping.device)), field_path(self._order)
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
        query = self._query(device, properties, descending=descending)
        first, last = self._mapping.times.first(first_id), self._mapping.times.last(last_id)
        if first is not None:
            bound = double(first, is_lower=True, integers=INTEGERS_OF_64_BITS)
            query = query.where(filter=FieldFilter(self._time, ">=", bound))
        if last is not None:
            bound = double(last, is_lower=False, integers=INTEGERS_OF_64_BITS)
            query = query.where(filter=FieldFilter(self._time, "<=", bound))
        page = self._read(query, size, device, continuation, has_device=DEVICE_FIELD in properties)
        is_mapped = not (self._records.is_own or self._is_group)
        is_all = continuation is first is last is None
        if is_mapped and is_all and not page.records:
            # A document without the time is in no index of it. One shows that the mapping does not fit. In a
            # collection group, Firestore has no index of the device alone.
            return Page(self._read(self._of_device(device), 1, device).records)
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
        values = self._records.values
        names = map(field_path, zip(properties) if values is None else [values])
        return query.select([*dict.fromkeys((self._time, *names))])

    def _of_device(self, device: str) -> Query:
        value = self._mapping.device_value(device)
        if DEVICE in self._path:
            return self._client.collection(device_path(self._path, value))._query()
        collection = (self._client.collection_group if self._is_group else self._client.collection)(
            self._path
        )
        return collection.where(filter=FieldFilter(self._device, "==", value))

    def _read(
        self, query: Query, most: int, device: str, after: Place | None = None, *, has_device: bool = False
    ) -> Page:
        try:
            documents, place = self._run_query.read(query, self._order, most, LARGEST_PAGE, after)
        except ResourceExhausted as error:
            raise StoreThrottled from error
        except FailedPrecondition as error:
            # "The query requires an index. You can create it here: …"
            where = f" in the collection group {self._path}" if self._is_group else ""
            raise StoreNotIndexed(f"{self._mapping.device} and {self._mapping.time}{where}") from error
        fields = self._run_query.fields
        if self._records.is_own and not self._is_group:
            return Page([fields(document) for document in documents], place)
        record, time = self._records.record, self._native_time
        return Page(
            [
                record(fields(found, time), device, self._name(found), has_device=has_device)
                for found in documents
            ],
            place,
        )

    def _name(self, document: Document) -> str:
        """Of a collection group, the path: two of its collections can have a document of one name."""
        if self._is_group:
            return str(document.name).partition("/documents/")[2]
        return str(document.name).rpartition("/")[2]


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


def _can_be_projected(name: str) -> bool:
    """Whether a query may name the field.

    For a name that no document can have, Firestore refuses the query; and the emulator takes a carriage
    return for a line feed, and so finds nothing.
    """
    reserved = name.startswith("__") and name.endswith("__")
    return not reserved and name.isprintable() and len(name.encode()) <= _LONGEST_PROJECTED
