"""A few records of an existing hot store, as they are stored, and the keys that its own definition names."""

from __future__ import annotations

import binascii
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crosstwin_contract.partitions import fields_of
from crosstwin_contract.records import CROSSTWIN, DEVICE

from crosstwin.clouds.sign_in import explained
from crosstwin.errors import Failure
from crosstwin.readers.hot_stores import device_names
from crosstwin.readers.hot_stores.collection_path import DevicePath, device_path, is_in
from crosstwin.readers.hot_stores.keys import Fields, TableKey, levels_before_time, usable_key


@dataclass(frozen=True, slots=True)
class Sample:
    """`items` are those that the keys lead to, of as many as were `read`.

    `device` and `time` are a store's own keys, where it has them; of an index, if it has `index_name`.
    `levels` is where Cosmos DB has its partition key; `keys` are further keys. `problem`: why no key serves.
    `collection`: Firestore's, with {device} where a document in its path is the device; `note` says which.
    `devices` looks for the names of all devices, as they are stored. It is given the fields with the device
    and the time, and raises Failure.
    """

    items: Sequence[Mapping[str, Any]]
    read: int
    devices: Callable[[str, str], Iterator[str]]
    device: str | None = None
    time: str | None = None
    index_name: str | None = None
    levels: tuple[Fields, ...] = ()
    keys: frozenset[str] = frozenset()
    problem: str = ""
    collection: str | None = None
    note: str = ""


def dynamodb_sample(table: str, region: str | None, endpoint_url: str | None, most: int) -> Sample:
    """Scans for the items: it reads `most` of them. Raises Failure."""
    import boto3
    from boto3.dynamodb.types import TypeDeserializer
    from botocore.exceptions import BotoCoreError, ClientError, NoRegionError

    from crosstwin.clouds.aws_options import client_options

    place = f"DynamoDB table {table}"
    try:
        client = boto3.client("dynamodb", **client_options(region, endpoint_url))
    except NoRegionError as error:
        raise Failure(f"{place}: no region; add --region, or set AWS_DEFAULT_REGION") from error
    except BotoCoreError as error:
        raise Failure(f"{place}: {explained(error)}") from error
    place = f"{place} in {client.meta.region_name}"
    with _reported(place, BotoCoreError, ClientError):
        try:
            definition = client.describe_table(TableName=table)["Table"]
        except client.exceptions.ResourceNotFoundException as error:
            raise Failure(f"{place} does not exist; if it is in another region, add --region") from error
        found = client.scan(TableName=table, Limit=most)["Items"]

    class Deserializer(TypeDeserializer):
        def _deserialize_n(self, value: str) -> Decimal:
            return Decimal(value)  # boto3 refuses 1E+50, which DynamoDB writes with all of its zeros

    plain = Deserializer().deserialize
    items = [{name: plain(value) for name, value in item.items()} for item in found]
    keys = _table_keys(definition)
    own = frozenset(name for name in (keys[0].device, keys[0].time) if name)
    key = usable_key(items, keys)

    def devices(device: str, time: str) -> Iterator[str]:
        index = {"IndexName": key.index_name} if key and key.index_name else {}
        with _reported(place, BotoCoreError, ClientError):
            yield from device_names.of_table(client, {"TableName": table} | index, device, time, own)

    if key is None:
        return Sample(items, len(items), devices, keys=own, problem=_no_key(keys))
    templates = levels_before_time(items, key)
    problem = (
        f"{key.time} has more than the time, such as {templates[0]} and {templates[1]}, and the readers find "
        "the records of one only: they need an index whose keys are the device and the time"
        if templates
        else ""
    )
    return Sample(
        key.items(items), len(items), devices, key.device, key.time, key.index_name, keys=own, problem=problem
    )


def _table_keys(definition: Any) -> list[TableKey]:
    """The keys of a table and of its indexes, as DescribeTable returns them."""
    types = {one["AttributeName"]: one["AttributeType"] for one in definition["AttributeDefinitions"]}
    indexes = [
        *definition.get("LocalSecondaryIndexes", ()),
        *definition.get("GlobalSecondaryIndexes", ()),
    ]
    keys: list[TableKey] = []
    projected: set[str] = set()
    for one in (definition, *indexes):
        names = {key["KeyType"]: key["AttributeName"] for key in one["KeySchema"]}
        device, time, projection = names["HASH"], names.get("RANGE"), one.get("Projection", {})
        if not keys:
            projected = {*names.values()}  # an index has the keys of its table
        attributes = projected | {*names.values()} | {*projection.get("NonKeyAttributes", ())}
        has_all = projection.get("ProjectionType", "ALL") == "ALL"
        keys.append(
            TableKey(
                device,
                time,
                one.get("IndexName"),
                None if has_all else frozenset(attributes),
                is_text=types[device] == "S",
            )
        )
    return keys


def _no_key(keys: Sequence[TableKey]) -> str:
    named = [
        f"{f'the index {key.index_name}' if key.index_name else 'the table'} has {key.device}"
        + (f" and {key.time}" if key.time else " alone")
        for key in keys
    ]
    return (
        "the readers need a partition key of type S with the device, and a sort key with the time; "
        f"{', '.join(named)}, and no record has a time there. "
        "Add an index with both, or look at more records with --records"
    )


def cosmos_sample(
    endpoint: str, database: str, container: str, *, key: str | None, authority: str | None, most: int
) -> Sample:
    """The newest items by their last change. Raises Failure."""
    from azure.core.exceptions import AzureError

    from crosstwin.readers.hot_stores.cosmos import CosmosWriter

    place = f"Cosmos DB container {container}"
    with _reported(place, AzureError):
        try:
            found = CosmosWriter(endpoint, database, container, key, authority=authority).container()
        except binascii.Error as error:
            raise Failure(f"{place}: the key is not base64") from error
        paths: list[str] = found.read()["partitionKey"]["paths"]
        items = list(
            found.query_items(
                f"SELECT TOP {int(most)} * FROM c ORDER BY c._ts DESC",  # noqa: S608 - an integer
                enable_cross_partition_query=True,
            )
        )

    def devices(device: str, _: str) -> Iterator[str]:
        with _reported(place, AzureError):
            yield from device_names.of_container(found, device)

    return Sample(items, len(items), devices, levels=tuple(fields_of(one) for one in paths))


def firestore_sample(
    project: str, database: str, collection: str, *, client: Any, most: int, is_group: bool = False
) -> Sample:
    """Of one collection, or of a collection group: those of all devices, or of one name. Raises Failure."""
    from google.api_core.exceptions import GoogleAPIError
    from google.auth.exceptions import GoogleAuthError
    from google.cloud.firestore import Client

    place = f"Firestore collection {collection}"
    with _reported(place, GoogleAPIError, GoogleAuthError):
        client = client or Client(project=project, database=database)
        in_group = is_group or DEVICE in collection
        name = collection.rpartition("/")[2]
        query = client.collection_group(name) if in_group else client.collection(collection)
        documents = list(query.limit(most).stream())
    read = len(documents)
    if DEVICE in collection:  # other collections can have the same name
        documents = [one for one in documents if is_in(collection, one.reference.path)]
    items = [document.to_dict() or {} for document in documents]
    found = DevicePath(collection) if is_group else device_path(collection, items)
    if (level := found.level) is not None:
        for document, fields in zip(documents, items, strict=True):
            fields[CROSSTWIN.device] = document.reference.path.split("/")[level]

    def devices(device: str, time: str) -> Iterator[str]:
        with _reported(place, GoogleAPIError, GoogleAuthError):
            yield from device_names.of_collection(
                client, found.collection, device, time if is_group else None
            )

    return Sample(
        items,
        read,
        devices,
        None if level is None else CROSSTWIN.device,
        problem=found.problem,
        collection=found.collection,
        note=found.note,
    )


@contextmanager
def _reported(place: str, *errors: type[Exception]) -> Iterator[None]:
    """Raises Failure for the errors of a cloud's SDK."""
    try:
        yield
    except errors as error:
        raise Failure(f"{place}: {explained(error)}") from error
