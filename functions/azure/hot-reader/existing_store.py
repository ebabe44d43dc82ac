"""A Cosmos DB container that existed before, with records of another form, as a hot store."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from azure.cosmos.exceptions import CosmosHttpResponseError
from cosmos_store import RECORDS_PER_PAGE, Connect, PerThread, throttling, without_system_fields
from crosstwin_contract.records import RecordMapping, at, path
from crosstwin_contract.stored_times import double
from hotread.errors import StoreNotIndexed
from hotread.mapped import MappedRecords
from hotread.store import DEVICE_FIELD, Page, Record, next_pages
from periods import periods

_ID = "id"


class _Asked(NamedTuple):
    """The first and the last stored time, and ASC or DESC; and whether a record needs its device."""

    first: Any
    last: Any
    order: str
    has_device: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a query goes on: on its next page, or behind the items of `names` that have this time."""

    pages: Iterator[Iterator[dict[str, Any]]] | None
    time: Any
    names: frozenset[str]


class ExistingStore:
    """A hot store (hotread.store.HotStore) over one container.

    Several items of a device can have one time, and then the item's `id` orders them. A container that others
    made lacks the composite index that `ORDER BY time, id` needs: a query goes on from the time, and what was
    given already is dropped.
    """

    def __init__(self, connect: Connect, mapping: RecordMapping, page_size: int = RECORDS_PER_PAGE) -> None:
        self.orders_by_time = mapping.times.orders_by_time
        self._containers = PerThread(connect)
        self._page_size = page_size
        self._mapping = mapping
        self._records = MappedRecords(mapping, nested_keys=True)
        self._has_unique_times = mapping.time == _ID
        self._device, self._time = _field(path(mapping.device)), _field(path(mapping.time))

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
        """With a synthetic partition key, one query a period; a continuation has those that are left."""
        size = min(limit or self._page_size, self._page_size)
        times = self._mapping.times
        order = "DESC" if descending else "ASC"
        asked = _Asked(times.first(first_id), times.last(last_id), order, DEVICE_FIELD in properties)
        if self._mapping.partition_key is None:
            partitions = [self._mapping.device_value(device)]
            place = continuation
        elif continuation is None:
            partitions, place = periods(self._mapping, device, first_id, last_id, descending=descending), None
        else:
            partitions, place = continuation
        while partitions:
            page = self._read(device, partitions[0], asked, size, place)
            if page.records:
                break
            partitions, place = partitions[1:], None
        else:
            return Page(())
        if self._mapping.partition_key is None:
            return page
        return Page(page.records, (partitions, page.continuation))

    def earlier(
        self, device: str, wanted: Sequence[Sequence[str]], page: Page, *, first_id: str, limit: int
    ) -> Iterator[Page]:
        return next_pages(self, device, wanted, page, first_id=first_id, limit=limit)

    def _read(self, device: str, partition: str, asked: _Asked, size: int, place: _Place | None) -> Page:
        given: frozenset[str] = frozenset()
        if place is not None and place.pages is not None:
            pages = place.pages
        else:
            if place is not None:
                given = place.names
                beyond = {"last" if asked.order == "DESC" else "first": place.time}
                asked = asked._replace(**beyond)
            pages = self._query(device, partition, asked, size + len(given))
        for items in self._reading(pages):
            if new := [item for item in items if item[_ID] not in given] if given else items:
                break
        else:
            return Page(())
        records = [self._record(item, device, asked.has_device) for item in new]
        if size == self._page_size:
            return Page(records, _Place(pages, None, frozenset()))
        # An iterator's pages keep their size. After a small page, the next one starts a new query.
        time = at(new[-1], self._records.time)
        names = frozenset(item[_ID] for item in new if at(item, self._records.time) == time)
        same = given if place is not None and time == place.time else frozenset()
        return Page(records, _Place(None, time, names | same))

    def _record(self, item: dict[str, Any], device: str, has_device: bool) -> Record:
        name = None if self._has_unique_times else item[_ID]
        return self._records.record(without_system_fields(item), device, name, has_device=has_device)

    def _query(
        self, device: str, partition: str, asked: _Asked, size: int
    ) -> Iterator[Iterator[dict[str, Any]]]:
        conditions = [f"{self._device} = @device"]
        values: dict[str, Any] = {"@device": self._mapping.device_value(device)}
        if self._mapping.partition_key_path is not None:
            conditions.append(
                f"{_field(self._mapping.partition_key_path.strip('/').split('/'))} = @partition"
            )
            values["@partition"] = partition
        bounds = double(asked.first, is_lower=True), double(asked.last, is_lower=False)
        for bound, sign, name in zip(bounds, (">=", "<="), ("@first", "@last"), strict=True):
            if bound is not None:
                conditions.append(f"{self._time} {sign} {name}")
                values[name] = bound
        with throttling():
            return (
                self._containers.get()
                .query_items(
                    # The names in it are those of the deployment's own mapping.
                    f"SELECT * FROM c WHERE {' AND '.join(conditions)} ORDER BY {self._time} {asked.order}",  # noqa: S608
                    parameters=[{"name": name, "value": value} for name, value in values.items()],
                    partition_key=partition,
                    max_item_count=size,
                )
                .by_page()
            )

    def _reading(self, pages: Iterator[Iterator[dict[str, Any]]]) -> Iterator[list[dict[str, Any]]]:
        """Raises StoreNotIndexed where the container does not index the time."""
        while True:
            try:
                with throttling():
                    items = next(pages, None)
                    if items is None:
                        return
                    found = list(items)
            except CosmosHttpResponseError as error:
                # "The index path corresponding to the specified order-by item is excluded."
                if error.status_code == 400 and "order-by item is excluded" in str(error):
                    raise StoreNotIndexed(self._mapping.time) from error
                raise
            yield found


def _field(fields: Sequence[str]) -> str:
    """A path in a query. A name is quoted as a string literal, whose escapes are those of JSON.

    Source: https://learn.microsoft.com/azure/cosmos-db/nosql/query/constants
    """
    return "c" + "".join(f"[{json.dumps(name)}]" for name in fields)
