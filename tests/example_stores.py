"""The examples of existing hot stores, in emulators: each with its records as their producer writes them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from boto3.dynamodb.types import TypeSerializer

from crosstwin.local import azure
from crosstwin.packages.places import ROOT
from crosstwin.readers.hot_stores.firestore import emulator_client
from crosstwin.twin import deployment
from crosstwin.twin.deployment import Deployment

EXAMPLES = sorted((ROOT / "examples" / "existing").iterdir())
Json = Any


@dataclass(frozen=True, slots=True)
class Example:
    """`twin` is that of the folder, with a twin, table, database or project named after the folder."""

    folder: Path
    twin: Deployment

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def cloud(self) -> str:
        (cloud,) = self.twin.hot_clouds
        return cloud

    @property
    def store(self) -> Any:
        """The section `existing_hot_store`."""
        return getattr(self.twin, self.cloud).existing_hot_store

    @property
    def project(self) -> str:
        return self.twin.gcp.project if self.twin.gcp else ""

    @property
    def stored(self) -> Json:
        """What the producer has written, with the types of the store's keys, where it has such."""
        return json.loads((self.folder / "items.json").read_text(encoding="utf-8"), parse_float=Decimal)

    @classmethod
    def load(cls, folder: Path, aws_endpoint: str) -> Example:
        document = yaml.safe_load((folder / "twin.yaml").read_text(encoding="utf-8"))
        document["digital_twin_name"] = folder.name
        document["aws"]["endpoint_url"] = aws_endpoint
        if "azure" in document:
            document["azure"]["existing_hot_store"]["database_name"] = folder.name
        elif "gcp" in document:
            document["gcp"]["project"] = folder.name
        else:
            document["aws"]["existing_hot_store"]["table_name"] = folder.name
        return cls(folder, deployment.parse(yaml.safe_dump(document)))


def fill_table(client: Any, example: Example) -> None:
    """Makes the DynamoDB table of an example, and writes its items. `client` is boto3's."""
    table, types = example.store.table_name, example.stored["keys"]
    more: Json = {}
    if index := example.stored.get("index"):
        projection = {"ProjectionType": "ALL"}
        schema = _key_schema(index["keys"])
        more["GlobalSecondaryIndexes"] = [
            {"IndexName": index["name"], "KeySchema": schema, "Projection": projection}
        ]
    definitions = {**types, **(index["keys"] if index else {})}
    client.create_table(
        TableName=table,
        KeySchema=_key_schema(types),
        AttributeDefinitions=[
            {"AttributeName": key, "AttributeType": type_} for key, type_ in definitions.items()
        ],
        BillingMode="PAY_PER_REQUEST",
        **more,
    )
    client.get_waiter("table_exists").wait(TableName=table, WaiterConfig={"Delay": 1})
    serialize = TypeSerializer().serialize
    for item in example.stored["items"]:
        client.put_item(TableName=table, Item={name: serialize(value) for name, value in item.items()})


def _key_schema(types: Json) -> Json:
    kinds = zip(types, ("HASH", "RANGE"), strict=True)
    return [{"AttributeName": key, "KeyType": kind} for key, kind in kinds]


def fill_container(cosmos: azure.CosmosEmulator, example: Example) -> None:
    """The same for a Cosmos DB container."""
    from azure.cosmos import CosmosClient, PartitionKey

    store, stored = example.store, example.stored
    with CosmosClient(cosmos.endpoint, cosmos.key, enable_endpoint_discovery=False) as client:
        database = client.create_database_if_not_exists(store.database_name)
        made = database.create_container_if_not_exists(
            store.container_name, PartitionKey(next(iter(stored["keys"])))
        )
        for item in stored["items"]:
            made.upsert_item(json.loads(json.dumps(item, default=float)))


def fill_collection(firestore: str, example: Example) -> None:
    """The same for Firestore collections, in the emulator at `host:port`."""
    client = emulator_client(firestore, example.store.database, example.project)
    for item in example.stored["items"]:
        client.document(item["path"]).set({name: _native(value) for name, value in item["fields"].items()})


def _native(value: Json) -> Json:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["$timestamp"])
    return float(value) if isinstance(value, Decimal) else value
