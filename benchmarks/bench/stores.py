"""Each hot reader over its store, by processor time: beside the bare client, and beside the least possible.

The store's own time is another process's, and so in none of them.
"""

from __future__ import annotations

import gc
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from hotread.answer import answer_text, history, last_entry
from hotread.store import HotStore
from hotread.values import Caller
from hotread_aws.store import DynamoDBStore

from benchmarks.bench import telemetry
from benchmarks.bench.floors import DynamoDBFloor, FirestoreFloor
from benchmarks.bench.measure import Result, Scale, Tell, computed, ratio
from crosstwin.clouds.aws_options import client_options
from crosstwin.local import azure, gcp
from crosstwin.local.aws import create_hot_table
from crosstwin.packages.places import ROOT
from crosstwin.readers.hot_stores.dynamodb import DynamoDBWriter
from tests.contract.functions.loading import load_module
from tests.dynalite import DYNALITE, readers_client, running_dynalite

_TABLE = "telemetry"


@dataclass(frozen=True, slots=True)
class Subject:
    """A store with the records in it, and the bare client's way to all of them and to the newest.

    `in_pages` reads all of them with as many queries as the store, where all_records does with one. The
    floors read the same by plain calls (floors.py); `floor_limits` says how many times as long a reader takes
    at most, for all records and for the newest.
    """

    store: HotStore
    all_records: Callable[[], list[Any]]
    newest_record: Callable[[], list[Any]]
    in_pages: Callable[[], list[Any]] | None = None
    floor: Callable[[], str] | None = None
    newest_floor: Callable[[], str] | None = None
    floor_limits: tuple[float, float] = (0, 0)


def measure(scale: Scale, tell: Tell) -> Iterator[Result]:
    for name, (prepared, why_not) in _STORES.items():
        if missing := why_not():
            tell(f"left out: {name}: {missing}")
            continue
        tell(f"{name}: {scale.rows:,} records are written")
        with tempfile.TemporaryDirectory() as folder, prepared(Path(folder), scale.rows) as subject:
            tell(f"{name}: history and newest value")
            # What is in memory is the bench's, many times what a function has: no collection looks at it.
            gc.collect()
            gc.freeze()
            yield from _compared(name, subject, scale)
            gc.unfreeze()


def _compared(name: str, subject: Subject, scale: Scale) -> Iterator[Result]:
    query = telemetry.history_query(scale.rows)
    assert (
        len(subject.all_records()) == scale.rows
    )  # first, since it waits for an emulator that is not yet warm
    answer = history(subject.store, query, Caller.HTTP)
    assert [len(entry["values"]) for entry in answer["propertyValues"]] == [scale.rows] * 3
    ways = {"the bare client: the same records, to JSON": subject.all_records}
    if subject.in_pages:
        ways["the bare client in pages of the reader's size, to JSON"] = subject.in_pages
    for against, way in ways.items():
        yield ratio(
            f"hot reader over {name}: {scale.rows:,} rows of 3 properties, to JSON",
            against,
            computed(lambda: answer_text(history, subject.store, query)),
            computed(lambda way=way: json.dumps(way())),
            at_most=1.3,
            repeats=scale.repeats // 2 + 1,  # each takes seconds, which are the emulator's
        )
    newest = telemetry.newest_query()
    yield ratio(
        f"hot reader over {name}: newest value",
        "the bare client's query",
        computed(lambda: answer_text(last_entry, subject.store, newest)),
        computed(lambda: json.dumps(subject.newest_record())),
        at_most=1.2,
        repeats=scale.repeats * 3,
    )
    if subject.floor and subject.newest_floor:
        yield ratio(
            f"hot reader over {name}: {scale.rows:,} rows of 3 properties, to JSON",
            "the same query by a plain call, to JSON",
            computed(lambda: answer_text(history, subject.store, query)),
            computed(subject.floor),
            at_most=subject.floor_limits[0],
            repeats=scale.repeats,
        )
        yield ratio(
            f"hot reader over {name}: newest value",
            "the same query by a plain call, to JSON",
            computed(lambda: answer_text(last_entry, subject.store, newest)),
            computed(subject.newest_floor),
            at_most=subject.floor_limits[1],
            repeats=scale.repeats * 10,
        )


@contextmanager
def _dynamodb(folder: Path, rows: int) -> Iterator[Subject]:
    with running_dynalite(folder) as url:
        client = boto3.client("dynamodb", **client_options("eu-central-1", url))
        create_hot_table(client, _TABLE)
        DynamoDBWriter(_TABLE, client=client).put(telemetry.records(rows))
        asked = telemetry.history_query(rows)
        newest: Any = {
            "TableName": _TABLE,
            "KeyConditionExpression": "iotDeviceId = :device",
            "ProjectionExpression": "id, temperature, rpm, #state",
            "ExpressionAttributeNames": {"#state": "state"},  # a reserved word
            "ExpressionAttributeValues": {":device": {"S": telemetry.DEVICE}},
        }
        everything = newest | {
            "KeyConditionExpression": "iotDeviceId = :device AND id BETWEEN :first AND :last",
            "ExpressionAttributeValues": {
                ":device": {"S": telemetry.DEVICE},
                ":first": {"S": asked["startTime"]},
                ":last": {"S": asked["endTime"]},
            },
        }

        def all_records() -> list[Any]:
            pages = client.get_paginator("query").paginate(**everything)
            return [item for page in pages for item in page["Items"]]

        def newest_record() -> list[Any]:
            return client.query(**newest, ScanIndexForward=False, Limit=1)["Items"]

        floor = DynamoDBFloor(url)
        yield Subject(
            DynamoDBStore(readers_client(url), _TABLE),
            all_records,
            newest_record,
            floor=lambda: floor.read(everything),
            newest_floor=lambda: json.dumps(
                floor.first_page(newest | {"ScanIndexForward": False, "Limit": 2})
            ),
            floor_limits=(1.7, 1.5),
        )


@contextmanager
def _cosmos_db(folder: Path, rows: int) -> Iterator[Subject]:
    from crosstwin.readers.hot_stores.cosmos import CosmosWriter

    module = load_module(ROOT / "functions/azure/hot-reader/cosmos_store.py")
    with azure.running_cosmos(folder) as cosmos:
        place = (cosmos.endpoint, azure.DATABASE, azure.CONTAINER)
        cosmos.create_container(azure.DATABASE, azure.CONTAINER)
        CosmosWriter(*place, cosmos.key).put(telemetry.records(rows))
        container = module.connect(*place, key=cosmos.key)

        asked = telemetry.history_query(rows)
        values = {"@device": telemetry.DEVICE, "@first": asked["startTime"], "@last": asked["endTime"]}

        def read(text: str) -> list[Any]:
            parameters = [{"name": name, "value": value} for name, value in values.items() if name in text]
            pages = container.query_items(
                text, parameters=parameters, partition_key=telemetry.DEVICE, max_item_count=1000
            )
            return list(pages)

        yield Subject(
            module.CosmosStore(lambda: container),
            lambda: read(
                "SELECT * FROM c WHERE c.iotDeviceId = @device AND c.id >= @first AND c.id <= @last "
                "ORDER BY c.id"
            ),
            lambda: read("SELECT TOP 1 * FROM c WHERE c.iotDeviceId = @device ORDER BY c.id DESC"),
        )


@contextmanager
def _firestore(folder: Path, rows: int) -> Iterator[Subject]:
    from google.cloud.firestore import FieldFilter, Query

    from crosstwin.local.firestore_emulator import running_emulator
    from crosstwin.readers.hot_stores.firestore import FirestoreWriter

    module = load_module(ROOT / "functions/gcp/hot-reader/firestore_store.py")
    with running_emulator(folder) as address:
        client = gcp.emulator_client(address)
        FirestoreWriter(gcp.PROJECT, gcp.DATABASE, gcp.COLLECTION, client=client).put(telemetry.records(rows))
        of_device = client.collection(gcp.COLLECTION).where(
            filter=FieldFilter("iotDeviceId", "==", telemetry.DEVICE)
        )
        asked = telemetry.history_query(rows)
        fields = ["id", *telemetry.PROPERTIES]
        everything = (
            of_device.where(filter=FieldFilter("id", ">=", asked["startTime"]))
            .where(filter=FieldFilter("id", "<=", asked["endTime"]))
            .order_by("id")
            .select(fields)
        )
        newest = of_device.order_by("id", direction=Query.DESCENDING).select(fields).limit(1)
        size = module.RECORDS_PER_PAGE
        floor = FirestoreFloor(address, client)

        def in_pages() -> list[Any]:
            found = list(everything.limit(size).stream())
            page = found
            while len(page) == size:
                page = list(everything.limit(size).start_after(page[-1]).stream())
                found += page
            return [document.to_dict() for document in found]

        yield Subject(
            module.FirestoreStore(client, gcp.COLLECTION),
            lambda: [document.to_dict() for document in everything.stream()],
            lambda: [document.to_dict() for document in newest.stream()],
            in_pages,
            floor=lambda: floor.read(everything),
            newest_floor=lambda: floor.read(newest),
            floor_limits=(1.7, 1.5),
        )


_Prepared = Callable[[Path, int], AbstractContextManager[Subject]]
_STORES: dict[str, tuple[_Prepared, Callable[[], str | None]]] = {
    "DynamoDB": (_dynamodb, lambda: None if DYNALITE else "dynalite is not installed: npm ci"),
    "Cosmos DB": (_cosmos_db, azure.why_not),
    "Firestore": (_firestore, gcp.why_not),
}
