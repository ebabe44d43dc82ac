"""The store over an existing table: which attributes of an item are properties, whatever their names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from boto3.dynamodb.types import TypeSerializer
from crosstwin_contract.records import RecordMapping
from crosstwin_contract.values import Caller
from hotread.answer import history, last_entry
from hotread.store import HotStore
from hotread_aws.store import DynamoDBStore

from crosstwin.clouds.aws_options import client_options
from crosstwin.local.aws import REGION
from tests.contract.readers.served import create_table
from tests.dynalite import readers_client, running_dynalite

HOUR = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}
TEN = 1768471200  # seconds since 1970, of 2026-01-15T10:00:00Z
# Attribute names of DynamoDB have no rules; some of these are its reserved words.
NAMES = ["n", "a.b", 'quo"te', "back\\slash", "Feuchte °C", "#p0", ":device", "size", "value", "status", " "]
FORM = {"device": "Device Id.#1", "device_format": "DEVICE|{device}", "time": "read.at"}
EPOCH = {**FORM, "time_format": "epoch_seconds", "time_type": "N"}
MAPPINGS = {
    "table": RecordMapping.parse(EPOCH),
    "index": RecordMapping.parse({**EPOCH, "index_name": "by.device-1", "table_keys": ["pk"]}),
}


@pytest.fixture(scope="module", params=MAPPINGS)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HotStore]:
    """With three items of pump-7, each of which has each property."""
    mapping = MAPPINGS[request.param]
    with running_dynalite(tmp_path_factory.mktemp("dynalite")) as url:
        client = boto3.client("dynamodb", **client_options(REGION, url))
        create_table(client, "telemetry", mapping, "SN")
        serialize = TypeSerializer().serialize
        for second in range(3):
            item = {"Device Id.#1": "DEVICE|pump-7", "read.at": TEN + second, "pk": f"item-{second}"}
            item |= {name: number + second for number, name in enumerate(NAMES)}
            attributes = {name: serialize(value) for name, value in item.items()}
            client.put_item(TableName="telemetry", Item=attributes)
        yield DynamoDBStore(readers_client(url), "telemetry", mapping)


def asked(names: list[str]) -> dict[str, Any]:
    return {"iotDeviceId": "pump-7", "selectedProperties": names, **HOUR}


# Beyond a hundred names, a query has no projection.
@pytest.mark.parametrize("more", [[], [f"absent-{number}" for number in range(150)]], ids=["few", "many"])
def test_properties_are_read_whatever_their_names(store: HotStore, more: list[str]) -> None:
    answer = history(store, asked([*NAMES, *more]), Caller.HTTP)["propertyValues"]
    found = [[value["value"]["IntegerValue"] for value in entry["values"]] for entry in answer]
    assert found[: len(NAMES)] == [[number, number + 1, number + 2] for number in range(len(NAMES))]
    assert not any(found[len(NAMES) :])
    newest = last_entry(store, asked([*NAMES, *more]), Caller.HTTP)["propertyValues"]
    assert [newest[name]["propertyValue"] for name in NAMES] == [
        {"IntegerValue": number + 2} for number in range(len(NAMES))
    ]


@pytest.mark.parametrize("more", [[], [f"absent-{number}" for number in range(150)]], ids=["few", "many"])
@pytest.mark.parametrize("device", [[], ["iotDeviceId"]], ids=["", "with the device"])
def test_the_keys_of_device_and_time_are_no_properties(
    store: HotStore, device: list[str], more: list[str]
) -> None:
    names = ["Device Id.#1", "read.at", "n", *device, *more]
    keys, time, number, *rest = history(store, asked(names), Caller.HTTP)["propertyValues"]
    assert (keys["values"], time["values"], len(number["values"])) == ([], [], 3)
    values = [value["value"] for entry in rest for value in entry["values"]]
    assert values == [{"StringValue": "pump-7"}] * 3 * len(device)
    newest = last_entry(store, asked(names), Caller.HTTP)["propertyValues"]
    assert "propertyValue" in newest["n"]
    assert not [name for name in ("Device Id.#1", "read.at") if "propertyValue" in newest.get(name, {})]
