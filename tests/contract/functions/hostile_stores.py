"""Readers over a server in their store's place whose answers are not those of the store's API.

In this process: the cloud's own client and store, and the readers' core that answers a request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from crosstwin_contract.records import RecordMapping
from hotread.answer import Read, history, last_entry
from hotread.http import HttpRequest, HttpResponse, serve
from hotread.reading import answer_query
from hotread.store import HotStore
from hotread_aws import dynamodb
from hotread_aws.store import DynamoDBStore

from benchmarks.fuzz.outcomes import logged, parts_of
from crosstwin.local import azure
from crosstwin.packages.places import ROOT
from tests.contract.functions.scripted_store import Answer, Handler, Scripted, running
from tests.contract.readers.served import importable
from tests.dynalite import readers_client

with importable(ROOT / "functions/azure/hot-reader"):
    import cosmos_db
    from authorization import by_key
    from cosmos_store import CosmosStore
    from existing_store import ExistingStore
with importable(ROOT / "functions/gcp/hot-reader"):
    import firestore_rest
    from firestore_store import FirestoreStore

TOKEN = "q7Vd2mZx9KpLw4Tn8RbYc3Hs"
# Telemetry, which no log and no error may show.
NUMBER, TEXT = 73190.25, "valve-7f3a9c2b41"
FIRST, SECOND = "2026-01-15T10:00:00Z", "2026-01-15T10:00:01Z"
# The contract says that a message names the `id` of a record at fault.
_ID = re.compile(r"whose id '[^']*' is not")
READS: Mapping[str, Read] = {"history": history, "last entry": last_entry}
_PAYLOAD = {
    "iotDeviceId": "pump-7",
    "selectedProperties": ["n", "s"],
    "startTime": "2026-01-15T10:00:00Z",
    "endTime": "2026-01-15T11:00:00Z",
}


@dataclass(frozen=True)
class Store:
    """`over` makes the store of a reader for a server's address. `answer` makes an answer of records.

    `client` has the waits between its attempts. `listed` leads to the list of records in an answer, and
    `fields` from one of them to its fields.
    """

    client: ModuleType
    over: Callable[[str], HotStore]
    answer: Callable[[Sequence[Mapping[str, Any]]], Any]
    listed: tuple[str, ...]
    fields: tuple[str, ...] = ()


def _typed(value: Any) -> dict[str, str]:
    return {"S": value} if isinstance(value, str) else {"N": str(value)}


def _value(value: Any) -> dict[str, Any]:
    return {"stringValue": value} if isinstance(value, str) else {"doubleValue": value}


def _document(record: Mapping[str, Any]) -> dict[str, Any]:
    name = f"projects/p/databases/d/documents/hot/{record['id']}"
    fields = {name: _value(value) for name, value in record.items()}
    return {"document": {"name": name, "fields": fields}, "readTime": "2026-01-15T11:00:00Z"}


STORES = {
    "DynamoDB": Store(
        dynamodb,
        lambda url: DynamoDBStore(readers_client(url), "telemetry"),
        lambda records: {
            "Items": [{name: _typed(value) for name, value in record.items()} for record in records],
            "Count": len(records),
        },
        ("Items",),
    ),
    "Cosmos DB": Store(
        cosmos_db,
        lambda url: CosmosStore(cosmos_db.CosmosDB(url, "d", "c", by_key(azure.KEY))),
        lambda records: {"Documents": [*records], "_count": len(records)},
        ("Documents",),
    ),
    "Firestore": Store(
        firestore_rest,
        lambda url: FirestoreStore(firestore_rest.Firestore(url, "p", "d", None), "hot"),
        lambda records: [*map(_document, records)],
        (),
        ("document", "fields"),
    ),
}


def existing_container(url: str) -> HotStore:
    """The reader's store over a container of Cosmos DB with records of another form."""
    cosmos = cosmos_db.CosmosDB(url, "d", "c", by_key(azure.KEY))
    return ExistingStore(cosmos, RecordMapping.parse({"time": "ts"}))


# Oldest first, as a history is read; a last entry reads them in the other order.
RECORDS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "history": [{"id": FIRST, "n": NUMBER, "s": TEXT}, {"id": SECOND, "n": NUMBER, "s": TEXT}],
    "last entry": [{"id": SECOND, "n": NUMBER, "s": TEXT}, {"id": FIRST, "n": NUMBER, "s": TEXT}],
}


def sound(store: Store, read: str) -> Any:
    """What the store answers a query with, as a value of JSON."""
    return store.answer(RECORDS[read])


@contextmanager
def hostile(store: Store) -> Iterator[tuple[HotStore, Scripted]]:
    """A reader's store, and the server whose answers a test sets."""
    with running(lambda handler: handler.answer(500, b""), None) as server:
        yield store.over(server.url), server


def raw(data: bytes, *, stays: bool = True) -> Answer:
    """Sends this as it is; and then the connection stays, or ends."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(data)
        handler.close_connection = not stays

    return answer


def with_body(body: bytes, head: bytes = b"HTTP/1.1 200 OK") -> bytes:
    return b"%b\r\nContent-Length: %d\r\n\r\n%b" % (head, len(body), body)


def asked(store: HotStore, read: str, device: str = "pump-7") -> HttpResponse:
    """The answer over HTTP. Neither it, if it is an error, nor the log has a secret or telemetry."""
    body = json.dumps({"target_layer": "L3-hot", "payload": {**_PAYLOAD, "iotDeviceId": device}}).encode()
    request = HttpRequest("POST", {"X-Inter-Cloud-Token": TOKEN}, lambda: body)
    with logged() as lines:
        response = serve(request, read=READS[read], store=store, tokens=(TOKEN,))
    check_silence("\n".join(lines))
    if response.status != 200:
        check_silence(response.body.decode())
    return response


def invoked(store: HotStore, read: str) -> Any:
    """What TwinMaker gets, or the error that the platform writes into its log."""
    payload = {**_PAYLOAD, "properties": {}, "entityId": "e", "componentName": "c"}
    with logged() as lines:
        try:
            return answer_query(READS[read], store, payload, trace_id="t")
        except Exception as error:
            check_silence(f"{type(error).__name__}: {error}")
            return error
        finally:
            check_silence("\n".join(lines))


def check_silence(text: str) -> None:
    text = _ID.sub("", text)
    for untold in (TEXT, TEXT[:8], str(NUMBER), azure.KEY):
        assert untold not in text, text
    assert not parts_of(TOKEN, text), text


def code(response: HttpResponse) -> str:
    """The code of an error; of an answer its values as JSON."""
    answer = json.loads(response.body)
    found: str = answer["error"]["code"] if "error" in answer else json.dumps(answer["propertyValues"])
    return found
