"""The hot table: one record for each device and time, to which several events may add."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, DecimalException
from typing import TYPE_CHECKING, Any, Literal

import boto3
from boto3.dynamodb.types import TypeSerializer
from botocore.config import Config
from hotread.record import DEVICE_FIELD, ID_FIELD

from twin_persister.errors import ConflictingEvent, InvalidEvent

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = Mapping[str, Any]  # {"<name>": {"N": "900"}, …}
Outcome = Literal["stored", "merged", "stored before"]

_CONFIG = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})
_SERIALIZER = TypeSerializer()
# An expression has 4 KB and 300 operators and functions at most.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
_MERGED_AT_ONCE = 100


def connect() -> DynamoDBClient:
    """A client that gives up well within a Lambda's time."""
    return boto3.client("dynamodb", config=_CONFIG)


class HotTable:
    """One DynamoDB table, by the low-level client."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table_name = table_name

    def store(self, record: Mapping[str, Any]) -> Outcome:
        """Writes the record, or adds its properties to the one that has its device and time.

        "stored before": all of it is there already, as after a retry.
        Raises InvalidEvent naming a property that DynamoDB cannot hold, ConflictingEvent where a property has
        another value there (then nothing is written), or botocore's errors.
        """
        item = {name: _attribute(value, name) for name, value in record.items()}
        key = {name: item.pop(name) for name in (DEVICE_FIELD, ID_FIELD)}
        stored = self._put({**key, **item})
        if stored is None:
            return "stored"
        outcome: Outcome = "stored before"
        while missing := _missing(item, stored, record):
            # One round, unless another event of this device and time comes in between, or there are more
            # properties than one expression takes: then a conflict that arises meanwhile leaves some merged.
            properties = {name: item[name] for name in missing[:_MERGED_AT_ONCE]}
            stored_meanwhile = self._merge(key, properties)
            if stored_meanwhile is None:
                outcome = "merged"
            stored = stored_meanwhile or {**stored, **properties}
        return outcome

    def _put(self, item: Item) -> Item | None:
        """None, or the item that has its key already, which stays."""
        try:
            self._client.put_item(
                TableName=self._table_name,
                Item=item,
                ConditionExpression="attribute_not_exists(#id)",
                ExpressionAttributeNames={"#id": ID_FIELD},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            return _stored(error)
        return None

    def _merge(self, key: Item, properties: Item) -> Item | None:
        """None, or the item as it is, if it has one of the properties by now."""
        names = {f"#{number}": name for number, name in enumerate(properties)}
        try:
            self._client.update_item(
                TableName=self._table_name,
                Key=key,
                UpdateExpression="SET " + ", ".join(f"{name} = :{name[1:]}" for name in names),
                ConditionExpression=" AND ".join(f"attribute_not_exists({name})" for name in names),
                ExpressionAttributeNames=names,
                ExpressionAttributeValues={
                    f":{number}": value for number, value in enumerate(properties.values())
                },
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            return _stored(error)
        return None


def _stored(error: Any) -> Item:
    # botocore's stubs know the fields of all errors, not those of this one.
    item: Item = error.response["Item"]
    return item


def _missing(item: Item, stored: Item, record: Mapping[str, Any]) -> list[str]:
    """The properties that the stored item lacks. Raises ConflictingEvent where it has others."""
    different = [name for name in item if name in stored and not _same(item[name], stored[name])]
    if different:
        raise ConflictingEvent(
            f"device {record[DEVICE_FIELD]} has another record at {record[ID_FIELD]}, which stays; "
            f"they differ in {', '.join(sorted(different))}"
        )
    return [name for name in item if name not in stored]


def _same(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    return _comparable(first) == _comparable(second)


def _comparable(attribute: Mapping[str, Any]) -> tuple[str, Any]:
    """The attribute's type and value, its numbers as such: 900 and 900.0 are the same one, 1 and true not."""
    ((kind, value),) = attribute.items()
    if kind == "N":
        return kind, Decimal(value)
    if kind == "L":
        return kind, [_comparable(item) for item in value]
    if kind == "M":
        return kind, {name: _comparable(item) for name, item in value.items()}
    return kind, value


def _attribute(value: Any, name: str) -> Any:
    """DynamoDB's typed form of a value."""
    try:
        return _SERIALIZER.serialize(value)
    except (TypeError, DecimalException):
        raise InvalidEvent(
            f"{name}: not a value that DynamoDB holds; a number has 38 digits at most and is between "
            "1E-130 and 9.9E+125"
        ) from None
