"""A Cosmos DB container as a hot store: partition key `/iotDeviceId`, and `id` the time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from authorization import by_identity, by_key
from cosmos_db import CosmosDB, items
from crosstwin_contract.store_names import COSMOS_FIELDS
from hotread.record import ID_FIELD
from hotread.store import Page, next_pages

# Cosmos DB ends a page at 4 MB anyway. Each page is a query of its own for the emulator, and a round trip
# for everyone.
RECORDS_PER_PAGE = 5000
# A query's text has up to 512 kB. Beyond this the records come whole.
LONGEST_SELECTION = 16 * 1024
_OF_DEVICE = "FROM c WHERE c.iotDeviceId = @device"


def connect(endpoint: str, database: str, container: str, *, key: str | None = None) -> CosmosDB:
    """The container, reached by the app's managed identity, or by `key` where one is given (an emulator).

    Nothing is asked before the first query. Raises ValueError for an endpoint that a token may not be sent
    to, or a key that is not one.
    """
    return CosmosDB(endpoint, database, container, by_key(key) if key else by_identity(endpoint))


class CosmosStore:
    """A hot store (hotread.store.HotStore) over one container."""

    orders_by_time = False

    def __init__(self, cosmos: CosmosDB, page_size: int = RECORDS_PER_PAGE) -> None:
        self._cosmos = cosmos
        self._page_size = page_size

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
        conditions = _OF_DEVICE
        values = {"@device": device}
        if first_id is not None:
            conditions += " AND c.id >= @first"
            values["@first"] = first_id
        if last_id is not None:
            conditions += " AND c.id <= @last"
            values["@last"] = last_id
        order = "DESC" if descending else "ASC"
        documents, place = self._cosmos.query(
            f"SELECT {selection([ID_FIELD, *properties])} {conditions} ORDER BY c.id {order}",
            values,
            partition=(device,),
            size=min(limit or self._page_size, self._page_size),
            continuation=continuation,
        )
        return Page(items(documents), place)

    def earlier(
        self, device: str, wanted: Sequence[Sequence[str]], page: Page, *, first_id: str, limit: int
    ) -> Iterator[Page]:
        """One query for each property, unless it takes fewer records to look at those before, one by one."""
        if len(wanted) > limit:
            yield from next_pages(self, device, wanted, page, first_id=first_id, limit=limit)
            return
        values = {"@device": device, "@first": first_id, "@before": page.records[-1][ID_FIELD]}
        fields = selection([ID_FIELD, *(name for names in wanted for name in names)])
        for names in wanted:
            text = (
                f"SELECT TOP 1 {fields} {_OF_DEVICE} AND c.id >= @first AND c.id < @before "
                f"AND ({' OR '.join(map(_has_value, names))}) ORDER BY c.id DESC"
            )
            documents, _ = self._cosmos.query(text, values, partition=(device,), size=1)
            records = items(documents)
            yield Page(records, records[0][ID_FIELD] if records else None)


def selection(names: Iterable[str]) -> str:
    """What a query selects: an item's own fields with these names, or all fields, where the text is too long.

    Cosmos DB leaves a field that an item does not have out of the result; null stays null.
    """
    text = ", ".join(field([name]) for name in dict.fromkeys(names) if name not in COSMOS_FIELDS)
    return text if len(text) <= LONGEST_SELECTION else "*"


def field(path: Sequence[str]) -> str:
    """A path in a query. A name is quoted as a string literal, whose escapes are those of JSON.

    Source: https://learn.microsoft.com/azure/cosmos-db/nosql/query/constants
    """
    return "c" + "".join(f"[{json.dumps(name)}]" for name in path)


def _has_value(name: str) -> str:
    """The condition that an item has the property, and that it is not null."""
    return f"(IS_DEFINED({field([name])}) AND NOT IS_NULL({field([name])}))"
