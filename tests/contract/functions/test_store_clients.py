"""What the readers' clients of DynamoDB and of Cosmos DB have in common: connections, faults, time, TLS."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from http.client import HTTPException
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import trustme
from hotread_aws import dynamodb

from crosstwin.local import azure
from tests.contract.functions.aws import scripted_dynamodb
from tests.contract.functions.azure import scripted_cosmos
from tests.contract.functions.azure.conftest import SOURCE
from tests.contract.functions.scripted_store import (
    Answer,
    Handler,
    Scripted,
    and_gone,
    certified,
    cut_off,
    dropped,
    silent,
)
from tests.contract.readers.served import importable
from tests.dynalite import readers_client

with importable(SOURCE):
    import authorization
    import cosmos_db

LONGEST_WAIT = 8.0  # seconds that a reader has for a query
Query = Callable[[], Any]


@dataclass(frozen=True)
class Store:
    """`client` makes one for an address, and returns its query. `refusals` are those of a wrong time.

    `authorities` is the variable with a file of certificates, `accounts` how many connections more than for
    queries there can be.
    """

    module: ModuleType
    running: Callable[..., AbstractContextManager[Scripted]]
    client: Callable[[str], Query]
    found: Answer
    answer: Any
    refusals: tuple[Callable[..., Answer], ...]
    sent: Callable[[Handler], datetime]
    error: type[Exception]
    authorities: str
    accounts: int = 0


def _dynamodb(url: str) -> Query:
    client = readers_client(url)
    return lambda: client.query({"TableName": "telemetry"})


def _cosmos(url: str) -> Query:
    client = cosmos_db.CosmosDB(url, "d", "c", authorization.by_key(azure.KEY))
    return lambda: client.query("SELECT * FROM c", {}, partition=("d",), size=7)


STORES = {
    "DynamoDB": Store(
        dynamodb,
        scripted_dynamodb.scripted_dynamodb,
        _dynamodb,
        scripted_dynamodb.found,
        {"Items": [], "Count": 0},
        (partial(scripted_dynamodb.refused, "InvalidSignatureException"),),
        lambda asked: datetime.strptime(asked.headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC),
        dynamodb.DynamoDBError,
        "AWS_CA_BUNDLE",
    ),
    "Cosmos DB": Store(
        cosmos_db,
        scripted_cosmos.scripted_cosmos,
        _cosmos,
        scripted_cosmos.found,
        ([{"id": "1"}], None),
        (partial(scripted_cosmos.refused, 401), partial(scripted_cosmos.refused, 403)),
        lambda asked: parsedate_to_datetime(asked.headers["x-ms-date"]),
        cosmos_db.CosmosDBError,
        "SSL_CERT_FILE",
        accounts=1,
    ),
}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Store:
    return STORES[request.param]


@pytest.fixture
def server(store: Store) -> Iterator[Scripted]:
    with store.running() as scripted:
        yield scripted


@pytest.fixture
def query(store: Store, server: Scripted) -> Query:
    return store.client(server.url)


@pytest.fixture
def no_waits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store.module, "_LONGEST_WAIT", 0.0)


def test_queries_share_a_connection(server: Scripted, query: Query) -> None:
    for _ in range(5):
        query()
    assert server.connections == 1


def test_threads_have_a_connection_each_and_keep_it(store: Store, server: Scripted, query: Query) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda _: query(), range(80))) == [store.answer] * 80
    assert len(server.received) == 80
    assert server.connections <= 8 + store.accounts


def test_a_connection_that_was_closed_meanwhile_is_replaced_at_once(
    store: Store, server: Scripted, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store.module, "_ATTEMPTS", 1)  # it does not count as one
    query()
    server.will(and_gone(store.found))
    for _ in range(3):
        query()
        time.sleep(0.05)  # for the server to close it
    assert (len(server.received), server.connections) == (4, 3)


def not_json(handler: Handler) -> None:
    handler.answer(503, b"<html>not JSON</html>")


@pytest.mark.usefixtures("no_waits")
@pytest.mark.parametrize("fault", [not_json, cut_off, dropped], ids=["not JSON", "cut off", "dropped"])
def test_a_passing_fault_is_bridged(store: Store, server: Scripted, query: Query, fault: Answer) -> None:
    server.will(fault, store.found)
    assert query() == store.answer
    assert len(server.received) == 2


@pytest.mark.usefixtures("no_waits")
@pytest.mark.parametrize(
    ("fault", "expected", "message"),
    [
        (not_json, None, "503.* unknown error"),
        (lambda handler: handler.answer(500, b"[]"), None, "500.* unknown error"),
        (cut_off, HTTPException, "IncompleteRead"),
        (dropped, ConnectionError, "closed connection"),
    ],
    ids=["not JSON", "no object", "cut off", "dropped"],
)
def test_a_lasting_fault_is_an_error_after_two_attempts(
    store: Store, server: Scripted, fault: Answer, expected: Any, message: str
) -> None:
    server.will(fault)
    with pytest.raises(expected or store.error, match=message):
        store.client(server.url)()
    assert len(server.received) == 2


@pytest.mark.usefixtures("no_waits")
def test_a_clock_that_is_wrong_is_set_by_the_stores(store: Store, server: Scripted) -> None:
    ahead = timedelta(hours=1)
    for refused in store.refusals:

        def checked(handler: Handler, refused: Callable[..., Answer] = refused) -> None:
            now = datetime.now(UTC) + ahead
            if abs(now - store.sent(handler)) < timedelta(minutes=5):
                store.found(handler)
            else:
                refused(Date=format_datetime(now, usegmt=True))(handler)

        server.will(checked)
        server.received.clear()
        query = store.client(server.url)
        query()
        query()
        assert len(server.received) == 3  # only the first one has the time of the wrong clock


@pytest.mark.parametrize("date", ["", "today", "now"])
def test_a_query_refused_at_the_right_time_is_not_sent_again(
    store: Store, server: Scripted, query: Query, date: str
) -> None:
    if date == "now":
        date = format_datetime(datetime.now(UTC), usegmt=True)
    for number, refused in enumerate(store.refusals):
        server.will(refused(**({"Date": date} if date else {})))
        with pytest.raises(store.error):
            query()
        assert len(server.received) == number + 1


def test_a_silent_store_is_an_error_within_a_readers_time(server: Scripted, query: Query) -> None:
    server.will(silent)
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        query()
    assert time.monotonic() - started < LONGEST_WAIT


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls_server(store: Store, authority: trustme.CA) -> Iterator[Scripted]:
    with store.running(certified(authority)) as scripted:
        yield scripted


@pytest.fixture
def trusted(store: Store, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.write_bytes(authority.cert_pem.bytes())
    monkeypatch.setenv(store.authorities, str(bundle))


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_a_trusted_authority_is_accepted(store: Store, tls_server: Scripted) -> None:
    query = store.client(tls_server.url)
    query()
    query()
    assert (len(tls_server.received), tls_server.connections) == (2, 1)


def test_a_certificate_of_an_unknown_authority_is_refused(
    store: Store, tls_server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(store.authorities, raising=False)
    with pytest.raises(ssl.SSLCertVerificationError):
        store.client(tls_server.url)()
    assert not tls_server.received


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_host_is_refused(store: Store, tls_server: Scripted) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="localhost"):
        store.client(tls_server.url.replace("127.0.0.1", "localhost"))()
    assert not tls_server.received
