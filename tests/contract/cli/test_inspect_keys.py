"""What `crosstwin inspect` finds in a store's keys: twin.yaml takes it, and the readers read the records.

The records are written as their producer writes them, and not by Crosstwin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from textwrap import indent
from typing import Any

import boto3
import pytest
import yaml
from azure.cosmos import CosmosClient, PartitionKey
from boto3.dynamodb.types import TypeSerializer
from crosstwin_contract.records import RecordMapping
from crosstwin_contract.values import Caller
from hotread.answer import history
from hotread.store import HotStore
from hotread_aws.store import DynamoDBStore
from typer.testing import CliRunner, Result

from crosstwin.cli.app import app
from crosstwin.clouds.aws_options import client_options
from crosstwin.local import azure
from crosstwin.local.aws import REGION
from crosstwin.local.azure import CosmosEmulator
from crosstwin.packages.places import ROOT
from crosstwin.twin import deployment
from tests.contract.readers.served import importable
from tests.dynalite import readers_client, running_dynalite

SECONDS = {"2026-01-31T23:59:59Z": 1769903999, "2026-02-01T00:00:00Z": 1769904000}
DEVICES = ("pump-7", "pump-8")
RPM = {device: [3999, 4000] for device in DEVICES}
Items = list[dict[str, Any]]


def items_of(form: Mapping[str, str]) -> Items:
    """Two records of each device, each in its month: {device}, {time}, {ms} and {month} are replaced."""
    found = []
    for device in DEVICES:
        for time, seconds in SECONDS.items():
            values = {"device": device, "time": time, "month": time[:7], "id": f"{device}_{seconds}"}
            item: Any = {name: one.format(**values) for name, one in form.items()}
            time_of_its_own = {} if "at" in item else {"ts": seconds * 1000}
            found.append({**item, **time_of_its_own, "rpm": seconds - 1769900000})
    return found


def twin_of(done: Result, replaced: Mapping[str, Any]) -> deployment.Deployment:
    """The printed text in a twin.yaml, with what only the operator knows."""
    assert done.exit_code == 0, done.output
    printed = yaml.safe_load(done.stdout)
    ((cloud, section),) = ((name, printed.pop(name)) for name in ("aws", "azure") if name in printed)
    section["existing_hot_store"] |= replaced.get("store", {})
    data = {
        "digital_twin_name": "factory",
        "providers": {"layer_3_hot_provider": cloud, "layer_4_provider": "aws", "layer_5_provider": "aws"},
        **printed,
        "aws": {"region": REGION},
    }
    return deployment.parse(yaml.safe_dump({**data, cloud: {**section, **replaced.get("cloud", {})}}))


def read(store: HotStore, device: str) -> list[int]:
    times = {"startTime": "2026-01-01T00:00:00Z", "endTime": "2026-02-02T00:00:00Z"}
    answer: Any = history(store, {"iotDeviceId": device, "selectedProperties": ["rpm"], **times}, Caller.HTTP)
    return [row["value"]["IntegerValue"] for row in answer["propertyValues"][0]["values"]]


def rows(cloud: str) -> list[str]:
    """What --csv prints where `inspect` does not fail."""
    return [f"{device},device,{cloud}" for device in DEVICES]


@pytest.fixture(scope="module")
def cosmos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CosmosEmulator]:
    if missing := azure.why_not():
        pytest.skip(f"no Azure reader on this machine: {missing}")
    with azure.running_cosmos(tmp_path_factory.mktemp("cosmos")) as cosmos:
        yield cosmos


def inspect_container(cosmos: CosmosEmulator, name: str, paths: Sequence[str], items: Items) -> Result:
    """Makes a container with the partition key, writes the items, and inspects it."""
    key = PartitionKey(list(paths), kind="MultiHash") if len(paths) > 1 else PartitionKey(paths[0])
    with CosmosClient(cosmos.endpoint, cosmos.key, enable_endpoint_discovery=False) as client:
        made = client.create_database_if_not_exists(azure.DATABASE).create_container_if_not_exists(name, key)
        for item in items:
            made.upsert_item(item)
    place = ["--account", cosmos.endpoint, "--database", azure.DATABASE, "--container", name]
    command = ["inspect", "azure", *place, "--key", cosmos.key]
    done, listed = CliRunner().invoke(app, command), CliRunner().invoke(app, [*command, "--csv"])
    assert listed.exit_code == done.exit_code
    assert done.exception or sorted(listed.stdout.splitlines()[1:]) == rows("azure")
    return done


@pytest.mark.parametrize(
    ("name", "paths", "form", "records"),
    [
        (
            "levels",
            ["/deviceId", "/month"],
            {"deviceId": "{device}", "month": "{month}"},
            {"device": "deviceId", "partition_key": ["{device}", "{YYYY}-{MM}"]},
        ),
        (
            "kinds",
            ["/tenant", "/machine", "/kind"],
            {"tenant": "north", "machine": "{device}", "kind": "telemetry"},
            {"device": "machine", "partition_key": ["north", "{device}", "telemetry"]},
        ),
        (
            "synthetic",
            ["/pk"],
            {"deviceId": "{device}", "pk": "{device}_{month}"},
            {"device": "deviceId", "partition_key": "{device}_{YYYY}-{MM}"},
        ),
        ("flat", ["/machine"], {"machine": "{device}"}, {"device": "machine"}),
    ],
)
def test_the_readers_read_a_container_by_the_key_that_inspect_prints(
    cosmos: CosmosEmulator, name: str, paths: list[str], form: Mapping[str, str], records: Mapping[str, Any]
) -> None:
    done = inspect_container(cosmos, name, paths, items_of({"id": "{id}", **form}))
    section = yaml.safe_load(done.stdout)["azure"]["existing_hot_store"]["records"]
    assert section == {**records, "time": "ts", "time_format": "epoch_milliseconds"}
    operators = {
        "cloud": {"location": "westeurope", "subscription_id": "00000000-0000-0000-0000-000000000000"},
        "store": {"resource_group_name": "plant", "account_name": "plant-db"},
    }
    twin = twin_of(done, operators)
    assert twin.azure is not None
    assert twin.azure.existing_hot_store is not None
    assert twin.azure.existing_hot_store.records is not None
    settings = twin.azure.existing_hot_store.records.settings()
    # As the module passes it to the readers.
    of_container = {"partition_key_paths": paths} if "partition_key" in settings else {}
    with importable(ROOT / "functions/azure/hot-reader"):
        from cosmos_store import connect
        from existing_store import ExistingStore
    client = connect(cosmos.endpoint, azure.DATABASE, name, key=cosmos.key)
    store = ExistingStore(client, RecordMapping.parse({**settings, **of_container}))
    assert sorted(device.id for device in twin.devices) == [*DEVICES]
    assert {device: read(store, device) for device in DEVICES} == RPM


def test_the_page_shows_what_inspect_prints_for_a_hierarchical_key(cosmos: CosmosEmulator) -> None:
    items = items_of({"id": "{id}", "tenant": "north", "machine": "{device}", "month": "{month}"})
    done = inspect_container(cosmos, "documented", ["/tenant", "/machine", "/month"], items)
    records = done.stdout[done.stdout.index("    records:") : done.stdout.index("device_types:")]
    assert f"```text\n{indent(records, '  ')}  ```" in (ROOT / "docs/existing-stores.md").read_text()


def test_inspect_names_a_level_that_the_readers_cannot_know(cosmos: CosmosEmulator) -> None:
    items = items_of({"id": "{id}", "deviceId": "{device}", "session": "s-{id}"})
    done = inspect_container(cosmos, "sessions", ["/deviceId", "/session"], items)
    assert str(done.exception) == (
        "/session, a level of the partition key, is not the device, not a period of the time and not the "
        "same in all records, so the readers could not query it: if all of the telemetry has one value "
        "there, give it in records.partition_key"
    )
    records = yaml.safe_load(done.stdout)["azure"]["existing_hot_store"]["records"]
    assert records == {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds"}


def test_inspect_names_a_level_that_is_the_same_in_all_records(cosmos: CosmosEmulator) -> None:
    items = items_of({"id": "{id}", "deviceId": "{device}", "kind": "telemetry"})
    done = inspect_container(cosmos, "constant", ["/deviceId", "/kind"], items)
    assert done.exit_code == 0, done.output
    assert done.stderr == (
        "crosstwin: all records with a time have telemetry in /kind, so the readers read no others\n"
    )


@pytest.fixture(scope="module")
def dynalite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_dynalite(tmp_path_factory.mktemp("dynalite")) as url:
        yield url


def inspect_table(
    url: str, name: str, key: Sequence[str], items: Items, index: Mapping[str, Any] | None = None
) -> Result:
    """The same for a table whose keys are strings; `index` has the keys and the projection of by-machine."""
    client: Any = boto3.client("dynamodb", **client_options(REGION, url))
    indexes = {}
    if index:
        projection = index["projection"]
        indexes = {
            "GlobalSecondaryIndexes": [
                {"IndexName": "by-machine", "KeySchema": _schema(index["key"]), "Projection": projection}
            ]
        }
    names = [*key, *(index["key"] if index else ())]
    client.create_table(
        TableName=name,
        KeySchema=_schema(key),
        AttributeDefinitions=[{"AttributeName": one, "AttributeType": "S"} for one in names],
        BillingMode="PAY_PER_REQUEST",
        **indexes,
    )
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    serialize = TypeSerializer().serialize
    for item in items:
        client.put_item(TableName=name, Item={one: serialize(value) for one, value in item.items()})
    command = ["inspect", "aws", "--table", name, "--endpoint-url", url]
    done, listed = CliRunner().invoke(app, command), CliRunner().invoke(app, [*command, "--csv"])
    assert listed.exit_code == done.exit_code
    assert done.exception or sorted(listed.stdout.splitlines()[1:]) == rows("aws")
    return done


def _schema(key: Sequence[str]) -> list[dict[str, str]]:
    return [
        {"AttributeName": name, "KeyType": kind} for name, kind in zip(key, ("HASH", "RANGE"), strict=False)
    ]


ALL = {"ProjectionType": "ALL"}
SOME = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["rpm"]}


@pytest.mark.parametrize(
    ("table", "form", "records"),
    [
        (
            ("prefixes", ["machine", "at"], None),
            {"machine": "MACHINE#{device}", "at": "READING#{time}"},
            {"time_template": "READING#{time}", "device_format": "MACHINE#{device}"},
        ),
        (
            ("one-hall", ["machine", "at"], None),
            {"machine": "north#hall-1#{device}", "at": "{time}"},
            {"device_format": "north#hall-1#{device}"},
        ),
        (
            ("hierarchy", ["site", "part"], {"key": ["machine", "at"], "projection": ALL}),
            {"site": "north", "part": "hall-1#{device}#{time}", "machine": "{device}", "at": "{time}"},
            {"index_name": "by-machine"},
        ),
        (
            ("by-index", ["message"], {"key": ["machine", "at"], "projection": ALL}),
            {"message": "{id}", "machine": "{device}", "at": "{time}", "firmware": "1.2"},
            {"index_name": "by-machine"},
        ),
        (
            ("some-attributes", ["message", "part"], {"key": ["machine", "at"], "projection": SOME}),
            {"message": "{id}", "part": "a", "machine": "{device}", "at": "{time}", "firmware": "1.2"},
            {"index_name": "by-machine"},
        ),
    ],
)
def test_the_readers_read_a_table_by_the_keys_that_inspect_prints(
    dynalite: str, table: tuple[str, list[str], Any], form: Mapping[str, str], records: Mapping[str, Any]
) -> None:
    name, key, index = table
    done = inspect_table(dynalite, name, key, items_of(form), index)
    twin = twin_of(done, {"cloud": {"region": REGION}})
    assert twin.aws is not None
    assert twin.aws.existing_hot_store is not None
    assert twin.aws.existing_hot_store.records is not None
    settings = twin.aws.existing_hot_store.records.settings()
    assert settings == {"device": "machine", "time": "at", **records}
    projected = index is None or index["projection"] == ALL
    properties = {"rpm": "integer"} | ({"firmware": "string"} if projected and "firmware" in form else {})
    assert twin.devices[0].properties == properties
    # As the module passes it to the readers.
    of_table = {"time_type": "S", "table_keys": key if index else []}
    store = DynamoDBStore(readers_client(dynalite), name, RecordMapping.parse({**settings, **of_table}))
    assert {device: read(store, device) for device in DEVICES} == RPM


@pytest.mark.parametrize(
    ("name", "form", "reason"),
    [
        (
            "halls",
            {"site": "north#{device}-hall#{device}", "at": "{time}"},
            r"site has several levels, such as 'north#(\S+)-hall#\1', .* give all that is before their names "
            r"in records\.device_format, such as 'north#\1-hall#\{device\}'\. For the devices of several "
            r"levels in one twin, .* the partition key of an index whose sort key is the time",
        ),
        (
            "parts",
            {"site": "north", "at": "hall-1#{device}#{time}"},
            r"at has more than the time, such as hall-1#.* an index whose keys are the device and the time$",
        ),
    ],
)
def test_inspect_proposes_no_device_that_twin_yaml_cannot_have(
    dynalite: str, name: str, form: Mapping[str, str], reason: str
) -> None:
    done = inspect_table(dynalite, name, ["site", "at"], items_of(form))
    assert done.exit_code == 1
    assert re.match(reason, str(done.exception)), done.exception


def test_inspect_reads_numbers_of_more_places_than_dynamodb_has_digits(dynalite: str) -> None:
    items = items_of({"machine": "{device}", "at": "{time}"})
    done = inspect_table(
        dynalite, "places", ["machine", "at"], [{**one, "load": Decimal("1E+50")} for one in items]
    )
    assert twin_of(done, {"cloud": {"region": REGION}}).devices[0].properties["load"] == "double"


def test_inspect_names_the_keys_of_a_table_that_the_readers_cannot_query(dynalite: str) -> None:
    form = {"message": "{id}", "deviceId": "{device}", "site": "north", "at": "{time}"}
    index = {"key": ["site", "deviceId"], "projection": ALL}
    done = inspect_table(dynalite, "unusable", ["message"], items_of(form), index)
    assert str(done.exception) == (
        "the readers need a partition key of type S with the device, and a sort key with the time; the table "
        "has message alone, the index by-machine has site and deviceId, and no record has a time there. Add "
        "an index with both, or look at more records with --records"
    )


def test_the_readers_read_keys_whose_names_are_no_paths(dynalite: str) -> None:
    """A key of DynamoDB can have a dot in its name. A field for `values` cannot: that is a path."""
    form = {"Device Id.#1": "MACHINE|{device}", "read.at": "{time}"}
    items = [{**item, "pay.load": {"x": 1}} for item in items_of(form)]
    done = inspect_table(dynalite, "dots", [*form], items)
    twin = twin_of(done, {"cloud": {"region": REGION}})
    assert twin.aws is not None
    assert twin.aws.existing_hot_store is not None
    assert twin.aws.existing_hot_store.records is not None
    settings = twin.aws.existing_hot_store.records.settings()
    assert settings == {"device": "Device Id.#1", "time": "read.at", "device_format": "MACHINE|{device}"}
    store = DynamoDBStore(
        readers_client(dynalite), "dots", RecordMapping.parse({**settings, "time_type": "S"})
    )
    assert {device: read(store, device) for device in DEVICES} == RPM


def test_inspect_counts_what_twin_yaml_cannot_name(dynalite: str) -> None:
    odd = {"a.b": 1, 'quo"te': 2, "Feuchte °C": 3, "iotDeviceId": "other", "x" * 251: 4}
    items = [{**item, **odd} for item in items_of({"machine": "{device}", "at": "{time}"})]
    items += [{**item, "machine": "pump 9"} for item in items[:1]]
    done = inspect_table(dynalite, "odd", ["machine", "at"], items)
    twin = twin_of(done, {"cloud": {"region": REGION}})
    assert sorted(device.id for device in twin.devices) == [*DEVICES]
    assert twin.devices[0].properties == {"rpm": "integer"}
    assert done.stderr == (
        "crosstwin: 1 more are no devices of twin.yaml, such as 'pump 9'\n"
        "crosstwin: 5 more are no properties of twin.yaml, such as 'Feuchte °C': only queries over HTTP can "
        "select them\n"
    )
