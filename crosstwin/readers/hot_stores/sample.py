"""A few records of an existing hot store, as they are stored, and the keys that the store itself knows."""

from __future__ import annotations

import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosstwin.clouds.sign_in import explained
from crosstwin.errors import Failure


@dataclass(frozen=True, slots=True)
class Sample:
    """`device` and `time` are a store's own keys, where it has them."""

    items: Sequence[Mapping[str, Any]]
    device: str | None = None
    time: str | None = None


def dynamodb_sample(table: str, region: str | None, endpoint_url: str | None, most: int) -> Sample:
    """Scans for the items: it reads `most` of them. Raises Failure."""
    import boto3
    from boto3.dynamodb.types import TypeDeserializer
    from botocore.exceptions import BotoCoreError, ClientError, NoRegionError

    from crosstwin.clouds.aws_options import client_options

    place = f"DynamoDB table {table}"
    try:
        client = boto3.client("dynamodb", **client_options(region, endpoint_url))
        place = f"{place} in {client.meta.region_name}"
        keys = {
            key["KeyType"]: key["AttributeName"]
            for key in client.describe_table(TableName=table)["Table"]["KeySchema"]
        }
        items = client.scan(TableName=table, Limit=most)["Items"]
    except NoRegionError as error:
        raise Failure(f"{place}: no region; add --region, or set AWS_DEFAULT_REGION") from error
    except (BotoCoreError, ClientError) as error:
        raise Failure(f"{place}: {explained(error)}") from error
    plain = TypeDeserializer().deserialize
    return Sample(
        [{name: plain(value) for name, value in item.items()} for item in items],
        keys["HASH"],
        keys.get("RANGE"),
    )


def cosmos_sample(
    endpoint: str, database: str, container: str, *, key: str | None, authority: str | None, most: int
) -> Sample:
    """The newest items by their last change. Raises Failure."""
    from azure.core.exceptions import AzureError

    from crosstwin.readers.hot_stores.cosmos import CosmosWriter

    try:
        found = CosmosWriter(endpoint, database, container, key, authority=authority).container()
        paths = found.read()["partitionKey"]["paths"]
        items = list(
            found.query_items(
                f"SELECT TOP {int(most)} * FROM c ORDER BY c._ts DESC",  # noqa: S608 - an integer
                enable_cross_partition_query=True,
            )
        )
    except binascii.Error as error:
        raise Failure(f"Cosmos DB container {container}: the key is not base64") from error
    except AzureError as error:
        raise Failure(f"Cosmos DB container {container}: {explained(error)}") from error
    device = paths[0].replace('"', "").strip("/").replace("/", ".") if len(paths) == 1 else None
    return Sample(items, device)


def firestore_sample(
    project: str, database: str, collection: str, *, client: Any, most: int, is_group: bool = False
) -> Sample:
    """Of one collection, or of a collection group: those of all devices, or of one name. Raises Failure."""
    from crosstwin_contract.records import DEVICE
    from google.api_core.exceptions import GoogleAPIError
    from google.auth.exceptions import GoogleAuthError
    from google.cloud.firestore import Client

    name = collection.rpartition("/")[2]
    is_group = is_group or DEVICE in collection
    place = collection.split("/").index(DEVICE) if DEVICE in collection.split("/") else None
    try:
        client = client or Client(project=project, database=database)
        query = client.collection_group(name) if is_group else client.collection(collection)
        items = []
        for document in query.limit(most).stream():
            fields = document.to_dict() or {}
            if place is not None:
                fields["iotDeviceId"] = document.reference.path.split("/")[place]
            items.append(fields)
    except (GoogleAPIError, GoogleAuthError) as error:
        raise Failure(f"Firestore collection {collection}: {explained(error)}") from error
    return Sample(items, "iotDeviceId" if place is not None else None)
