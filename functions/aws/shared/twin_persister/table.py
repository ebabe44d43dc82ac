"""The hot table, written to once for each device and time."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, DecimalException
from typing import TYPE_CHECKING, Any

import boto3
from boto3.dynamodb.types import TypeSerializer
from botocore.config import Config
from hotread.store import DEVICE_FIELD, ID_FIELD

from twin_persister.errors import ConflictingEvent, InvalidEvent

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_CONFIG = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})
_SERIALIZER = TypeSerializer()


def connect() -> DynamoDBClient:
    """A client that gives up well within a Lambda's time."""
    return boto3.client("dynamodb", config=_CONFIG)


class HotTable:
    """One DynamoDB table, by the low-level client."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table_name = table_name

    def store(self, record: Mapping[str, Any]) -> bool:
        """Writes the record. False if the same one is there already, as after a retry.

        Raises InvalidEvent naming a property that DynamoDB cannot hold, ConflictingEvent if another record
        has its device and time (that one stays), or botocore's errors.
        """
        item = {name: _attribute(value, name) for name, value in record.items()}
        try:
            self._client.put_item(
                TableName=self._table_name,
                Item=item,
                ConditionExpression="attribute_not_exists(#id)",
                ExpressionAttributeNames={"#id": ID_FIELD},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            # botocore's stubs know the fields of all errors, not those of this one.
            stored: Mapping[str, Any] = error.response["Item"]  # type: ignore[typeddict-item]
            if different := _different(stored, item):
                raise ConflictingEvent(
                    f"device {record[DEVICE_FIELD]} has another record at {record[ID_FIELD]}, which stays; "
                    f"they differ in {', '.join(different)}"
                ) from None
            return False
        return True


def _different(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[str]:
    """The names under which two items do not have the same."""
    ours, theirs = _comparable({"M": first}), _comparable({"M": second})
    return sorted(name for name in first.keys() | second.keys() if ours[1].get(name) != theirs[1].get(name))


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
