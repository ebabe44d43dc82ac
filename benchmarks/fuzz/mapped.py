"""Existing hot stores with records of another form, and records in them that nobody means well with."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from crosstwin_contract.partitions import partition_of
from crosstwin_contract.records import RecordMapping, at, path
from crosstwin_contract.writing import put_at, stored_record
from hotread_aws.store import DynamoDBStore
from hypothesis import strategies as st

from benchmarks.fuzz.in_process import reader_over
from benchmarks.fuzz.parsers.target import nested
from benchmarks.fuzz.readers import FuzzedReader
from benchmarks.fuzz.records import DEVICES
from crosstwin.clouds.aws_options import client_options
from crosstwin.local import azure, gcp
from crosstwin.local.aws import REGION
from crosstwin.local.firestore_emulator import running_emulator
from crosstwin.packages.places import ROOT
from crosstwin.readers.hot_stores.cosmos import CosmosWriter
from crosstwin.readers.hot_stores.dynamodb import DynamoDBWriter, _attribute
from crosstwin.readers.hot_stores.firestore import FirestoreWriter, emulator_client
from tests.contract.readers.mappings import EXISTING
from tests.contract.readers.served import container_key, create_table, importable
from tests.dynalite import readers_client, running_dynalite

# Of each kind: nested, prefixed, epochs, native times, synthetic partition keys, a collection of a device.
MAPPINGS = {
    "aws": ["aws-rule", "aws-single-table", "aws-templated-digits", "aws-index"],
    "azure": ["azure-iot-hub", "azure-epoch", "azure-periods"],
    "gcp": ["gcp-subcollection", "gcp-epoch"],
}
Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mapped:
    """`write` stores an item as it is: whether the store takes it. `known` are devices that it can hold."""

    reader: FuzzedReader
    mapping: RecordMapping
    write: Callable[[Item, str], bool]
    known: list[str]
    are_paths: bool

    def item(self, record: Mapping[str, Any]) -> Item:
        """The record in the form of the mapping."""
        return stored_record(record, self.mapping, nested_keys=self.are_paths)


@contextmanager
def mapped(cloud: str, names: list[str], folder: Path) -> Iterator[list[Mapped]]:
    """A reader over each of these mappings of a cloud, all over one emulator."""
    with ExitStack() as stack:
        yield [*stack.enter_context(_STORES[cloud](names, folder))]


@contextmanager
def _dynamodb(names: list[str], folder: Path) -> Iterator[list[Mapped]]:
    with running_dynalite(folder) as url:
        client = boto3.client("dynamodb", **client_options(REGION, url))
        found = []
        for name in names:
            existing = EXISTING[name]
            settings: dict[str, Any] = {**existing.records, "time_type": existing.key_types[1]}
            written = RecordMapping.parse({k: v for k, v in settings.items() if k != "index_name"})
            if "index_name" in settings:
                settings["table_keys"] = ["pk"]
            mapping = RecordMapping.parse(settings)
            create_table(client, name, mapping, existing.key_types)
            writer = DynamoDBWriter(name, client=client, mapping=written)

            def put(records: Any, writer: DynamoDBWriter = writer) -> None:
                writer.put({**record, "pk": uuid.uuid4().hex} for record in records)

            def write(item: Item, _: str, table: str = name) -> bool:
                try:
                    attributes = {
                        key: _attribute(value) for key, value in {**item, "pk": uuid.uuid4().hex}.items()
                    }
                    client.put_item(TableName=table, Item=attributes)
                except (ClientError, BotoCoreError, ValueError, TypeError):
                    return False
                return True

            reader = reader_over(name, DynamoDBStore(readers_client(url), name, mapping), put, folder)
            known = [device for device in DEVICES if device not in ("pump-7\x00",)]
            found.append(Mapped(reader, mapping, write, known, are_paths=False))
        yield found


@contextmanager
def _cosmos(names: list[str], folder: Path) -> Iterator[list[Mapped]]:
    from azure.core.exceptions import AzureError
    from azure.cosmos import CosmosClient

    with importable(ROOT / "functions/azure/hot-reader"):
        from cosmos_store import connect
        from existing_store import ExistingStore
    with azure.running_cosmos(folder) as cosmos:
        found = []
        client = CosmosClient(cosmos.endpoint, cosmos.key, enable_endpoint_discovery=False)
        database = client.create_database_if_not_exists(azure.DATABASE)
        for name in names:
            mapping = RecordMapping.parse(EXISTING[name].records)
            container = database.create_container_if_not_exists(name, container_key(mapping))
            place = (cosmos.endpoint, azure.DATABASE, name)

            def write(
                item: Item, device: str, container: Any = container, mapping: RecordMapping = mapping
            ) -> bool:
                item = {"id": uuid.uuid4().hex, **item}
                try:
                    if mapping.partition_key:
                        (item["partition"],) = partition_of(mapping, device, "2026-01-15T10:30:00Z")
                    json.dumps(item, allow_nan=False)
                    container.upsert_item(item)
                except (AzureError, ValueError, TypeError, RecursionError):
                    return False
                return True

            store = ExistingStore(connect(*place, key=cosmos.key), mapping)
            put = CosmosWriter(*place, cosmos.key, mapping=mapping).put
            known = [device for device in DEVICES if device != "x" * 1024]
            found.append(Mapped(reader_over(name, store, put, folder), mapping, write, known, are_paths=True))
        yield found


@contextmanager
def _firestore(names: list[str], folder: Path) -> Iterator[list[Mapped]]:
    from crosstwin_contract.store_names import is_firestore_id
    from google.api_core.exceptions import GoogleAPIError
    from google.protobuf.message import DecodeError

    with importable(ROOT / "functions/gcp/hot-reader"):
        from firestore_rest import Firestore
        from firestore_store import FirestoreStore
    with running_emulator(folder) as address:
        client = emulator_client(address, gcp.DATABASE, gcp.PROJECT)
        found = []
        for name in names:
            existing = EXISTING[name]
            collection = existing.collection if "{" in existing.collection else name
            mapping = RecordMapping.parse(existing.records)

            def write(item: Item, device: str, collection: str = collection) -> bool:
                try:
                    client.collection(collection.replace("{device}", device)).document(uuid.uuid4().hex).set(
                        item
                    )
                except (GoogleAPIError, DecodeError, ValueError, TypeError, AttributeError, RecursionError):
                    return False
                return True

            put = FirestoreWriter(gcp.PROJECT, gcp.DATABASE, collection, client=client, mapping=mapping).put
            database = Firestore(f"http://{address}", gcp.PROJECT, gcp.DATABASE, None)
            store = FirestoreStore(database, collection, mapping)
            known = [
                device
                for device in DEVICES
                if "{" not in collection
                or (is_firestore_id(device) and device[-1] > " " and ":" not in device)
            ]
            found.append(Mapped(reader_over(name, store, put, folder), mapping, write, known, are_paths=True))
        yield found


_STORES = {"aws": _dynamodb, "azure": _cosmos, "gcp": _firestore}

_TEXTS = [
    *(
        "NaN",
        "Infinity",
        "null",
        "[1]",
        '{"n": NaN}',
        '{"n": 1e400}',
        '{"x": "\\ud800"}',
        '{"n": 1, "n": 2}',
        "",
    ),
    *(
        '{"n": 1' + "0" * 400 + "}",
        '{"n": 1' + "0" * 4400 + "}",
        '{"x": ' + nested("[", "]", 600) + "}",
        "\ufeff{}",
    ),
    *(
        nested("[", "]", 20_000),
        '{"": {"": 1}}',
        base64.b64encode(b"\xff\xfe").decode(),
        "eyJuIjogMX0",
        "\x00",
    ),
]
_TIMES = [
    *(
        None,
        True,
        0,
        -1,
        1.5,
        1e300,
        -1e300,
        10**37,
        2**63,
        "",
        "NaN",
        "2026-01-15",
        "2026-01-15T10:30:00",
        [],
        {},
    ),
    *(
        "2026-01-15T10:30:60Z",
        "2026-02-30T10:30:00Z",
        "READING#",
        "READING#2026-01-15T10:30:00",
        "AT#1768473000#v1",
    ),
    *(b"2026", [1], {"seconds": 1}, datetime(2026, 1, 15, 10, 30, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)),
    *(
        "1768473000",
        1768473000,
        1768473000000,
        1768473000000000,
        "٢٠٢٦-01-15T10:30:00Z",
        "9999-12-31T23:59:59Z",
    ),
]
_VALUES = [
    *(
        b"x",
        {"": 1},
        {"a.b": 1},
        {"__x__": 1},
        [None],
        [[1]],
        {1, 2},
        {"a"},
        float("nan"),
        float("inf"),
        1e308,
    ),
    *(
        2**53 + 1,
        2**63,
        10**37,
        -0.0,
        1e-320,
        "NaN",
        "\x00",
        "\ud800",
        "x" * 300_000,
        ["x" * 1000] * 100,
        10**400,
    ),
    *(json.loads(nested("[", "]", depth)) for depth in (19, 31, 60, 120)),
    *(json.loads(nested('{"a":', "}", depth, "1")) for depth in (19, 31, 120)),
    *(
        datetime(2026, 1, 15, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        [1] * 60,
        {f"k{n}": n for n in range(60)},
    ),
]


@dataclass(frozen=True, slots=True)
class Harm:
    """What is done to an item: its time, its map of properties or one property becomes another value."""

    part: str
    value: Any

    def done(self, item: Item, mapping: RecordMapping, *, are_paths: bool) -> Item:
        place = {
            "time": path(mapping.time) if are_paths else (mapping.time,),
            "values": path(mapping.values or "x"),
            "x": (*path(mapping.values), "x") if mapping.values else ("x",),
        }[self.part]
        changed: Item = _copied(item)
        _put(changed, place, self.value)
        return changed


HARMS = st.one_of(
    st.sampled_from(_TIMES).map(lambda value: Harm("time", value)),
    st.sampled_from(
        [*_TEXTS, *(base64.b64encode(text.encode("utf-8", "surrogatepass")).decode() for text in _TEXTS)]
    ).map(lambda value: Harm("values", value)),
    st.sampled_from(_VALUES).map(lambda value: Harm("values", value)),
    st.sampled_from(_VALUES).map(lambda value: Harm("x", value)),
)


def _copied(item: Any) -> Any:
    return {name: _copied(value) for name, value in item.items()} if isinstance(item, dict) else item


def _put(item: Item, place: tuple[str, ...], value: Any) -> None:
    *outer, last = place
    holder = at(item, tuple(outer))
    if isinstance(holder, dict):
        holder.pop(last, None)
    put_at(item, place, value)
