"""An existing store whose times are not in the declared form: every history fails and names what it found."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import boto3
import pytest
from crosstwin_contract.records import RecordMapping
from hotread.answer import history
from hotread.errors import InvalidStoredRecord, StoreNotIndexed
from hotread.store import HotStore
from hotread.values import Caller
from hotread_aws.store import DynamoDBStore

from crosstwin.clouds.aws_options import client_options
from crosstwin.local import azure, gcp
from crosstwin.local.firestore_emulator import running_emulator
from crosstwin.packages.places import ROOT
from tests.contract.functions.newest_record import newest_record
from tests.contract.readers.served import create_table, importable
from tests.dynalite import readers_client, running_dynalite
from tests.store_gate import Answer, running_gate

QUERY = {
    "selectedProperties": ["rpm"],
    "startTime": "2026-01-15T10:00:00Z",
    "endTime": "2026-01-15T11:00:00Z",
}
EPOCH = RecordMapping.parse({"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds"})


def assert_named(store: HotStore, device: str, found: str) -> None:
    with pytest.raises(InvalidStoredRecord, match=f"device '{device}' has a record whose {found}"):
        history(store, {"iotDeviceId": device, **QUERY}, Caller.HTTP)


def test_digits_of_another_width_in_dynamodb(tmp_path: Path) -> None:
    settings = {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds", "time_type": "S"}
    mapping = RecordMapping.parse(settings)
    with running_dynalite(tmp_path) as url:
        client: Any = boto3.client("dynamodb", **client_options("eu-central-1", url))
        create_table(client, "telemetry", mapping, "SS")
        client.get_waiter("table_exists").wait(TableName="telemetry", WaiterConfig={"Delay": 1})
        item = {"deviceId": {"S": "a"}, "ts": {"S": "1768473000"}, "rpm": {"N": "900"}}
        client.put_item(TableName="telemetry", Item=item)
        store = DynamoDBStore(readers_client(url), "telemetry", mapping)
        assert_named(store, "a", "ts '1768473000' is not 13 digits of milliseconds since 1970")


def test_strings_in_cosmos_db_and_a_time_that_it_does_not_index(tmp_path: Path) -> None:
    if missing := azure.why_not():
        pytest.skip(missing)
    from azure.cosmos import CosmosClient, PartitionKey

    with importable(ROOT / "functions/azure/hot-reader"):
        from cosmos_store import connect
        from existing_store import ExistingStore
    with azure.running_cosmos(tmp_path) as cosmos, running_gate(cosmos.endpoint) as gate:
        with CosmosClient(cosmos.endpoint, cosmos.key, enable_endpoint_discovery=False) as client:
            database = client.create_database_if_not_exists(azure.DATABASE)
            container = database.create_container_if_not_exists("hot", PartitionKey("/deviceId"))
            container.upsert_item({"id": "1", "deviceId": "a", "ts": "1768473000000", "rpm": 900})
        store = ExistingStore(connect(gate.endpoint, azure.DATABASE, "hot", key=cosmos.key), EPOCH)
        assert_named(store, "a", "ts '1768473000000' is not a number of milliseconds since 1970")
        message = b"The index path corresponding to the specified order-by item is excluded."
        gate.fault = Answer(400, body=b'{"code": "BadRequest", "message": "' + message + b'"}')
        with pytest.raises(StoreNotIndexed, match="no index for queries by ts"):
            newest_record(store, "a", ["rpm"])


def test_strings_and_absent_times_in_firestore(tmp_path: Path) -> None:
    if missing := gcp.why_not():
        pytest.skip(missing)
    with importable(ROOT / "functions/gcp/hot-reader"):
        from firestore_store import FirestoreStore
    mapping = RecordMapping.parse({"time": "at", "time_format": "timestamp"})
    with running_emulator(tmp_path) as address:
        client = gcp.emulator_client(address)
        collection = f"devices/{{device}}/{uuid.uuid4().hex}"
        store = FirestoreStore(client, collection, mapping)
        client.collection(collection.format(device="a")).add({"at": "2026-01-15T10:30:00Z", "rpm": 900})
        assert_named(store, "a", "at '2026-01-15T10:30:00Z' is not a timestamp")
        client.collection(collection.format(device="b")).add({"when": "2026-01-15T10:30:00Z", "rpm": 900})
        assert_named(store, "b", "at None is not a timestamp")
