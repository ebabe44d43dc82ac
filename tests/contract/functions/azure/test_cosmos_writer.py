"""Telemetry written into Cosmos DB, read back through its own client."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest
from azure.cosmos import CosmosClient

from crosstwin.errors import Failure
from crosstwin.local import azure
from crosstwin.local.azure import CosmosEmulator
from crosstwin.local.process import free_port
from crosstwin.readers.hot_stores.cosmos import CosmosWriter
from tests.contract.functions.asking import record


@pytest.fixture(scope="module")
def writer(cosmos: CosmosEmulator) -> CosmosWriter:
    cosmos.create_container(azure.DATABASE, "written")
    return CosmosWriter(cosmos.endpoint, azure.DATABASE, "written", cosmos.key)


@pytest.fixture(scope="module")
def client(cosmos: CosmosEmulator) -> CosmosClient:
    return CosmosClient(cosmos.endpoint, cosmos.key, enable_endpoint_discovery=False)


def written(client: CosmosClient, device: str) -> list[dict[str, Any]]:
    container = client.get_database_client(azure.DATABASE).get_container_client("written")
    found = container.query_items(
        "SELECT * FROM c WHERE c.iotDeviceId = @device ORDER BY c.id",
        parameters=[{"name": "@device", "value": device}],
        partition_key=device,
    )
    return [{name: value for name, value in item.items() if name[0] != "_"} for item in found]


def test_writes_telemetry_as_plain_json(writer: CosmosWriter, client: CosmosClient, device: str) -> None:
    values = {"on": True, "n": 2**53, "t": 20.5, "d": Decimal("1.25"), "text": "é", "gone": None}
    writer.put([record(device, "10:00:00Z", **values, items=[1, {"x": 1.5, "y": [2]}])])
    del values["gone"]
    assert written(client, device) == [
        {**record(device, "10:00:00Z", **values), "d": 1.25, "items": [1, {"x": 1.5, "y": [2]}]}
    ]


def test_a_later_record_of_the_same_time_replaces_the_earlier(
    writer: CosmosWriter, client: CosmosClient, device: str
) -> None:
    writer.put([record(device, "10:00:00Z", n=1, old=True), record(device, "10:00:00Z", n=2)])
    assert written(client, device) == [record(device, "10:00:00Z", n=2)]
    writer.put([record(device, "10:00:00Z", n=3)])
    assert written(client, device) == [record(device, "10:00:00Z", n=3)]


def test_writes_any_number_of_records(writer: CosmosWriter, client: CosmosClient, device: str) -> None:
    rows = [record(device, f"10:{n // 60:02}:{n % 60:02}Z", n=n) for n in range(620)]
    writer.put(iter(rows))
    assert written(client, device) == rows


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (math.nan, "a number that is not finite"),
        (Decimal("Infinity"), "a number that is not finite"),
        (2**53 + 1, "integers of 53 bits"),
        ([object()], "a value of type object has no TwinMaker data type"),
        ([0.1, None, 0.3], "null has no TwinMaker data type"),
        ({"lat": None}, "null has no TwinMaker data type"),
    ],
)
def test_refuses_what_is_no_telemetry(
    writer: CosmosWriter, client: CosmosClient, device: str, value: Any, says: str
) -> None:
    with pytest.raises(Failure, match=f"device {device} at 2026-01-15T10:00:01Z, property n: .*{says}"):
        writer.put([record(device, "10:00:00Z", n=1), record(device, "10:00:01Z", n=value)])
    assert written(client, device) == []


def test_what_could_not_be_written_is_reported(cosmos: CosmosEmulator) -> None:
    absent = CosmosWriter(cosmos.endpoint, azure.DATABASE, "absent", cosmos.key)
    with pytest.raises(Failure, match=f"Cosmos DB container absent of local at {cosmos.endpoint}: "):
        absent.put([record("d", "10:00:00Z", n=1)])
    nowhere = CosmosWriter(f"http://127.0.0.1:{free_port()}", "d", "c", cosmos.key)
    with pytest.raises(Failure, match="Connection refused"):
        nowhere.put([record("d", "10:00:00Z", n=1)])


@pytest.mark.parametrize("name", ["_ts", "_etag", "_rid", "_self", "_attachments"])
def test_refuses_the_names_of_cosmos_dbs_own_fields(
    writer: CosmosWriter, client: CosmosClient, device: str, name: str
) -> None:
    """Cosmos DB would overwrite the value, and readers leave the field out."""
    with pytest.raises(Failure, match=f"property {name}: Cosmos DB has a field of its own under that name"):
        writer.put([record(device, "10:00:00Z", **{name: 1})])
    assert written(client, device) == []
