"""Each hot reader over its store, by processor time: beside the bare client, and beside the least possible.

The store's own time is another process's, and so in none of them.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
from crosstwin_contract.token import TOKEN_HEADER
from hotread.answer import Read, answer_text, history, last_entry
from hotread.http import HttpRequest, serve
from hotread.store import HotStore
from hotread_aws.handler import make_handler
from hotread_aws.store import DynamoDBStore

from benchmarks.bench import store_growth, telemetry
from benchmarks.bench.counts import FLEET_ROWS, counted
from benchmarks.bench.floors import CosmosFloor, DynamoDBFloor, FirestoreFloor
from benchmarks.bench.measure import (
    Comparison,
    Finding,
    Scale,
    Tell,
    computed,
    each_of,
    many,
    ratio,
    ratio_of,
    set_aside,
    spreads,
    timed,
)
from crosstwin.clouds.aws_options import client_options
from crosstwin.local import azure, gcp
from crosstwin.local.aws import create_hot_table
from crosstwin.packages.places import ROOT
from crosstwin.readers.hot_stores.dynamodb import DynamoDBWriter
from crosstwin.readers.hot_stores.records import TelemetryRecord
from tests.contract.functions.loading import load_module
from tests.dynalite import DYNALITE, aws_variables, readers_client, running_dynalite

_TABLE, _FLEET = "telemetry", "fleet"
_TOKEN = "token-of-the-bench"
_PAGE = 500
_IN_A_ROW = 20  # newest values: one takes less than a millisecond

# What a function does with the body of a request. Returns what it gives its runtime.
Ask = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """A store with the records in it, the function's readers over it, and other ways to the same records.

    `all_records` and `newest_record` use the bare client; the floors, a plain call (floors.py). The `fleet`
    can be a store of its own, where newest values are read from as well: an emulator that looks at all
    records for each query takes minutes otherwise.
    """

    store: HotStore
    put: Callable[[list[TelemetryRecord]], None]
    fleet: HotStore
    put_fleet: Callable[[list[TelemetryRecord]], None]
    history: Ask
    last_entry: Ask
    all_records: Callable[[], list[Any]]
    newest_record: Callable[[], list[Any]]
    floor: Callable[[], str]
    newest_floor: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Goal:
    """Of a Comparison: its `limit` and `of`."""

    limit: float
    of: str = "plain call"


def measure(scale: Scale, tell: Tell) -> Iterator[Finding]:
    for cloud in _STORES:
        yield from _measured(cloud, scale, tell)


def _measured(cloud: str, scale: Scale, tell: Tell) -> Iterator[Finding]:
    kind = _STORES[cloud]
    if missing := kind.why_not():
        tell(f"left out: {kind.name}: {missing}")
        return
    with tempfile.TemporaryDirectory() as folder, kind.prepared(Path(folder), scale.rows) as subject:
        tell(f"{kind.name}: {scale.rows:,} records of a device are written, and those of a fleet")
        subject.put(telemetry.records(scale.rows))
        subject.put_fleet(telemetry.fleet(max(scale.batches), FLEET_ROWS))
        set_aside()
        tell(f"{kind.name}: paths")
        yield from _paths(kind, subject, scale)
        tell(f"{kind.name}: records and bytes")
        yield from counted(kind.name, cloud, subject.store, subject.fleet, scale)
        tell(f"{kind.name}: growth")
        yield from store_growth.measure(kind.name, subject.store, subject.fleet, scale)
        if cloud == "aws" and scale.histories[-1] > scale.rows:
            tell(f"{kind.name}: {scale.histories[-1]:,} records are written")
            subject.put(telemetry.records(scale.histories[-1])[scale.rows :])
            yield store_growth.longest(kind.name, subject.store, scale)


def _paths(kind: _Kind, subject: Subject, scale: Scale) -> Iterator[Finding]:
    asked, newest = _body(telemetry.history_query(scale.rows)), _body(telemetry.newest_query())
    # First, since it waits for an emulator that is not yet warm.
    assert len(subject.all_records()) == scale.rows
    answer = json.loads(answer_text(history, subject.store, telemetry.history_query(scale.rows)))
    assert [len(entry["values"]) for entry in answer["propertyValues"]] == [scale.rows] * 3
    history_runs: dict[str, Callable[[], object]] = {
        "ours": lambda: subject.history(asked),
        "floor": subject.floor,
        "otherwise": lambda: json.dumps(subject.all_records()),
    }
    repeats = scale.repeats // 2 + 1  # each takes seconds, which are the emulator's
    found = spreads({name: computed(run) for name, run in history_runs.items()}, repeats)
    what = f"{kind.name}: history, {scale.rows:,} rows of 3 properties"
    yield Comparison(what, *found.values(), limit=kind.history.limit, of=kind.history.of)
    if kind.waits:
        waits = {name: timed(history_runs[name]) for name in ("ours", "otherwise")}
        yield ratio(
            f"{what}: time that passes, over the emulator",
            "the bare SDK",
            waits["ours"],
            waits["otherwise"],
            at_most=1,
            repeats=max(1, repeats // 2),
        )
    newest_runs: dict[str, Callable[[], object]] = {
        "ours": lambda: subject.last_entry(newest),
        "floor": subject.newest_floor,
        "otherwise": lambda: json.dumps(subject.newest_record()),
    }
    in_a_row = min(_IN_A_ROW, scale.requests)
    runs = {name: computed(many(run, in_a_row)) for name, run in newest_runs.items()}
    spread = [each_of(found, in_a_row) for found in spreads(runs, scale.repeats).values()]
    what = f"{kind.name}: newest values of 3 properties"
    yield Comparison(what, *spread, limit=kind.newest.limit, of=kind.newest.of)
    yield from _pages(kind, subject, scale)


def _pages(kind: _Kind, subject: Subject, scale: Scale) -> Iterator[Finding]:
    rows = min(_PAGE, scale.rows // 5)
    first = {**telemetry.history_query(scale.rows), "maxResults": rows}
    pages = [first]
    for _ in range(3):
        answer = json.loads(answer_text(history, subject.store, pages[-1]))
        pages.append({**first, "nextToken": answer["nextToken"]})
    bodies = {f"page {number}": _body(pages[number - 1]) for number in (1, 2, 4)}
    found = spreads(
        {page: computed(many(lambda body=body: subject.history(body), 3)) for page, body in bodies.items()},
        scale.repeats,
    )
    each = {page: each_of(spread, 3) for page, spread in found.items()}
    for page in ("page 2", "page 4"):
        what = f"{kind.name}: {page} of a history, {rows} rows"
        yield ratio_of(what, "page 1", each[page], each["page 1"], at_most=1.15)


def _body(payload: Mapping[str, Any]) -> str:
    return json.dumps({"target_layer": "L3-hot", "trace_id": "trace-of-the-bench", "payload": payload})


def _served(store: HotStore, read: Read) -> Ask:
    """What a function on Azure or Google Cloud does, but for its framework."""

    def ask(body: str) -> bytes:
        request = HttpRequest("POST", {TOKEN_HEADER: _TOKEN}, body.encode)
        response = serve(request, read=read, store=store, tokens=(_TOKEN,))
        assert response.status == 200, response.body
        return response.body

    return ask


class _Context:
    aws_request_id = "request-of-the-bench"

    def get_remaining_time_in_millis(self) -> int:
        return 30_000


def _function_url(read: Read, url: str) -> Ask:
    """The Lambda's handler, from the event of a Function URL to the dict that it returns."""
    variables = {"DIGITAL_TWIN_INFO": "{}", "INTER_CLOUD_TOKEN": _TOKEN, "DYNAMODB_TABLE_NAME": _TABLE}
    with patch.dict(os.environ, {**aws_variables(url), **variables}):
        handler = make_handler(read)
    headers = {TOKEN_HEADER.lower(): _TOKEN}
    context = _Context()

    def ask(body: str) -> dict[str, Any]:
        event = {"requestContext": {"http": {"method": "POST"}}, "headers": headers, "body": body}
        response = handler(event, context)
        assert response["statusCode"] == 200, response
        return response

    return ask


@contextmanager
def _dynamodb(folder: Path, rows: int) -> Iterator[Subject]:
    with running_dynalite(folder) as url:
        client = boto3.client("dynamodb", **client_options("eu-central-1", url))
        create_hot_table(client, _TABLE)
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
        store, put = DynamoDBStore(readers_client(url), _TABLE), DynamoDBWriter(_TABLE, client=client).put
        yield Subject(
            store,
            put,
            store,
            put,
            _function_url(history, url),
            _function_url(last_entry, url),
            all_records,
            newest_record,
            lambda: floor.read(everything),
            lambda: json.dumps(floor.first_page(newest | {"ScanIndexForward": False, "Limit": 2})),
        )


@contextmanager
def _cosmos_db(folder: Path, rows: int) -> Iterator[Subject]:
    from crosstwin.readers.hot_stores.cosmos import CosmosWriter

    with azure.running_cosmos(folder) as cosmos:
        place, of_fleet = (
            (cosmos.endpoint, azure.DATABASE, container) for container in (azure.CONTAINER, _FLEET)
        )
        for _, database, container in (place, of_fleet):
            cosmos.create_container(database, container)
        store, fleet = (_cosmos_store(one, cosmos.key) for one in (place, of_fleet))
        put_fleet = CosmosWriter(*of_fleet, cosmos.key).put
        put_fleet(telemetry.records(FLEET_ROWS))  # of the device whose newest values are asked for
        asked = telemetry.history_query(rows)
        values = {"@device": telemetry.DEVICE, "@first": asked["startTime"], "@last": asked["endTime"]}
        everything = "c.iotDeviceId = @device AND c.id >= @first AND c.id <= @last ORDER BY c.id"
        newest = "c.iotDeviceId = @device ORDER BY c.id DESC"
        fields = ", ".join(f'c["{name}"]' for name in ("id", *telemetry.PROPERTIES))

        def read(container: Any, text: str) -> list[Any]:
            parameters = [{"name": name, "value": value} for name, value in values.items() if name in text]
            return list(
                container.query_items(
                    text, parameters=parameters, partition_key=telemetry.DEVICE, max_item_count=1000
                )
            )

        def floor_read(floor: CosmosFloor, text: str) -> str:
            given = {name: value for name, value in values.items() if name in text}
            return floor.read(text, given, telemetry.DEVICE)

        bare, bare_fleet = (bare_container(*one, cosmos.key) for one in (place, of_fleet))
        floor, fleet_floor = (CosmosFloor(*one, cosmos.key) for one in (place, of_fleet))
        yield Subject(
            store,
            CosmosWriter(*place, cosmos.key).put,
            fleet,
            put_fleet,
            _served(store, history),
            _served(fleet, last_entry),
            lambda: read(bare, f"SELECT * FROM c WHERE {everything}"),
            lambda: read(bare_fleet, f"SELECT TOP 1 * FROM c WHERE {newest}"),
            lambda: floor_read(floor, f"SELECT {fields} FROM c WHERE {everything}"),
            lambda: floor_read(fleet_floor, f"SELECT TOP 2 {fields} FROM c WHERE {newest}"),
        )


def bare_container(endpoint: str, database: str, container: str, key: str) -> Any:
    """As the SDK gives it to anyone."""
    from azure.cosmos import CosmosClient

    client = CosmosClient(
        endpoint, key, enable_endpoint_discovery=False
    )  # an emulator does not know its address
    return client.get_database_client(database).get_container_client(container)


def _cosmos_store(place: tuple[str, str, str], key: str) -> HotStore:
    module = load_module(ROOT / "functions/azure/hot-reader/cosmos_store.py")
    store: HotStore = module.CosmosStore(module.connect(*place, key=key))
    return store


@contextmanager
def _firestore(folder: Path, rows: int) -> Iterator[Subject]:
    from google.cloud.firestore import FieldFilter, Query

    from crosstwin.local.firestore_emulator import running_emulator
    from crosstwin.readers.hot_stores.firestore import FirestoreWriter, emulator_client

    module = load_module(ROOT / "functions/gcp/hot-reader/firestore_store.py")
    with running_emulator(folder) as address:
        client = emulator_client(address, gcp.DATABASE, gcp.PROJECT)
        database = module.Firestore(f"http://{address}", gcp.PROJECT, gcp.DATABASE, None)
        store = module.FirestoreStore(database, gcp.COLLECTION)
        put = FirestoreWriter(gcp.PROJECT, gcp.DATABASE, gcp.COLLECTION, client=client).put
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
        newest = of_device.order_by("id", direction=Query.DESCENDING).select(fields)
        floor = FirestoreFloor(address, client)
        body, newest_body = floor.body(everything), floor.body(newest.limit(2))
        yield Subject(
            store,
            put,
            store,
            put,
            _served(store, history),
            _served(store, last_entry),
            lambda: [document.to_dict() for document in everything.stream()],
            lambda: [document.to_dict() for document in newest.limit(1).stream()],
            lambda: floor.read(body),
            lambda: floor.read(newest_body),
        )


@dataclass(frozen=True, slots=True)
class _Kind:
    """A store, and the goals of its reader. `waits`: a history's time that passes is compared, too."""

    name: str
    prepared: Callable[[Path, int], AbstractContextManager[Subject]]
    why_not: Callable[[], str]
    history: Goal
    newest: Goal
    waits: bool = False


_STORES: Mapping[str, _Kind] = {
    "aws": _Kind(
        "DynamoDB",
        _dynamodb,
        lambda: "" if DYNALITE else "dynalite is not installed: npm ci",
        Goal(1.7),
        Goal(1.5),
    ),
    "azure": _Kind("Cosmos DB", _cosmos_db, azure.why_not, Goal(1.5), Goal(1, "otherwise"), waits=True),
    "gcp": _Kind("Firestore", _firestore, gcp.why_not, Goal(130, "ms"), Goal(1.5)),
}
