"""A query ends with its time, whatever its store does meanwhile: on each cloud, for each kind of query."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from hotread import time_limit
from hotread.answer import Read, history, last_entry
from hotread.errors import TimeLimit
from hotread.http import HttpRequest, HttpResponse, serve
from hotread.store import HotStore, QueryStore
from hotread_aws.dynamodb import connect
from hotread_aws.store import DynamoDBStore

from crosstwin.local import azure
from tests.contract.functions.aws import scripted_dynamodb
from tests.contract.functions.azure import scripted_cosmos
from tests.contract.functions.azure.conftest import SOURCE as AZURE
from tests.contract.functions.gcp.conftest import SOURCE as GOOGLE
from tests.contract.functions.scripted_store import Answer, Handler, Scripted, and_gone, running, silent
from tests.contract.readers.served import importable
from tests.dynalite import readers_client

with importable(AZURE):
    import cosmos_db
    import cosmos_store
    import managed_identity
    from authorization import by_key
with importable(GOOGLE):
    import firestore_store
    from firestore_rest import Firestore
    from metadata_server import MetadataServer

LIMIT = 0.3  # seconds of a query
AFTER = 0.5  # seconds in which its answer must be there then, on a busy machine
DEVICES = ("d", "e")
ROWS = 3  # of a page, in a second each
MINUTE = {"startTime": "2026-01-15T10:30:00Z", "endTime": "2026-01-15T10:31:00Z"}
TOO_LATE = (503, "TIME_LIMIT")


@dataclass(frozen=True)
class Store:
    """`page` answers with ROWS records, of which more follow; `throttled` asks to come back in 0.2 s."""

    of: Callable[[str], HotStore]
    page: Answer
    throttled: Answer


def ids() -> list[str]:
    return [f"2026-01-15T10:30:{10 + number}Z" for number in range(ROWS)]


def json_answer(content: Any, **headers: str) -> Answer:
    return lambda handler: handler.answer(200, json.dumps(content).encode(), **headers)


def cosmos(url: str) -> Any:
    return cosmos_store.CosmosStore(cosmos_db.CosmosDB(url, "d", "c", by_key(azure.KEY)))


def firestore(url: str) -> Any:
    return firestore_store.FirestoreStore(Firestore(url, "p", "d", None), "hot")


def document(time_: str) -> dict[str, Any]:
    fields = {"id": {"stringValue": time_}, "n": {"integerValue": "1"}}
    return {"name": f"projects/p/databases/d/documents/hot/{time_}", "fields": fields}


UNAVAILABLE = json.dumps([{"error": {"code": 503, "message": "", "status": "UNAVAILABLE"}}]).encode()

STORES = {
    "DynamoDB": Store(
        lambda url: DynamoDBStore(readers_client(url), "telemetry"),
        json_answer(
            {
                "Items": [{"id": {"S": id_}, "n": {"N": "1"}} for id_ in ids()],
                "LastEvaluatedKey": {"iotDeviceId": {"S": "d"}, "id": {"S": ids()[-1]}},
            }
        ),
        scripted_dynamodb.refused("ThrottlingException"),
    ),
    "Cosmos DB": Store(
        cosmos,
        json_answer({"Documents": [{"id": id_, "n": 1} for id_ in ids()]}, x_ms_continuation="behind it"),
        scripted_cosmos.refused(429, x_ms_retry_after_ms="200"),
    ),
    "Firestore": Store(
        firestore,
        json_answer([{"document": document(id_)} for id_ in ids()]),
        # It repeats no query that is throttled, but one that an overloaded front end refuses.
        lambda handler: handler.answer(503, UNAVAILABLE),
    ),
}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(time_limit, "QUERY_TIMEOUT", LIMIT)
    monkeypatch.setattr(firestore_store, "RECORDS_PER_PAGE", ROWS)
    return STORES[request.param]


@pytest.fixture
def server() -> Iterator[Scripted]:
    with running(silent, None) as scripted:
        yield scripted


def ask(store: HotStore, read: Read = history, **payload: Any) -> HttpResponse:
    query = {"iotDeviceId": "d", "selectedProperties": ["n"], **MINUTE, **payload}
    body = json.dumps({"target_layer": "L3-hot", "payload": query}).encode()
    request = HttpRequest("POST", {"X-Inter-Cloud-Token": "t"}, lambda: body)
    return serve(request, read=read, store=store, tokens=("t",))


def outcome(response: HttpResponse) -> tuple[int, str]:
    return response.status, json.loads(response.body).get("error", {}).get("code", "")


@contextmanager
def in_time() -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < LIMIT + AFTER


def dripping(beginning: bytes, drop: bytes) -> Answer:
    """Sends the beginning, and then a drop 20 times a second without end."""

    @and_gone
    def drip(handler: Handler) -> None:
        handler.wfile.write(beginning)
        while not handler.scripted.closing.wait(0.05):
            handler.wfile.write(drop)

    return drip


STATUS = b"HTTP/1.1 200 OK\r\n"
FAULTS: Mapping[str, Answer] = {
    "silent": silent,
    "a body that drips": dripping(STATUS + b"Content-Length: 1000\r\n\r\n", b" "),
    "chunks that drip": dripping(STATUS + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "headers that drip": dripping(STATUS, b"A: b\r\n"),
    "a header that drips": dripping(STATUS + b"A: ", b"b"),
    "interim responses": dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_store_that_does_not_answer_in_full(store: Store, server: Scripted, fault: str) -> None:
    server.will(FAULTS[fault])
    asked = store.of(server.url)
    check_each_kind_of_query(asked)


def check_each_kind_of_query(asked: HotStore) -> None:
    with in_time(), ThreadPoolExecutor() as threads:  # waits for all of them
        one = [threads.submit(ask, asked, read) for read in (history, last_entry)]
        interpolated = threads.submit(ask, asked, interpolation={"intervalInSeconds": 1})
        many = [threads.submit(ask, asked, read, devices=[*DEVICES]) for read in (history, last_entry)]
    for future in (*one, interpolated):
        assert outcome(future.result()) == TOO_LATE
        assert future.result().headers["Retry-After"] == "1"
    histories, last_entries = (json.loads(future.result().body) for future in many)
    assert [entry["error"]["code"] for entry in last_entries["devices"]] == ["TIME_LIMIT"] * 2
    # The first one had all the time. The others are of the next page.
    assert [entry["error"]["code"] for entry in histories["devices"]] == ["TIME_LIMIT"]
    assert histories["nextToken"]


@pytest.fixture
def full() -> Iterator[str]:
    """The address of a server that takes no more connections: the system drops what asks for one."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listening.getsockname())
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        for one in waiting:
            one.close()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_store_that_takes_no_connection(store: Store, full: str, scheme: str) -> None:
    check_each_kind_of_query(store.of(f"{scheme}://{full}"))


def test_a_store_that_does_not_end_its_tls_handshake(store: Store) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        check_each_kind_of_query(store.of(f"https://127.0.0.1:{listening.getsockname()[1]}"))


def test_a_store_that_throttles_without_end(store: Store, server: Scripted) -> None:
    server.will(store.throttled)
    asked = store.of(server.url)
    for read in (history, last_entry):
        with in_time():
            response = ask(asked, read)
        assert outcome(response) in (TOO_LATE, (503, "STORE_THROTTLED"))
        assert response.headers["Retry-After"] == "1"


def test_no_attempt_begins_after_a_wait_that_would_outlast_the_query(
    store: Store, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("random.uniform", lambda *_: LIMIT)
    server.will(lambda handler: handler.answer(500, b"{}"))
    started = time.monotonic()
    assert outcome(ask(store.of(server.url))) == TOO_LATE
    assert len(server.received) == 1
    assert time.monotonic() - started < LIMIT  # it does not wait in vain


@pytest.mark.parametrize("fault", ["silent", "a body that drips"])
def test_a_page_that_begins_late_ends_with_the_query(store: Store, server: Scripted, fault: str) -> None:
    """What was read before it is answered, up to its last whole second."""

    def late(handler: Handler) -> None:
        time.sleep(LIMIT / 2)
        store.page(handler)

    asked = store.of(server.url)
    server.will(late, FAULTS[fault])
    with in_time():
        response = ask(asked)
    assert response.status == 200
    answer = json.loads(response.body)
    assert [item["time"] for item in answer["propertyValues"][0]["values"]] == ids()[:-1]
    assert answer["nextToken"]
    server.will(late, FAULTS[fault])
    with in_time():
        assert outcome(ask(asked, maxDataPoints=2)) == (400, "TIME_RANGE_TOO_LONG")
    server.will(late, FAULTS[fault])
    with in_time():
        assert outcome(ask(asked, last_entry, selectedProperties=["absent"])) == TOO_LATE


def test_the_next_query_is_not_affected(store: Store, server: Scripted) -> None:
    asked = store.of(server.url)
    server.will(store.page, FAULTS["a body that drips"])
    assert ask(asked).status == 200
    server.will(store.page)
    assert outcome(ask(asked, last_entry)) == (200, "")


@pytest.mark.parametrize("fault", ["silent", "a body that drips"])
def test_an_identity_that_is_not_answered_in_full(
    server: Scripted, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(Handler, "do_GET", FAULTS[fault])
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{server.url}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "secret of the app")
    monkeypatch.setenv("GCE_METADATA_HOST", server.url.removeprefix("http://"))
    identity = managed_identity.ManagedIdentity("https://a.documents.azure.com")
    for store in (
        cosmos_store.CosmosStore(cosmos_db.CosmosDB(server.url, "d", "c", lambda *_: identity.token())),
        firestore_store.FirestoreStore(Firestore(server.url, "p", "d", MetadataServer()), "hot"),
        firestore_store.FirestoreStore(Firestore(server.url, "", "d", MetadataServer()), "hot"),
    ):
        with pytest.raises(TimeLimit) as raised, in_time():
            read_newest(store)
        assert raised.value.is_silent
    assert not server.received


def read_newest(store: HotStore) -> Any:
    return QueryStore(store, LIMIT).page(
        "d", None, None, descending=True, properties=["n"], limit=1, continuation=None
    )


def test_credentials_that_fail_are_not_waited_for_beyond_the_query(
    server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """botocore asks a container's address three times, a second apart."""
    expiration = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 60))
    credentials = {"AccessKeyId": "k", "SecretAccessKey": "s", "Token": "t", "Expiration": expiration}
    answers = [json_answer(credentials)]
    monkeypatch.setattr(
        Handler,
        "do_GET",
        lambda handler: answers.pop()(handler) if answers else handler.answer(500, b"busy"),
    )
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{server.url}/credentials")
    store = DynamoDBStore(connect(), "telemetry")
    with pytest.raises(TimeLimit), in_time():
        read_newest(store)
    assert not server.received


def test_the_regions_of_an_account_are_not_waited_for_beyond_the_query(
    server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The records are there already: they are answered."""
    monkeypatch.setattr(Handler, "do_GET", FAULTS["a body that drips"])
    server.will(STORES["Cosmos DB"].page)
    with in_time():
        assert len(read_newest(cosmos(server.url)).records) == ROWS
