"""An existing store that the mapping does not fit, by times or values: queries name what they found."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from crosstwin_contract.records import RecordMapping
from crosstwin_contract.values import Caller
from hotread.answer import history, last_entry
from hotread.errors import InvalidStoredRecord, StoreNotIndexed
from hotread.store import HotStore
from hotread_aws.store import DynamoDBStore

from crosstwin.clouds.aws_options import client_options
from crosstwin.local import azure, gcp
from crosstwin.local.firestore_emulator import running_emulator
from crosstwin.packages.places import ROOT
from crosstwin.readers.hot_stores.firestore import emulator_client
from tests.contract.functions.newest_record import newest_record
from tests.contract.readers.served import create_table, importable
from tests.dynalite import readers_client, running_dynalite
from tests.store_gate import Answer, running_gate

QUERY = {
    "selectedProperties": ["rpm"],
    "startTime": "2026-01-15T10:00:00Z",
    "endTime": "2026-01-15T11:00:00Z",
}
FORM = {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds"}
MISSPELT = {**FORM, "values": "readng"}
EPOCH, DIGITS = RecordMapping.parse(FORM), RecordMapping.parse({**FORM, "time_type": "string"})


def assert_named(store: HotStore, device: str, found: str) -> None:
    """Both routes report the device's newest record."""
    for read in (history, last_entry):
        with pytest.raises(InvalidStoredRecord) as raised:
            read(store, {"iotDeviceId": device, **QUERY}, Caller.HTTP)
        assert raised.value.message.startswith(f"device '{device}' has a record whose {found}")


def assert_found(store: HotStore, device: str, expected: list[int]) -> None:
    """Page by page in both orders, and the last of them as the newest value."""
    for order in ("ASCENDING", "DESCENDING"):
        payload = {"iotDeviceId": device, "orderByTime": order, "maxResults": 1, **QUERY}
        found: list[int] = []
        token = None
        while token is not None or not found:
            answer = history(store, {**payload, "nextToken": token}, Caller.HTTP)
            found += [row["value"]["IntegerValue"] for row in answer["propertyValues"][0]["values"]]
            token = answer.get("nextToken")
        assert sorted(found) == expected
        assert found[0 if order == "DESCENDING" else -1] == expected[-1]
    newest = last_entry(store, {"iotDeviceId": device, **QUERY}, Caller.HTTP)["propertyValues"]
    assert newest["rpm"]["propertyValue"] == {"IntegerValue": expected[-1]}


def assert_other_units_are_named(store: HotStore, put: Callable[[str, list[int]], None]) -> None:
    """Over a store of milliseconds. `put` stores records of a device with these times."""
    not_one = "is not a number of milliseconds since 1970 (from 1982 on)"
    for device, number, unit in (
        ("seconds", 1768473000, "seconds"),
        ("microseconds", 1768473000000000, "microseconds"),
        ("nanoseconds", 1768473000000000000, "nanoseconds"),
    ):
        put(device, [number])
        assert_named(store, device, f"ts {number} {not_one}; it fits time_format: epoch_{unit}")
    put("days", [20468])
    assert_named(store, "days", f"ts 20468 {not_one}")
    # Some years ago its writer changed from seconds to milliseconds: what is before is not "no data".
    put("changed", [1500000000, 1600000000000])
    with pytest.raises(InvalidStoredRecord, match=r"ts 1500000000 .* it fits time_format: epoch_seconds"):
        history(store, {"iotDeviceId": "changed", **QUERY}, Caller.HTTP)
    values = last_entry(store, {"iotDeviceId": "changed", **QUERY}, Caller.HTTP)["propertyValues"]
    assert values["rpm"]["time"] == "2020-09-13T12:26:40Z"
    # An item without a usable time beside records of the right unit hides nothing.
    put("mixed", [0, 1600000000000])
    empty = history(store, {"iotDeviceId": "mixed", **QUERY}, Caller.HTTP)
    assert empty["propertyValues"][0]["values"] == []


def assert_misspelt_values_are_named(store: HotStore, device: str, names: str) -> None:
    """Over a store whose mapping names `readng`, where the records have `reading`."""
    for read in (history, last_entry):
        with pytest.raises(InvalidStoredRecord) as raised:
            read(store, {"iotDeviceId": device, **QUERY}, Caller.HTTP)
        assert "have the field 'readng', which `values` names" in raised.value.message
        assert raised.value.message.endswith(f"the newest one has {names} beside device and time")


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
        not_one = "is not 13 digits of milliseconds since 1970 (from 1982 on)"
        assert_named(store, "a", f"ts '1768473000' {not_one}; it fits time_format: epoch_seconds")


def test_numbers_of_another_unit_in_dynamodb(tmp_path: Path) -> None:
    with running_dynalite(tmp_path) as url:
        client: Any = boto3.client("dynamodb", **client_options("eu-central-1", url))
        create_table(client, "telemetry", EPOCH, "SN")
        client.get_waiter("table_exists").wait(TableName="telemetry", WaiterConfig={"Delay": 1})

        def put(device: str, times: list[int]) -> None:
            for time in times:
                item = {"deviceId": {"S": device}, "ts": {"N": str(time)}, "rpm": {"N": "900"}}
                client.put_item(TableName="telemetry", Item=item)

        assert_other_units_are_named(DynamoDBStore(readers_client(url), "telemetry", EPOCH), put)
        reading = {"M": {"rpm": {"N": "900"}}}
        item = {"deviceId": {"S": "nested"}, "ts": {"N": "1768473000000"}, "reading": reading}
        client.put_item(TableName="telemetry", Item=item)
        mapping = RecordMapping.parse(MISSPELT)
        store = DynamoDBStore(readers_client(url), "telemetry", mapping)
        assert_misspelt_values_are_named(store, "nested", "'reading'")


def test_nanoseconds_in_dynamodb_are_exact(tmp_path: Path) -> None:
    """As numbers. A bound that is a double loses records between pages."""
    mapping = RecordMapping.parse({"time": "ns", "time_format": "epoch_nanoseconds", "time_type": "N"})
    with running_dynalite(tmp_path) as url:
        client: Any = boto3.client("dynamodb", **client_options("eu-central-1", url))
        create_table(client, "telemetry", mapping, "SN")
        client.get_waiter("table_exists").wait(TableName="telemetry", WaiterConfig={"Delay": 1})
        for n in range(5):
            item = {
                "iotDeviceId": {"S": "a"},
                "ns": {"N": str(1768473000000000000 + n)},
                "rpm": {"N": str(n)},
            }
            client.put_item(TableName="telemetry", Item=item)
        store = DynamoDBStore(readers_client(url), "telemetry", mapping)
        assert_found(store, "a", [0, 1, 2, 3, 4])


def test_strings_and_other_units_in_cosmos_db_and_a_time_that_it_does_not_index(tmp_path: Path) -> None:
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
            not_one = "is not a number of milliseconds since 1970 (from 1982 on)"
            fits = "it fits time_format: epoch_milliseconds, time_type: string"
            assert_named(store, "a", f"ts '1768473000000' {not_one}; {fits}")

            def put(device: str, times: list[int]) -> None:
                for time in times:
                    container.upsert_item({"id": str(time), "deviceId": device, "ts": time, "rpm": 900})

            container.upsert_item({"id": "meta", "deviceId": "mixed", "model": "x"})
            container.upsert_item({"id": "2", "deviceId": "b", "when": 1768473000000, "rpm": 900})
            assert_named(store, "b", f"ts None {not_one}")
            assert_other_units_are_named(store, put)
            for n in range(3):
                digits = {"id": f"d{n}", "deviceId": "digits", "ts": str(1768473000000 + n), "rpm": n}
                container.upsert_item(digits)
            nested = {"id": "1", "deviceId": "nested", "ts": 1768473000000, "reading": {"rpm": 900}}
            container.upsert_item(nested)
            mapping = RecordMapping.parse(MISSPELT)
            misspelt = ExistingStore(connect(gate.endpoint, azure.DATABASE, "hot", key=cosmos.key), mapping)
            assert_misspelt_values_are_named(misspelt, "nested", "'id', 'reading'")
            texts = ExistingStore(connect(gate.endpoint, azure.DATABASE, "hot", key=cosmos.key), DIGITS)
            assert_found(texts, "digits", [0, 1, 2])
        message = b"The index path corresponding to the specified order-by item is excluded."
        gate.fault = Answer(400, body=b'{"code": "BadRequest", "message": "' + message + b'"}')
        with pytest.raises(StoreNotIndexed, match="no index for queries by ts"):
            newest_record(store, "a", ["rpm"])


def test_strings_absent_times_and_other_units_in_firestore(tmp_path: Path) -> None:
    if missing := gcp.why_not():
        pytest.skip(missing)
    with importable(ROOT / "functions/gcp/hot-reader"):
        from firestore_rest import Firestore
        from firestore_store import FirestoreStore
    mapping = RecordMapping.parse({"time": "at", "time_format": "timestamp"})
    with running_emulator(tmp_path) as address:
        client = emulator_client(address, gcp.DATABASE, gcp.PROJECT)
        collection = f"devices/{{device}}/{uuid.uuid4().hex}"
        database = Firestore(f"http://{address}", gcp.PROJECT, gcp.DATABASE, None)
        store = FirestoreStore(database, collection, mapping)
        client.collection(collection.format(device="a")).add({"at": "2026-01-15T10:30:00Z", "rpm": 900})
        assert_named(store, "a", "at '2026-01-15T10:30:00Z' is not a timestamp; it fits time_format: iso8601")
        client.collection(collection.format(device="b")).add({"when": "2026-01-15T10:30:00Z", "rpm": 900})
        assert_named(store, "b", "at None is not a timestamp")

        def put(device: str, times: list[int]) -> None:
            for time in times:
                client.collection("epochs").add({"deviceId": device, "ts": time, "rpm": 900})

        assert_other_units_are_named(FirestoreStore(database, "epochs", EPOCH), put)
        for n in range(3):
            fields = {"deviceId": "a", "ts": str(1768473000000 + n), "rpm": n}
            client.collection("digits").add(fields)
            # Documents of one name, and two of one time.
            fields = {"deviceId": "a", "ts": 1768473000000 + n // 2, "rpm": n}
            client.document(f"plants/{n}/group/reading").set(fields)
        assert_found(FirestoreStore(database, "digits", DIGITS), "a", [0, 1, 2])
        nested = {"deviceId": "nested", "ts": 1768473000000, "reading": {"rpm": 900}}
        client.collection("nested").add(nested)
        misspelt = FirestoreStore(database, "nested", RecordMapping.parse(MISSPELT))
        assert_misspelt_values_are_named(misspelt, "nested", "'reading'")
        assert_found(FirestoreStore(database, "group", EPOCH, is_group=True), "a", [0, 1, 2])
