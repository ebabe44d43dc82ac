"""The reader's own client of Cosmos DB's REST API: authorization, pages, throttling, faults and regions."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote

import pytest
from hotread.errors import StoreThrottled

from crosstwin.local import azure
from crosstwin.local.process import free_port
from tests.contract.functions.azure.conftest import SOURCE
from tests.contract.functions.azure.scripted_cosmos import (
    found,
    nothing_yet,
    refused,
    scripted_cosmos,
)
from tests.contract.functions.scripted_store import Handler, Scripted, dropped
from tests.contract.readers.served import importable

with importable(SOURCE):
    import authorization
    import cosmos_db
    import regions

LONGEST_WAIT = 8.0  # seconds that a reader has for a query
FOUND = ([{"id": "1"}], None)


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted_cosmos() as scripted:
        yield scripted


@pytest.fixture
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cosmos_db, "_LONGEST_WAIT", 0.0)


def client(url: str, authorize: authorization.Authorize | None = None) -> cosmos_db.CosmosDB:
    return cosmos_db.CosmosDB(url, "d b", "c", authorize or authorization.by_key(azure.KEY))


def query(client: cosmos_db.CosmosDB, **options: Any) -> Any:
    return client.query("SELECT * FROM c", {"@device": "ü"}, partition=("ü",), size=7, **options)


def test_a_query_is_a_signed_post_of_the_documented_api(server: Scripted) -> None:
    assert query(client(server.url), continuation="on from here") == FOUND
    (headers,) = server.received
    assert headers["content-type"] == "application/query+json"
    assert headers["x-ms-documentdb-isquery"] == "True"
    assert headers["x-ms-documentdb-partitionkey"] == '["\\u00fc"]'
    assert headers["x-ms-max-item-count"] == "7"
    assert headers["x-ms-continuation"] == "on from here"
    sent = parsedate_to_datetime(headers["x-ms-date"])
    assert abs(datetime.now(UTC) - sent) < timedelta(minutes=1)
    # As in the example of https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources
    text = f"post\ndocs\ndbs/d b/colls/c\n{headers['x-ms-date'].lower()}\n\n"
    signature = base64.b64encode(hmac.digest(base64.b64decode(azure.KEY), text.encode(), "sha256")).decode()
    assert unquote(headers["authorization"]) == f"type=master&ver=1.0&sig={signature}"
    assert "&" not in headers["authorization"]


def test_an_empty_page_is_not_taken_for_the_end(server: Scripted) -> None:
    server.will(nothing_yet, nothing_yet, found)
    assert query(client(server.url)) == FOUND
    assert [headers.get("x-ms-continuation") for headers in server.received] == [
        None,
        "behind it",
        "behind it",
    ]


def test_an_empty_continuation_is_none(server: Scripted) -> None:
    server.will(lambda handler: handler.answer(200, b'{"Documents":[]}', x_ms_continuation=""))
    assert query(client(server.url)) == ([], None)


PASSING = (408, 410, 449, 500, 503)


@pytest.mark.usefixtures("no_waits")
@pytest.mark.parametrize(
    "fault",
    [
        *map(refused, PASSING),
        refused(403, 1008),
        refused(429, x_ms_retry_after_ms="10"),
    ],
    ids=[*map(str, PASSING), "no account", "throttled"],
)
def test_a_passing_fault_is_bridged(server: Scripted, fault: Any) -> None:
    server.will(fault, found)
    assert query(client(server.url)) == FOUND
    assert len(server.received) == 2


@pytest.mark.usefixtures("no_waits")
@pytest.mark.parametrize(("status", "substatus"), [(500, 0), (410, 1002)])
def test_a_lasting_fault_is_an_error_after_two_attempts(
    server: Scripted, status: int, substatus: int
) -> None:
    server.will(refused(status, substatus))
    with pytest.raises(cosmos_db.CosmosDBError, match=f"{status}/{substatus}: container"):
        query(client(server.url))
    assert len(server.received) == 2


@pytest.mark.parametrize(("status", "substatus"), [(400, 0), (401, 0), (403, 5300), (404, 0), (413, 0)])
def test_what_will_not_get_better_is_not_asked_again(server: Scripted, status: int, substatus: int) -> None:
    server.will(refused(status, substatus))
    with pytest.raises(cosmos_db.CosmosDBError) as error:
        query(client(server.url))
    assert error.value.status == status
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("wish", "asked", "seconds"),
    [("10", 3, 1), ("60000", 1, 60), ("1001", 1, 2), ("0", 3, 1), (None, 3, 1), ("1e300", 1, 3600)],
)
def test_throttling_that_lasts_is_left_to_the_caller(
    server: Scripted, wish: str | None, asked: int, seconds: int
) -> None:
    """Soon, however long Cosmos DB asks to wait."""
    server.will(refused(429, 3200, **({} if wish is None else {"x_ms_retry_after_ms": wish})))
    started = time.monotonic()
    with pytest.raises(StoreThrottled) as error:
        query(client(server.url))
    assert (len(server.received), error.value.retry_after) == (asked, seconds)
    assert time.monotonic() - started < LONGEST_WAIT


@pytest.mark.usefixtures("no_waits")
@pytest.mark.parametrize(
    ("wish", "seconds"),
    [("1", 1), ("1000", 1), ("1001", 2), ("60000", 60), (None, 1), ("soon", 1), ("inf", 1), ("-5", 1)],
)
def test_throttling_is_reported_in_whole_seconds(
    server: Scripted, monkeypatch: pytest.MonkeyPatch, wish: str | None, seconds: int
) -> None:
    monkeypatch.setattr(cosmos_db, "_THROTTLED_ATTEMPTS", 1)
    server.will(refused(429, **({} if wish is None else {"x_ms_retry_after_ms": wish})))
    with pytest.raises(StoreThrottled) as error:
        query(client(server.url))
    assert error.value.retry_after == seconds


@pytest.mark.usefixtures("no_waits")
@pytest.mark.parametrize("fault", [dropped, refused(503), refused(403, 1008)], ids=["dropped", "503", "gone"])
def test_the_next_region_answers_where_the_first_one_fails(
    server: Scripted, monkeypatch: pytest.MonkeyPatch, fault: Any
) -> None:
    with scripted_cosmos() as other:
        server.regions = [server.url, other.url]
        cosmos = client(server.url)
        query(cosmos)
        server.will(fault)
        assert [query(cosmos) for _ in range(3)] == [FOUND] * 3
        asked = len(server.received)
        assert asked == (3 if fault is dropped else 2)  # over the kept connection, and over a new one
        assert len(other.received) == 3  # it stays there
        server.will(found)
        now = time.monotonic() + regions._KEPT
        monkeypatch.setattr(time, "monotonic", lambda: now)
        query(cosmos)
        assert (len(server.received), len(other.received)) == (asked + 1, 3)


@pytest.mark.usefixtures("no_waits")
@pytest.mark.parametrize(("status", "substatus"), [(403, 0), (401, 0), (404, 0), (400, 0)])
def test_a_region_that_refuses_a_query_is_left_for_the_first_one(
    server: Scripted, status: int, substatus: int
) -> None:
    """As where the firewall of the account lets the function's network reach the first region only."""
    with scripted_cosmos() as other:
        server.regions = [server.url, other.url]
        cosmos = client(server.url)
        query(cosmos)
        server.will(refused(503), found)
        other.will(refused(status, substatus))
        assert [query(cosmos) for _ in range(3)] == [FOUND] * 3
        assert len(other.received) == 1
        server.will(refused(status))
        with pytest.raises(cosmos_db.CosmosDBError, match=str(status)):
            query(cosmos)


@pytest.mark.usefixtures("no_waits")
def test_where_one_region_fails_and_the_other_refuses_the_query_fails(server: Scripted) -> None:
    with scripted_cosmos() as other:
        server.regions = [server.url, other.url]
        cosmos = client(server.url)
        query(cosmos)
        server.will(refused(503))
        other.will(refused(403))
        with pytest.raises(cosmos_db.CosmosDBError, match="503"):
            query(cosmos)
        assert (len(server.received), len(other.received)) == (3, 1)


@pytest.mark.usefixtures("no_waits")
def test_where_all_regions_fail_the_query_fails_and_the_first_one_is_asked_next(server: Scripted) -> None:
    server.regions = [server.url, f"http://127.0.0.1:{free_port()}"]
    cosmos = client(server.url)
    query(cosmos)
    server.will(refused(503), found)
    with pytest.raises(ConnectionRefusedError):
        query(cosmos)
    assert query(cosmos) == FOUND


@pytest.mark.parametrize(
    "account",
    [b"[]", b"no JSON", b'{"readableLocations": [1, 2]}', b"{}", b"[" * 100_000],
    ids=["list", "text", "odd", "empty", "nested"],
)
def test_an_account_that_does_not_name_its_regions_is_read_without(
    server: Scripted, monkeypatch: pytest.MonkeyPatch, account: bytes
) -> None:
    monkeypatch.setattr(Handler, "do_GET", lambda handler: handler.answer(200, account))
    cosmos = client(server.url)
    assert [query(cosmos) for _ in range(2)] == [FOUND] * 2


@pytest.mark.usefixtures("no_waits")
@pytest.mark.parametrize(
    "address", [5, None, "", "https://[", "ftp://127.0.0.1", "https://", "http://h:99999"]
)
def test_an_address_of_a_region_that_is_none_is_not_asked(
    server: Scripted, monkeypatch: pytest.MonkeyPatch, address: Any
) -> None:
    """Nor one without TLS, to which the token would be sent in clear, where the account's own has it."""
    locations = [{"databaseAccountEndpoint": one} for one in (server.url, address)]
    account = json.dumps({"readableLocations": locations}).encode()
    monkeypatch.setattr(Handler, "do_GET", lambda handler: handler.answer(200, account))
    cosmos = client(server.url)
    query(cosmos)
    server.will(refused(503), found)
    assert [query(cosmos) for _ in range(2)] == [FOUND] * 2


@pytest.mark.usefixtures("no_waits")
def test_a_role_without_metadata_costs_the_other_regions_only(
    server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Handler, "do_GET", lambda handler: handler.answer(403, b"{}"))
    assert query(client(server.url)) == FOUND
