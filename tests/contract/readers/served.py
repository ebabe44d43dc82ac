"""Hot readers over existing stores: the stores of the functions, served by HTTP in this process."""

from __future__ import annotations

import logging
import sys
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zlib import crc32

import boto3
from crosstwin_contract.records import CROSSTWIN, RecordMapping
from crosstwin_contract.token import accepted_tokens
from hotread.answer import history, last_entry
from hotread.http import HttpRequest, serve
from hotread.json_log import JsonFormatter
from hotread.log import LOGGER
from hotread.store import HotStore
from hotread_aws.store import DynamoDBStore

from crosstwin.clouds.aws_options import client_options
from crosstwin.local.aws import REGION
from crosstwin.local.reader import RunningReader
from crosstwin.packages.places import ROOT
from crosstwin.readers.hot_stores.dynamodb import DynamoDBWriter
from crosstwin.readers.hot_stores.records import TelemetryRecord
from tests.contract.readers.mappings import Existing
from tests.dynalite import readers_client, running_dynalite

Put = Callable[[Iterable[TelemetryRecord]], None]
LAST_ENTRY_PATH = "/last-entry"


@contextmanager
def running_existing(existing: Existing, folder: Path, token: str) -> Iterator[RunningReader]:
    """A reader over an existing store with these records. The line of each query is in a log in `folder`."""
    with ExitStack() as stack:
        store, put = stack.enter_context(STORES[existing.cloud](existing, folder))
        address = stack.enter_context(_served(store, token, folder))
        yield RunningReader(existing.cloud, address, address + LAST_ENTRY_PATH, token, put)


@contextmanager
def _served(store: HotStore, token: str, folder: Path) -> Iterator[str]:
    tokens = accepted_tokens(token)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = HttpRequest("POST", dict(self.headers), lambda: body)
            read = last_entry if self.path == LAST_ENTRY_PATH else history
            response = serve(request, read=read, store=store, tokens=tokens)
            self.send_response(response.status)
            for name, value in {**response.headers, "Content-Length": str(len(response.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(response.body)

        def log_message(self, *_: Any) -> None:
            pass

    lines = logging.FileHandler(folder / "reader.log")
    lines.setFormatter(JsonFormatter())
    LOGGER.addHandler(lines)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        LOGGER.removeHandler(lines)


@contextmanager
def _dynamodb(existing: Existing, folder: Path) -> Iterator[tuple[HotStore, Put]]:
    index = existing.records.get("index_name")
    settings: Mapping[str, Any] = {**existing.records, "time_type": existing.key_types[1]}
    if index:
        settings = {**settings, "table_keys": ["pk"]}
    mapping = RecordMapping.parse(settings)
    with running_dynalite(folder) as url:
        client = boto3.client("dynamodb", **client_options(REGION, url))
        create_table(client, "telemetry", mapping, existing.key_types)
        written = RecordMapping.parse(
            {k: v for k, v in settings.items() if k not in ("index_name", "table_keys")}
        )
        writer = DynamoDBWriter("telemetry", client=client, mapping=written)

        def put_with_key(records: Iterable[TelemetryRecord]) -> None:
            writer.put({**record, "pk": uuid.uuid4().hex} for record in records)

        yield (
            DynamoDBStore(readers_client(url), "telemetry", mapping),
            put_with_key if index else writer.put,
        )


def create_table(client: Any, name: str, mapping: RecordMapping, key_types: str) -> None:
    """A table with the keys of the mapping; or with `pk` alone, and the keys in its index."""
    types = dict(zip((mapping.device, mapping.time), key_types, strict=True))
    keys = [
        {"AttributeName": key, "KeyType": kind} for key, kind in zip(types, ("HASH", "RANGE"), strict=True)
    ]
    indexes = {}
    if mapping.index_name:
        all_fields = {"ProjectionType": "ALL"}
        index = {"IndexName": mapping.index_name, "KeySchema": keys, "Projection": all_fields}
        indexes = {"GlobalSecondaryIndexes": [index]}
        keys, types = [{"AttributeName": "pk", "KeyType": "HASH"}], {**types, "pk": "S"}
    client.create_table(
        TableName=name,
        KeySchema=keys,
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": type_} for key, type_ in types.items()],
        BillingMode="PAY_PER_REQUEST",
        **indexes,
    )


def container_key(mapping: RecordMapping) -> Any:
    from azure.cosmos import PartitionKey

    paths = [*mapping.partition_key_paths] or ["/" + mapping.device.replace(".", "/")]
    return PartitionKey(paths, kind="MultiHash") if len(paths) > 1 else PartitionKey(paths[0])


@contextmanager
def _cosmos(existing: Existing, folder: Path) -> Iterator[tuple[HotStore, Put]]:
    from azure.cosmos import CosmosClient

    from crosstwin.local import azure
    from crosstwin.readers.hot_stores.cosmos import CosmosWriter

    mapping = RecordMapping.parse(existing.records)
    with azure.running_cosmos(folder) as cosmos:
        with CosmosClient(cosmos.endpoint, cosmos.key, enable_endpoint_discovery=False) as client:
            database = client.create_database_if_not_exists(azure.DATABASE)
            database.create_container_if_not_exists("telemetry", container_key(mapping))
        place = (cosmos.endpoint, azure.DATABASE, "telemetry")
        with importable(ROOT / "functions/azure/hot-reader"):
            from cosmos_store import CosmosStore, connect
            from existing_store import ExistingStore
        client = connect(*place, key=cosmos.key)
        store = CosmosStore(client) if mapping == CROSSTWIN else ExistingStore(client, mapping)
        yield store, CosmosWriter(*place, cosmos.key, mapping=mapping).put


@contextmanager
def _firestore(existing: Existing, folder: Path) -> Iterator[tuple[HotStore, Put]]:
    from crosstwin.local import gcp
    from crosstwin.local.firestore_emulator import running_emulator
    from crosstwin.readers.hot_stores.firestore import FirestoreWriter, emulator_client

    mapping = RecordMapping.parse(existing.records)
    with running_emulator(folder) as address:
        client = emulator_client(address, gcp.DATABASE, gcp.PROJECT)
        with importable(ROOT / "functions/gcp/hot-reader"):
            from firestore_rest import Firestore
            from firestore_store import FirestoreStore
        collections = [existing.collection]
        if existing.is_group:
            collections = [f"plants/{plant}/{existing.collection}" for plant in ("north", "south")]
        writers = [
            FirestoreWriter(gcp.PROJECT, gcp.DATABASE, collection, client=client, mapping=mapping)
            for collection in collections
        ]

        def put(records: Iterable[TelemetryRecord]) -> None:
            rows = list(records)
            for number, writer in enumerate(writers):
                writer.put(row for row in rows if crc32(row["id"].encode()) % len(writers) == number)

        database = Firestore(f"http://{address}", gcp.PROJECT, gcp.DATABASE, None)
        yield FirestoreStore(database, existing.collection, mapping, is_group=existing.is_group), put


@contextmanager
def importable(folder: Path) -> Iterator[None]:
    """Lets a function's own modules be imported, which lie beside its entry point and in no package."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


STORES: dict[str, Any] = {"aws": _dynamodb, "azure": _cosmos, "gcp": _firestore}
