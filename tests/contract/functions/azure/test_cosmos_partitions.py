"""Containers whose partition key has a period or levels: a query names one partition by all of its levels.

The emulator does not look at the header that names the partition, so that is what the tests compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from azure.cosmos import CosmosClient, PartitionKey
from crosstwin_contract.records import RecordMapping
from crosstwin_contract.values import Caller
from hotread.answer import history, last_entry
from hotread.store import HotStore

from crosstwin.local import azure
from crosstwin.local.azure import CosmosEmulator
from crosstwin.packages.places import ROOT
from crosstwin.readers.hot_stores.cosmos import CosmosWriter
from tests.contract.readers.served import importable
from tests.store_gate import StoreGate, running_gate

HEADER = "x-ms-documentdb-partitionkey"
FORM = {"device": "deviceId", "time": "at"}
# The partition key of twin.yaml; where an item has it; and the partitions of a device in two months.
KEYS = {
    "a synthetic key": (
        "{device}-{YYYY}-{MM}",
        ["/partition"],
        ['["{device}-2026-01"]', '["{device}-2026-02"]'],
    ),
    "the device and the month": (
        ["{device}", "{YYYY}-{MM}"],
        ["/deviceId", "/month"],
        ['["{device}", "2026-01"]', '["{device}", "2026-02"]'],
    ),
    "a tenant, the device and a kind": (
        ["north", "{device}", "telemetry"],
        ["/plant/name", "/deviceId", "/kind"],
        ['["north", "{device}", "telemetry"]'],
    ),
}


@pytest.fixture(scope="module")
def gate(cosmos: CosmosEmulator) -> Iterator[StoreGate]:
    with running_gate(cosmos.endpoint) as gate:
        yield gate


@pytest.fixture(scope="module")
def make(cosmos: CosmosEmulator, gate: StoreGate) -> Callable[[str], tuple[HotStore, CosmosWriter]]:
    """A reader's store through the gate, and a writer, over a container of its own with the key."""
    with importable(ROOT / "functions/azure/hot-reader"):
        from cosmos_store import connect
        from existing_store import ExistingStore

    def make(name: str) -> tuple[HotStore, CosmosWriter]:
        key, paths, _ = KEYS[name]
        container = "".join(filter(str.isalpha, name))
        with CosmosClient(cosmos.endpoint, cosmos.key, enable_endpoint_discovery=False) as client:
            database = client.create_database_if_not_exists(azure.DATABASE)
            several = PartitionKey(paths, kind="MultiHash") if len(paths) > 1 else PartitionKey(paths[0])
            database.create_container_if_not_exists(container, several)
        mapping = RecordMapping.parse({**FORM, "partition_key": key, "partition_key_paths": paths})
        store = ExistingStore(connect(gate.endpoint, azure.DATABASE, container, key=cosmos.key), mapping)
        # The writer knows no paths: it asks the container for them.
        written = RecordMapping.parse({**FORM, "partition_key": key})
        return store, CosmosWriter(cosmos.endpoint, azure.DATABASE, container, cosmos.key, mapping=written)

    return make


@pytest.mark.parametrize("name", KEYS)
def test_each_query_names_one_partition_by_all_of_its_levels(
    make: Callable[[str], tuple[HotStore, CosmosWriter]], gate: StoreGate, device: str, name: str
) -> None:
    store, writer = make(name)
    times = ["2026-01-15T10:00:00Z", "2026-01-31T23:59:59Z", "2026-02-01T00:00:00Z"]
    for owner in (device, f"{device}-other"):
        writer.put([{"iotDeviceId": owner, "id": time, "n": n} for n, time in enumerate(times)])
    payload = {"iotDeviceId": device, "selectedProperties": ["n"]}
    of_range = {"startTime": "2026-01-01T00:00:00Z", "endTime": "2026-02-02T00:00:00Z"}
    partitions = [partition.replace("{device}", device) for partition in KEYS[name][2]]
    for order in ("ASCENDING", "DESCENDING"):
        gate.reset()
        found: Any = history(store, {**payload, **of_range, "orderByTime": order}, Caller.HTTP)
        values = [row["value"]["IntegerValue"] for row in found["propertyValues"][0]["values"]]
        assert values == ([0, 1, 2] if order == "ASCENDING" else [2, 1, 0])
        assert [asked.headers[HEADER] for asked in gate.queries] == partitions[
            :: 1 if order == "ASCENDING" else -1
        ]
    writer.put([{"iotDeviceId": device, "id": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "n": 3}])
    newest = last_entry(store, payload, Caller.HTTP)["propertyValues"]["n"]
    assert newest["propertyValue"] == {"IntegerValue": 3}
