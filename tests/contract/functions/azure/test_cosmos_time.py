"""A search that finds nothing ends with the reader's time, however many pages or partitions are left."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from crosstwin_contract.records import RecordMapping
from hotread.errors import TimeLimit
from hotread.store import HotStore, QueryStore

from crosstwin.local import azure
from tests.contract.functions.azure.conftest import SOURCE
from tests.contract.functions.azure.scripted_cosmos import nothing_yet, scripted_cosmos
from tests.contract.functions.scripted_store import Handler, Scripted
from tests.contract.readers.served import importable

with importable(SOURCE):
    import authorization
    import cosmos_db
    import cosmos_store
    import existing_store

SECONDS = 0.2


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted_cosmos() as scripted:
        yield scripted


@pytest.fixture
def cosmos(server: Scripted) -> cosmos_db.CosmosDB:
    return cosmos_db.CosmosDB(server.url, "d", "c", authorization.by_key(azure.KEY))


def read_year(store: HotStore) -> None:
    QueryStore(store, SECONDS).page(
        "d",
        "2025-01-01T00:00:00",
        "2026-01-01T00:00:00",
        descending=False,
        properties=["n"],
        limit=None,
        continuation=None,
    )


def test_empty_pages_without_end(server: Scripted, cosmos: cosmos_db.CosmosDB) -> None:
    """As where a filter finds nothing in a large partition whose fields are not indexed."""
    server.will(nothing_yet)
    with pytest.raises(TimeLimit, match=r"not read within 0\.2 s") as raised:
        read_year(cosmos_store.CosmosStore(cosmos))
    assert not raised.value.is_silent


def test_partitions_without_records(server: Scripted, cosmos: cosmos_db.CosmosDB) -> None:
    def slow(handler: Handler) -> None:
        time.sleep(SECONDS / 4)
        handler.answer(200, b'{"Documents":[]}')

    server.will(slow)
    mapping = RecordMapping.parse({"partition_key": "{device}-{YYYY}-{MM}-{DD}"})
    with pytest.raises(TimeLimit) as raised:
        read_year(existing_store.ExistingStore(cosmos, mapping))
    assert not raised.value.is_silent  # a shorter time range has fewer partitions
    assert 1 < len(server.received) < 10  # of 365
