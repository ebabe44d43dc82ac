"""A Cosmos DB container that existed before, with records of another form, as a hot store."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cosmos_db import CosmosDB, CosmosDBError, Documents, items
from cosmos_store import LONGEST_SELECTION, RECORDS_PER_PAGE, field
from crosstwin_contract.doubles import double, of_doubles
from crosstwin_contract.records import RecordMapping, path
from crosstwin_contract.store_names import COSMOS_FIELDS
from crosstwin_contract.stored_times import INTEGERS_OF_DOUBLES
from hotread.documented import documented
from hotread.errors import StoreNotIndexed
from hotread.mapped import MappedRecords
from hotread.record import DEVICE_FIELD, ID_FIELD, Record
from hotread.store import Page, next_pages
from periods import periods

_ID = "id"
_WHOLE = "c"  # the item with all its fields


class _Asked(NamedTuple):
    """The first and the last stored time, ASC or DESC (None: in any order), and the fields to select."""

    first: Any
    last: Any
    order: str | None
    fields: str


class ExistingStore:
    """A hot store (hotread.store.HotStore) over one container. Items of a device can have the same time."""

    def __init__(self, cosmos: CosmosDB, mapping: RecordMapping, page_size: int = RECORDS_PER_PAGE) -> None:
        mapping = of_doubles(mapping)
        self.orders_by_time = mapping.times.orders_by_time
        self._cosmos = cosmos
        self._page_size = page_size
        self._mapping = mapping
        self._records = MappedRecords(mapping, nested_keys=True)
        self._has_unique_times = mapping.time == _ID
        self._partition_fields = [field(one.strip("/").split("/")) for one in mapping.partition_key_paths]
        self._device, self._time = field(path(mapping.device)), field(path(mapping.time))

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
        """With a partition key of its own, one query a period; a continuation has those that are left."""
        size = min(limit or self._page_size, self._page_size)
        times = self._mapping.times
        order = "DESC" if descending else "ASC"
        asked = _Asked(times.first(first_id), times.last(last_id), order, self._fields(properties))
        if continuation is not None:
            partitions, place = continuation
        elif self._mapping.partition_key:
            partitions, place = periods(self._mapping, device, first_id, last_id, descending=descending), None
        else:
            partitions, place = [(self._mapping.device_value(device),)], None
        while partitions:
            rows, place = self._query(device, partitions[0], asked, size, place)
            if place is None:
                partitions = partitions[1:]
            if rows:
                records = self._made(rows, device, asked.fields, DEVICE_FIELD in properties)
                return Page(records, (partitions, place) if partitions else None)
        is_all = continuation is first_id is last_id is None
        if is_all and not self._mapping.partition_key:
            # ORDER BY can leave out an item without the time. One shows that the mapping does not fit.
            partition = (self._mapping.device_value(device),)
            rows, _ = self._query(device, partition, asked._replace(order=None), 1, None)
            return Page(self._made(rows, device, asked.fields, DEVICE_FIELD in properties))
        return Page(())

    def _made(
        self, rows: Sequence[Sequence[Any]], device: str, fields: str, has_device: bool
    ) -> Sequence[Record]:
        with documented("Cosmos DB"):
            found, times = [row[2] for row in rows], [row[1] for row in rows]
            names = None if self._has_unique_times else [row[0] for row in rows]
        ids = None if fields == _WHOLE else self._records.ids(times)  # a whole item has its time as well
        return self._records.records(items(found), device, ids=ids, names=names, has_device=has_device)

    def earlier(
        self, device: str, wanted: Sequence[Sequence[str]], page: Page, *, first_id: str, limit: int
    ) -> Iterator[Page]:
        return next_pages(self, device, wanted, page, first_id=first_id, limit=limit)

    def _fields(self, properties: Sequence[str]) -> str:
        """What a query selects of an item: an object of its own fields, or all of it."""
        values = self._records.values
        if values is not None and not properties:
            return _WHOLE  # the names of all fields are asked for
        time = self._records.time if len(self._records.time) == 1 else ()
        keys = {DEVICE_FIELD, ID_FIELD, *time, *COSMOS_FIELDS}
        names = [name for name in properties if name not in keys] if values is None else values[:1]
        text = ", ".join(f"{json.dumps(name)}: {field([name])}" for name in dict.fromkeys(names))
        return f"{{{text}}}" if len(text) <= LONGEST_SELECTION else _WHOLE

    def _query(
        self, device: str, partition: tuple[str, ...], asked: _Asked, size: int, continuation: str | None
    ) -> Documents:
        """Raises StoreNotIndexed where the container does not index the time."""
        conditions = [f"{self._device} = @device"]
        values: dict[str, Any] = {"@device": self._mapping.device_value(device)}
        # An emulator does not look at the header: without these, it would answer other periods as well.
        if self._mapping.partition_key:
            for number, at in enumerate(self._partition_fields):
                conditions.append(f"{at} = @partition{number}")
                values[f"@partition{number}"] = partition[number]
        bounds = (
            double(asked.first, is_lower=True, integers=INTEGERS_OF_DOUBLES),
            double(asked.last, is_lower=False, integers=INTEGERS_OF_DOUBLES),
        )
        for bound, sign, name in zip(bounds, (">=", "<="), ("@first", "@last"), strict=True):
            if bound is not None:
                conditions.append(f"{self._time} {sign} {name}")
                values[name] = bound
        # An array takes less time than an object to make records of. It has no place without a value: null.
        selected = f'[c["{_ID}"], {self._time} ?? null, {asked.fields}]'
        # The names in it are quoted, or those of the deployment's own mapping.
        text = f"SELECT VALUE {selected} FROM c WHERE {' AND '.join(conditions)}"  # noqa: S608
        if asked.order is not None:
            text += f" ORDER BY {self._time} {asked.order}"
        try:
            return self._cosmos.query(text, values, partition=partition, size=size, continuation=continuation)
        except CosmosDBError as error:
            # "The index path corresponding to the specified order-by item is excluded."
            if error.status == 400 and "order-by item is excluded" in str(error):
                raise StoreNotIndexed(self._mapping.time) from error
            raise
