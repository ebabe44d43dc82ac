"""A Cosmos DB container as a hot store: partition key `/iotDeviceId`, and `id` the time."""

from __future__ import annotations

import json
import math
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from azure.core.paging import ItemPaged
from azure.cosmos import ContainerProxy, CosmosClient
from azure.cosmos.exceptions import CosmosHttpResponseError
from crosstwin_contract.telemetry import COSMOS_FIELDS
from hotread.errors import StoreThrottled
from hotread.store import ID_FIELD, Page, next_pages

RECORDS_PER_PAGE = 1000
Connect = Callable[[], ContainerProxy]
_DEVICE = "SELECT * FROM c WHERE c.iotDeviceId = @device"
_ASCENDING = " ORDER BY c.id ASC"
_DESCENDING = " ORDER BY c.id DESC"
_EARLIER = "SELECT TOP 1 * FROM c WHERE c.iotDeviceId = @device AND c.id >= @first AND c.id < @before"

# The SDK's own settings let a request take minutes. With these, measured against servers that fail: refused
# 0.03 s, throttled 1.7 s, silent 6 s: a connector waits 10 s for a reader's answer. A throttled request is
# repeated at a fixed interval, because the SDK waits for whatever Cosmos DB asks, however long, before it
# looks at its limit.
_OPTIONS: dict[str, Any] = {
    "connection_timeout": 2,  # seconds
    "read_timeout": 3,  # seconds
    "retry_total": 1,
    "retry_connect": 1,
    "retry_read": 1,
    "retry_backoff_factor": 0.2,
    "retry_throttle_total": 2,
    "retry_fixed_interval": 200,  # milliseconds
}


def connect(endpoint: str, database: str, container: str, *, key: str | None = None) -> ContainerProxy:
    """The container, reached by the app's managed identity, or by `key` where one is given (an emulator).

    Asks the account for its regions first. `AZURE_CLIENT_ID` chooses a user-assigned identity.
    """
    # The first request of a client has retry settings of its own: silent, 8 instead of 14 s.
    os.environ.setdefault("AZURE_COSMOS_HEALTH_CHECK_MAX_RETRIES", "1")
    client = (
        # An emulator does not know the address it is reached at.
        CosmosClient(endpoint, key, enable_endpoint_discovery=False, **_OPTIONS)
        if key
        else CosmosClient(endpoint, _identity(), **_OPTIONS)
    )
    return client.get_database_client(database).get_container_client(container)


@cache
def _identity() -> Any:
    """One for all clients: it keeps the tokens that it got."""
    # Imported here: importing it takes half as long again as all the rest, and an emulator has no use for it.
    from azure.identity import ManagedIdentityCredential

    return ManagedIdentityCredential(client_id=os.environ.get("AZURE_CLIENT_ID") or None)


class PerThread:
    """A container of each thread's own, connected with its first query."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._of_thread = threading.local()

    def get(self) -> ContainerProxy:
        container: ContainerProxy | None = getattr(self._of_thread, "container", None)
        if container is None:
            container = self._of_thread.container = self._connect()
        return container


class CosmosStore:
    """A hot store (hotread.store.HotStore) over one container.

    Each thread connects with its first query and keeps the connection. Not before: connecting asks
    Cosmos DB, and a Function App whose import fails answers 404 until it is restarted. Not one client
    for all threads: with azure-cosmos 4.17 they change each other's response headers, which failed 2 % of
    histories under a tight switch interval (https://github.com/Azure/azure-sdk-for-python/pull/33496).

    Records come whole, because a query's text would have to hold the names of properties to leave some out.
    """

    orders_by_time = False

    def __init__(self, connect: Connect, page_size: int = RECORDS_PER_PAGE) -> None:
        self._containers = PerThread(connect)
        self._page_size = page_size

    def page(
        self,
        device: str,
        first_id: str | None,
        last_id: str | None,
        *,
        descending: bool,
        properties: Sequence[str],  # noqa: ARG002
        limit: int | None,
        continuation: Any,
    ) -> Page:
        """A continuation is the SDK's iterator over the pages, or the last `id` of a page cut to `limit`.

        It is not the SDK's continuation token, which comes from the client's latest response, whichever
        query that belonged to.
        """
        size = min(limit or self._page_size, self._page_size)
        with throttling():
            if continuation is None or isinstance(continuation, str):
                pages = self._pages(device, first_id, last_id, descending, size, after=continuation)
            else:
                pages = continuation
            records = [without_system_fields(item) for item in next(pages, ())]
        if not records:
            return Page(())
        # An iterator's pages keep their size. After a small page, the next one starts a new query.
        cut = len(records) == size < self._page_size
        return Page(records, records[-1][ID_FIELD] if cut else pages)

    def earlier(
        self, device: str, wanted: Sequence[Sequence[str]], page: Page, *, first_id: str, limit: int
    ) -> Iterator[Page]:
        """One query for each property, unless it takes fewer records to look at those before, one by one."""
        if len(wanted) > limit:
            yield from next_pages(self, device, wanted, page, first_id=first_id, limit=limit)
            return
        values = {"@device": device, "@first": first_id, "@before": page.records[-1][ID_FIELD]}
        for names in wanted:
            text = f"{_EARLIER} AND ({' OR '.join(map(_has_value, names))}){_DESCENDING}"
            with throttling():
                records = [without_system_fields(item) for item in self._query(device, text, values, size=1)]
            yield Page(records, records[0][ID_FIELD] if records else None)

    def _pages(
        self,
        device: str,
        first_id: str | None,
        last_id: str | None,
        descending: bool,
        size: int,
        *,
        after: str | None,
    ) -> Iterator[Iterator[dict[str, Any]]]:
        text = _DEVICE
        values = {"@device": device}
        if first_id is not None:
            text += " AND c.id >= @first"
            values["@first"] = first_id
        if last_id is not None:
            text += " AND c.id <= @last"
            values["@last"] = last_id
        if after is not None:
            text += " AND c.id < @after" if descending else " AND c.id > @after"
            values["@after"] = after
        text += _DESCENDING if descending else _ASCENDING
        return self._query(device, text, values, size=size).by_page()

    def _query(
        self, device: str, text: str, values: Mapping[str, str], *, size: int
    ) -> ItemPaged[dict[str, Any]]:
        return self._containers.get().query_items(
            text,
            parameters=[{"name": name, "value": value} for name, value in values.items()],
            # Beside the condition on the device: it sends the query to the device's partition alone.
            partition_key=device,
            max_item_count=size,
        )


def _has_value(name: str) -> str:
    """The condition that an item has the property, and that it is not null.

    A name is quoted as a string literal, whose escapes are those of JSON.
    Source: https://learn.microsoft.com/azure/cosmos-db/nosql/query/constants
    """
    path = f"c[{json.dumps(name)}]"
    return f"(IS_DEFINED({path}) AND NOT IS_NULL({path}))"


def without_system_fields(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in COSMOS_FIELDS}


@contextmanager
def throttling() -> Iterator[None]:
    try:
        yield
    except CosmosHttpResponseError as error:
        if error.status_code == 429:
            raise StoreThrottled(_retry_after(error.headers)) from error
        raise


def _retry_after(headers: Mapping[str, str]) -> int:
    """Cosmos DB's wish in whole seconds, 1 at least: in milliseconds it is too fine for HTTP."""
    try:
        return max(1, math.ceil(float(headers.get("x-ms-retry-after-ms", 0)) / 1000))
    except (ValueError, OverflowError):
        return 1
