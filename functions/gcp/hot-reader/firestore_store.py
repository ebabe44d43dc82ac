"""Firestore documents as a hot store: Crosstwin's own, or in the form of a mapping."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from crosstwin_contract.doubles import INTEGERS_OF_64_BITS, double
from crosstwin_contract.native_times import NativeTimes
from crosstwin_contract.records import CROSSTWIN, DEVICE, RecordMapping, path
from crosstwin_contract.store_names import is_firestore_id, is_reserved_by_firestore
from firestore_rest import Document, Firestore, FirestoreError, Place
from firestore_values import ids_of_timestamps, plain_fields, plain_times, value_of
from hotread.documented import documented
from hotread.errors import InvalidQuery, StoreNotIndexed, StoreThrottled
from hotread.mapped import MappedRecords
from hotread.record import DEVICE_FIELD, Record
from hotread.store import Page, next_pages

# Every page is a query of its own. The emulator sends nothing before it has the whole page: on a busy
# machine, pages of 2000 took more than a query's time.
RECORDS_PER_PAGE = 1000
# A page ends early at this size: a thousand records of 1 MiB, which Firestore allows, would fit neither
# into the function's memory nor into a page's time.
LARGEST_PAGE = 4 * 1024 * 1024  # bytes, as Firestore sends them
# Beyond this many names, or so long a name, the documents are fetched whole.
_MOST_PROJECTED = 100
_LONGEST_PROJECTED = 500  # bytes; a name may have 1,500, but not a path that quotes it
_THROTTLED = 429  # RESOURCE_EXHAUSTED, also where a front end sends it without a code
_SIMPLE = re.compile("[_a-zA-Z][_a-zA-Z0-9]*")


class FirestoreStore:
    """A hot store (hotread.store.HotStore) over one collection, one of each device, or a collection group.

    A collection whose path has no `{device}` needs the composite indexes (iotDeviceId ascending, id
    ascending) and (iotDeviceId ascending, id descending), or those of the mapping's fields. `is_group`: all
    collections of this name, which need the same indexes with the scope of a collection group.
    """

    def __init__(
        self,
        firestore: Firestore,
        collection: str,
        mapping: RecordMapping = CROSSTWIN,
        *,
        is_group: bool = False,
    ) -> None:
        self._firestore = firestore
        self._path = collection
        self._is_group = is_group
        self._mapping = mapping
        self._records = MappedRecords(mapping, nested_keys=True)
        self._order = path(mapping.time)
        self._has_native_times = isinstance(mapping.times, NativeTimes)
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
        first, last = self._mapping.times.first(first_id), self._mapping.times.last(last_id)
        filters = self._of_device(device)
        if first is not None:
            bound = double(first, is_lower=True, integers=INTEGERS_OF_64_BITS)
            filters.append(_filter(self._time, "GREATER_THAN_OR_EQUAL", bound))
        if last is not None:
            bound = double(last, is_lower=False, integers=INTEGERS_OF_64_BITS)
            filters.append(_filter(self._time, "LESS_THAN_OR_EQUAL", bound))
        direction = "DESCENDING" if descending else "ASCENDING"
        query = {
            **self._selection(properties),
            "orderBy": [{"field": {"fieldPath": self._time}, "direction": direction}],
        }
        has_device = DEVICE_FIELD in properties
        page = self._read(query, filters, size, device, after=continuation, has_device=has_device)
        is_mapped = not (self._records.is_own or self._is_group)
        is_all = continuation is first is last is None
        if is_mapped and is_all and not page.records:
            # A document without the time is in no index of it. One shows that the mapping does not fit. In a
            # collection group, Firestore has no index of the device alone.
            return Page(self._read({}, self._of_device(device), 1, device).records)
        return page

    def earlier(
        self, device: str, wanted: Sequence[Sequence[str]], page: Page, *, first_id: str, limit: int
    ) -> Iterator[Page]:
        return next_pages(self, device, wanted, page, first_id=first_id, limit=limit)

    def _selection(self, properties: Sequence[str]) -> dict[str, Any]:
        values = self._records.values
        is_whole = not properties and values is not None  # the names of all fields are asked for
        if is_whole or len(properties) > _MOST_PROJECTED or not all(map(_can_be_projected, properties)):
            return {}
        names = map(field_path, zip(properties) if values is None else [values])
        return {"select": {"fields": [{"fieldPath": name} for name in dict.fromkeys((self._time, *names))]}}

    def _of_device(self, device: str) -> list[dict[str, Any]]:
        if DEVICE in self._path:
            return []
        return [_filter(self._device, "EQUAL", self._mapping.device_value(device))]

    def _read(
        self,
        query: dict[str, Any],
        filters: Sequence[dict[str, Any]],
        most: int,
        device: str,
        *,
        after: Place | None = None,
        has_device: bool = False,
    ) -> Page:
        path_ = self._path
        if DEVICE in path_:
            path_ = device_path(path_, self._mapping.device_value(device))
        parent, _, collection = path_.rpartition("/")
        place = {"collectionId": collection, **({"allDescendants": True} if self._is_group else {})}
        query = {**query, "from": [place]}
        if filters:
            query["where"] = {"compositeFilter": {"op": "AND", "filters": filters}}
        try:
            documents, end = self._firestore.run(
                parent, query, order=self._order, most=most, largest=LARGEST_PAGE, after=after
            )
        except FirestoreError as error:
            if error.status == _THROTTLED:
                raise StoreThrottled from error
            if error.code == "FAILED_PRECONDITION" and "index" in str(error):
                # "The query requires an index. You can create it here: …". Other messages are not of an
                # index: "The Cloud Firestore API is not available for Firestore in Datastore Mode database …"
                where = f" in the collection group {self._path}" if self._is_group else ""
                raise StoreNotIndexed(f"{self._mapping.device} and {self._mapping.time}{where}") from error
            raise
        with documented("Firestore"):
            return Page(self._records_of(documents, path_, device, has_device), end)

    def _records_of(
        self, documents: Sequence[Document], collection: str, device: str, has_device: bool
    ) -> Sequence[Record]:
        is_own = self._records.is_own and not self._is_group
        names = [] if is_own and DEVICE not in self._path else self._names(documents, collection, device)
        fields = [document.get("fields", {}) for document in documents]
        if is_own:
            return [*map(plain_fields, fields)]
        if len(self._order) == 1:
            (name,) = self._order
            times = [one.pop(name, None) for one in fields]
        else:
            times = [_below(one, self._order) for one in fields]
        stamps = ids_of_timestamps(times) if self._has_native_times else None
        ids = self._records.ids(plain_times(times)) if stamps is None else stamps
        records = [*map(plain_fields, fields)]
        return self._records.records(records, device, ids=ids, names=names, has_device=has_device)

    def _names(self, documents: Sequence[Document], collection: str, device: str) -> list[str]:
        """Of a collection group, the paths: two of its collections can have a document of one name."""
        if not documents:
            return []
        names: list[str] = [document["name"] for document in documents]
        root, _, below = names[0].partition("/documents/")
        above = f"{root}/documents/" + ("" if self._is_group else below[: below.rfind("/") + 1])
        if DEVICE in self._path and not above.endswith(f"/documents/{collection}/"):
            raise _not_a_part(device)  # never answer another device's records, however a path is read
        # All of one query are in one collection. No name has a slash, so what is above is nowhere else.
        return "".join(names).split(above)[1:]


def _below(fields: dict[str, Any], path: Sequence[str]) -> Any:
    """The value at a path, or None."""
    value = None
    for name in path:
        value = fields.get(name, {})
        fields = value.get("mapValue", {}).get("fields", {})
    return value or None


def _filter(field: str, operator: str, value: Any) -> dict[str, Any]:
    return {"fieldFilter": {"field": {"fieldPath": field}, "op": operator, "value": value_of(value)}}


def device_path(collection: str, device: str) -> str:
    """The path of a device's own collection, such as devices/pump-7/telemetry.

    Raises InvalidQuery where the name of the device would lead elsewhere.
    """
    found = collection.replace(DEVICE, device)
    # The emulator cuts spaces and control characters off the end of the path in a request's URL.
    parent = found.rpartition("/")[0]
    if (
        not is_firestore_id(device)
        or not all(map(is_firestore_id, found.split("/")))
        or "" < parent[-1:] <= " "
    ):
        raise _not_a_part(device)
    return found


def _not_a_part(device: str) -> InvalidQuery:
    return InvalidQuery(f"iotDeviceId: {device[:60]!r} cannot be a part of a path in Firestore")


def field_path(fields: Sequence[str]) -> str:
    """A field's name may hold dots, which separate fields in a path, so any but a simple one is quoted.

    Source: https://cloud.google.com/firestore/docs/reference/rest/v1/StructuredQuery#FieldReference
    """
    return ".".join(name if _SIMPLE.fullmatch(name) else _quoted(name) for name in fields)


def _quoted(name: str) -> str:
    name = name.replace("\\", "\\\\").replace("`", "\\`")
    return f"`{name}`"


def _can_be_projected(name: str) -> bool:
    """Whether a query may name the field.

    For a name that no document can have, Firestore refuses the query; and the emulator takes a carriage
    return for a line feed, and so finds nothing.
    """
    return (
        not is_reserved_by_firestore(name) and name.isprintable() and len(name.encode()) <= _LONGEST_PROJECTED
    )
