"""A search that finds nothing ends with the reader's time, however many pages or partitions are left."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from crosstwin_contract.records import RecordMapping
from hotread.errors import TimeLimit

from crosstwin.local import azure
from tests.contract.functions.azure.conftest import SOURCE
from tests.contract.functions.azure.scripted_cosmos import nothing_yet, scripted_cosmos
from tests.contract.functions.scripted_store import Handler, Scripted
from tests.contract.readers.served import importable

with importable(SOURCE):
    import authorization
    import cosmos_db
    import existing_store

SECONDS = 0.2


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted_cosmos() as scripted:
        yield scripted


@pytest.fixture
def cosmos(server: Scripted, monkeypatch: pytest.MonkeyPatch) -> cosmos_db.CosmosDB:
    for module in (cosmos_db, existing_store):
        monkeypatch.setattr(module, "QUERY_TIMEOUT", SECONDS)
    return cosmos_db.CosmosDB(server.url, "d", "c", authorization.by_key(azure.KEY))


def test_empty_pages_without_end(server: Scripted, cosmos: cosmos_db.CosmosDB) -> None:
    """As where a filter finds nothing in a large partition whose fields are not indexed."""
    server.will(nothing_yet)
    with pytest.raises(TimeLimit, match=r"not read within 0\.2 s"):
        cosmos.query("SELECT * FROM c", {}, partition=("d",), size=7)


def test_partitions_without_records(server: Scripted, cosmos: cosmos_db.CosmosDB) -> None:
    def slow(handler: Handler) -> None:
        time.sleep(SECONDS / 4)
        handler.answer(200, b'{"Documents":[]}')

    server.will(slow)
    mapping = RecordMapping.parse({"partition_key": "{device}-{YYYY}-{MM}-{DD}"})
    store = existing_store.ExistingStore(cosmos, mapping)
    with pytest.raises(TimeLimit):
        store.page(
            "d",
            "2025-01-01T00:00:00",
            "2026-01-01T00:00:00",
            descending=False,
            properties=["n"],
            limit=None,
            continuation=None,
        )
    assert 1 < len(server.received) < 10  # of 365
