"""A Firestore collection as a hot store: documents with the text fields `iotDeviceId` and `id`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from google.api_core.exceptions import ResourceExhausted, ServiceUnavailable
from google.api_core.retry import Retry, if_exception_type
from google.cloud.firestore import Client, FieldFilter, Query
from google.cloud.firestore_v1.field_path import FieldPath
from hotread.errors import StoreThrottled
from hotread.sizes import encoded_size
from hotread.store import DEVICE_FIELD, ID_FIELD, Page, Record, next_pages

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
    """A hot store (hotread.store.HotStore) over one collection.

    Needs the composite indexes (iotDeviceId ascending, id ascending) and (iotDeviceId ascending, id
    descending).
    """

    orders_by_time = False

    def __init__(self, client: Client, collection: str) -> None:
        self._collection = client.collection(collection)

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
        if first_id is not None:
            query = query.where(filter=FieldFilter(ID_FIELD, ">=", first_id))
        if last_id is not None:
            query = query.where(filter=FieldFilter(ID_FIELD, "<=", last_id))
        if continuation:
            query = query.start_after(continuation)
        return _read(query, size)

    def earlier(
        self, device: str, wanted: Sequence[Sequence[str]], page: Page, *, first_id: str, limit: int
    ) -> Iterator[Page]:
        return next_pages(self, device, wanted, page, first_id=first_id, limit=limit)

    def _query(self, device: str, properties: Sequence[str], *, descending: bool) -> Query:
        query = self._collection.where(filter=FieldFilter(DEVICE_FIELD, "==", device)).order_by(
            ID_FIELD, direction=Query.DESCENDING if descending else Query.ASCENDING
        )
        if len(properties) > _MOST_PROJECTED or not all(map(_can_be_projected, properties)):
            return query
        names = dict.fromkeys((ID_FIELD, *properties))
        # A field's name may hold dots, which separate fields in a path: FieldPath quotes it.
        return query.select([FieldPath(name).to_api_repr() for name in names])


def _read(query: Query, most: int) -> Page:
    """The records of a query whose limit is `most`.

    The continuation is the last document as a whole, not its `id` alone: two writers may have named two
    documents of one device and time differently.
    """
    records: list[Record] = []
    size = 0
    try:
        for document in query.stream(retry=_RETRY, timeout=_TIMEOUT):
            # Fields as plain values. A timestamp, place, reference or bytes stays what it is: no telemetry.
            records.append(document.to_dict() or {})
            size += encoded_size(records[-1])
            if size > LARGEST_PAGE:
                return Page(records, document)
    except ResourceExhausted as error:
        raise StoreThrottled from error
    # It can be more than `most`: where the client resumes a broken stream, it asks for the whole limit again.
    return Page(records, document if len(records) >= most else None)


def _can_be_projected(name: str) -> bool:
    """Whether a query may name the field.

    For a name that no document can have, Firestore refuses the query; and the emulator takes a carriage
    return for a line feed, and so finds nothing.
    """
    reserved = name.startswith("__") and name.endswith("__")
    return not reserved and name.isprintable() and len(name.encode()) <= _LONGEST_PROJECTED
