"""examples/existing: each store is filled in its own form, and the functions answer both routes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import boto3
import pytest
import requests
from boto3.dynamodb.types import TypeSerializer
from typer.testing import CliRunner

from crosstwin.cli.app import app
from crosstwin.clouds.aws_options import client_options
from crosstwin.local import azure, gcp
from crosstwin.local.aws import REGION
from crosstwin.local.firestore_emulator import running_emulator
from crosstwin.packages.places import ROOT
from crosstwin.readers.hot_stores.proposal import propose
from crosstwin.readers.hot_stores.sample import cosmos_sample, dynamodb_sample, firestore_sample
from crosstwin.twin import deployment
from tests.contract.functions.loading import load_module
from tests.dynalite import aws_variables, running_dynalite

EXAMPLES = sorted((ROOT / "examples" / "existing").iterdir())
TOKEN = "token-of-this-test"
PAYLOAD = {"iotDeviceId": "pump-7", "selectedProperties": ["rpm", "temperature"]}
RANGE = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T10:01:30Z"}
# (history, payload) -> answer, for each of the two routes
Ask = Callable[[bool, dict[str, Any]], dict[str, Any]]


@pytest.fixture(scope="module")
def dynalite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_dynalite(tmp_path_factory.mktemp("dynalite")) as url:
        yield url


@pytest.fixture(scope="module")
def cosmos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[azure.CosmosEmulator]:
    if missing := azure.why_not():
        pytest.skip(missing)
    with azure.running_cosmos(tmp_path_factory.mktemp("cosmos")) as found:
        yield found


@pytest.fixture(scope="module")
def firestore(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if missing := gcp.why_not():
        pytest.skip(missing)
    with running_emulator(tmp_path_factory.mktemp("firestore")) as address:
        yield address


def params() -> list[Any]:
    """Those of peers on Azure and Google Cloud are nightly."""
    return [
        pytest.param(
            folder,
            id=folder.name,
            marks=[pytest.mark.nightly] if folder.name.endswith(("-azure", "-gcp")) else [],
        )
        for folder in EXAMPLES
    ]


@pytest.mark.parametrize("folder", params())
def test_an_existing_store_is_read_as_it_is(
    folder: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    twin = deployment.load(folder / "twin.yaml")
    (cloud,) = twin.hot_clouds
    existing = getattr(twin, cloud).existing_hot_store
    records = existing.records.settings() if existing.records else {}
    stored = json.loads((folder / "items.json").read_text())
    emulator = request.getfixturevalue({"aws": "dynalite", "azure": "cosmos", "gcp": "firestore"}[cloud])
    with OPEN[cloud](emulator, stored, records, existing, tmp_path) as (ask, proposed):
        history = ask(True, {**PAYLOAD, **RANGE})
        newest = ask(False, PAYLOAD)
    found = [
        [(item["time"], *item["value"].values()) for item in entry["values"]]
        for entry in history["propertyValues"]
    ]
    times = [time.replace(".000Z", "Z").replace(".0000000Z", "Z") for time, _ in found[0]]
    assert times == ["2026-01-15T10:00:00Z", "2026-01-15T10:01:00Z"]
    assert [[value for _, value in values] for values in found] == [[900, 1450], [20.5, 21.25]]
    assert newest["propertyValues"]["rpm"]["propertyValue"] == {"IntegerValue": 1480}
    assert newest["propertyValues"]["temperature"]["propertyValue"]["DoubleValue"] == 22.5
    if folder.name != "aws-single-table":  # whose other items have no times
        assert (proposed.records, proposed.problem) == (records, "")
        assert proposed.devices == ("pump-7",)
        assert {"rpm": "integer", "temperature": "double"}.items() <= proposed.properties.items()


@contextmanager
def _dynamodb(url: str, stored: Any, records: Any, existing: Any, _: Path) -> Iterator[tuple[Ask, Any]]:
    client: Any = boto3.client("dynamodb", **client_options(REGION, url))
    keys: dict[str, str] = stored["keys"]
    client.create_table(
        TableName=existing.table_name,
        KeySchema=[
            {"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=True)
        ],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": type_} for key, type_ in keys.items()],
        BillingMode="PAY_PER_REQUEST",
    )
    client.get_waiter("table_exists").wait(TableName=existing.table_name, WaiterConfig={"Delay": 1})
    serialize = TypeSerializer().serialize
    for item in json.loads(json.dumps(stored["items"]), parse_float=_decimal):
        client.put_item(
            TableName=existing.table_name, Item={name: serialize(value) for name, value in item.items()}
        )
    sample = dynamodb_sample(existing.table_name, REGION, url, 20)
    variables = {
        **aws_variables(url),
        "DIGITAL_TWIN_INFO": "{}",
        "INTER_CLOUD_TOKEN": TOKEN,
        "DYNAMODB_TABLE_NAME": existing.table_name,
        "HOT_STORE_RECORDS": json.dumps({**records, "time_type": [*keys.values()][1]}),
    }
    with patch.dict(os.environ, variables):
        handlers = {
            is_history: load_module(ROOT / f"functions/aws/{name}/lambda_function.py").lambda_handler
            for is_history, name in ((True, "hot-reader"), (False, "hot-reader-last-entry"))
        }

    def ask(is_history: bool, payload: dict[str, Any]) -> dict[str, Any]:
        event = {
            "requestContext": {"http": {"method": "POST"}},
            "headers": {"x-inter-cloud-token": TOKEN},
            "body": json.dumps({"target_layer": "L3-hot", "payload": payload}),
        }
        response = handlers[is_history](event, SimpleNamespace(get_remaining_time_in_millis=lambda: 30_000))
        assert response["statusCode"] == 200, response
        found: dict[str, Any] = json.loads(response["body"])
        return found

    yield ask, propose(sample.items, device=sample.device, time=sample.time, nested=False)
    client.delete_table(TableName=existing.table_name)
    client.get_waiter("table_not_exists").wait(TableName=existing.table_name, WaiterConfig={"Delay": 1})


@contextmanager
def _cosmos(
    cosmos: azure.CosmosEmulator, stored: Any, records: Any, existing: Any, folder: Path
) -> Iterator[tuple[Ask, Any]]:
    from azure.cosmos import CosmosClient, PartitionKey

    container = folder.name
    with CosmosClient(cosmos.endpoint, cosmos.key, enable_endpoint_discovery=False) as client:
        database = client.create_database_if_not_exists(azure.DATABASE)
        made = database.create_container_if_not_exists(container, PartitionKey(next(iter(stored["keys"]))))
        for item in stored["items"]:
            made.upsert_item(item)
    place = (cosmos.endpoint, azure.DATABASE, container)
    sample = cosmos_sample(*place, key=cosmos.key, authority=None, most=20)
    variables = {
        **azure.reader_variables(cosmos, TOKEN, container),
        "HOT_STORE_RECORDS": json.dumps(records),
    }
    with azure.running_function_app(folder, variables) as address:
        urls = {True: address + azure.HOT_READER_PATH, False: address + azure.HOT_READER_LAST_ENTRY_PATH}
        yield _asking(urls), propose(sample.items, device=sample.device)


@contextmanager
def _firestore(
    address: str, stored: Any, records: Any, existing: Any, folder: Path
) -> Iterator[tuple[Ask, Any]]:
    client = gcp.emulator_client(address)
    # A collection of this test's own.
    root = folder.name
    for item in stored["items"]:
        fields = {name: _native(value) for name, value in item["fields"].items()}
        client.document(f"{root}{item['path']}").set(fields)
    collection = root + existing.collection
    sample = firestore_sample(gcp.PROJECT, gcp.DATABASE, collection, client=client, most=20)
    variables = {
        **gcp.reader_variables(address, TOKEN),
        "FIRESTORE_COLLECTION": collection,
        "HOT_STORE_RECORDS": json.dumps(records),
    }
    with ExitStack() as stack:
        urls = {
            is_history: stack.enter_context(gcp.running_function(folder, name, variables))
            for is_history, name in ((True, "hot_reader"), (False, "hot_reader_last_entry"))
        }
        yield _asking(urls), propose(sample.items, device=sample.device)


OPEN: dict[str, Any] = {"aws": _dynamodb, "azure": _cosmos, "gcp": _firestore}


def _asking(urls: dict[bool, str]) -> Ask:
    def ask(is_history: bool, payload: dict[str, Any]) -> dict[str, Any]:
        body = {"target_layer": "L3-hot", "payload": payload}
        response = requests.post(
            urls[is_history], json=body, headers={"X-Inter-Cloud-Token": TOKEN}, timeout=30
        )
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    return ask


def _native(value: Any) -> Any:
    return datetime.fromisoformat(value["$timestamp"]) if isinstance(value, dict) else value


def _decimal(text: str) -> Any:
    from decimal import Decimal

    return Decimal(text)


def test_inspect_prints_a_section_that_twin_yaml_takes(dynalite: str) -> None:
    folder = ROOT / "examples" / "existing" / "aws-iot-rule"
    stored = json.loads((folder / "items.json").read_text())
    existing = SimpleNamespace(table_name="telemetry")
    with _dynamodb(dynalite, stored, {}, existing, folder):
        command = ["inspect", "aws", "--table", "telemetry", "--endpoint-url", dynalite]
        done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    assert done.output == (
        "aws:\n  existing_hot_store:\n    table_name: telemetry\n    records:\n      device: deviceId\n"
        "      time: ts\n      time_format: epoch_milliseconds\n      values: payload\n"
        "device_types:\n  device:\n    properties:\n      rpm: integer\n      temperature: double\n"
        "devices:\n- id: pump-7\n  type: device\n"
    )


def test_put_writes_in_the_form_of_the_existing_records(
    dynalite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ROOT / "examples" / "existing" / "aws-iot-rule"
    text = (folder / "twin.yaml").read_text()
    (tmp_path / "twin.yaml").write_text(text.replace("aws:\n", f"aws:\n  endpoint_url: {dynalite}\n"))
    monkeypatch.setenv("CROSSTWIN_FILE", str(tmp_path / "twin.yaml"))
    stored = json.loads((folder / "items.json").read_text())
    with _dynamodb(dynalite, stored, {}, SimpleNamespace(table_name="telemetry"), folder):
        command = ["put", "pump-7", "rpm=1500", "temperature=23.5", "--time", "2026-01-15T10:30:00.5Z"]
        done = CliRunner().invoke(app, command)
        client: Any = boto3.client("dynamodb", **client_options(REGION, dynalite))
        key = {"deviceId": {"S": "pump-7"}, "ts": {"N": "1768473000500"}}
        item = client.get_item(TableName="telemetry", Key=key).get("Item")
    assert done.exit_code == 0, done.output
    assert item == {**key, "payload": {"M": {"rpm": {"N": "1500"}, "temperature": {"N": "23.5"}}}}
