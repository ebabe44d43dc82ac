"""Writes telemetry into a DynamoDB table: Crosstwin's own records, or those of a mapping."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Mapping
from decimal import Context, Decimal, DecimalException
from typing import TYPE_CHECKING, Any

import boto3
from boto3.dynamodb.types import TypeSerializer
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from crosstwin_contract.records import CROSSTWIN, RecordMapping
from crosstwin_contract.writing import fits_dynamodb

from crosstwin.clouds.aws_options import client_options
from crosstwin.clouds.sign_in import explained
from crosstwin.errors import Failure
from crosstwin.readers.hot_stores.records import TelemetryRecord, batches, converted

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
MOST_IN_A_BATCH = 25
MOST_ATTEMPTS = 8  # the waits between them add up to 13 s at most
_FIRST_WAIT_SECONDS = 0.1
_THROTTLED = ("ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException")
_DIGITS = 38  # of a number attribute
_NUMBERS = "DynamoDB holds numbers of 38 digits between 1E-130 and 9.9E+125"
_ANY_DIGITS = Context(prec=200)  # more than a number that it holds has before its point
_SERIALIZER = TypeSerializer()
_CONFIG = Config(connect_timeout=5, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 3})


class DynamoDBWriter:
    """Puts records into one table. `client` takes the place of `region` and `endpoint_url`."""

    def __init__(
        self,
        table_name: str,
        region: str | None = None,
        endpoint_url: str | None = None,
        *,
        client: DynamoDBClient | None = None,
        mapping: RecordMapping = CROSSTWIN,
    ) -> None:
        if mapping.index_name is not None:
            raise Failure(
                f"DynamoDB table {table_name}: nothing can be written to an index, and twin.yaml does not "
                "have the keys of the table: write with the program that fills it"
            )
        self._mapping = mapping
        self._table_name = table_name
        self._given_client = client
        self._options = client_options(region, endpoint_url)

    def put(self, records: Iterable[TelemetryRecord]) -> None:
        """Writes all records; one with the device and id of an earlier one replaces it.

        Raises Failure for a value that DynamoDB cannot hold (before its batch is written), and when
        the table refuses or throttles for too long; batches that were written before stay written.
        """
        try:
            client = self._client()
            for batch in batches(records, MOST_IN_A_BATCH, self._time):
                items = [converted(record, "aws", _attribute, self._mapping) for record in batch]
                self._write(client, [{"PutRequest": {"Item": item}} for item in items])
        except ClientError as error:
            fault = error.response.get("Error", {})
            reason = f"{fault.get('Code', 'error')}: {fault.get('Message', '')}".rstrip(": ")
            raise Failure(f"DynamoDB table {self._table_name}: {reason}") from error
        except BotoCoreError as error:
            raise Failure(f"DynamoDB table {self._table_name}: {explained(error)}") from error

    def _time(self, record: TelemetryRecord) -> Any:
        """The sort key: of what is finer than its unit, a device has one record."""
        return self._mapping.times.value_of(record["id"])

    def _client(self) -> DynamoDBClient:
        if self._given_client is None:
            self._given_client = boto3.client("dynamodb", config=_CONFIG, **self._options)
        return self._given_client

    def _write(self, client: DynamoDBClient, requests: list[Any]) -> None:
        for attempt in range(MOST_ATTEMPTS):
            if attempt:
                # Full jitter: writers that were throttled together do not come back together.
                time.sleep(random.uniform(0.5, 1) * _FIRST_WAIT_SECONDS * 2 ** (attempt - 1))  # noqa: S311
            try:
                answer = client.batch_write_item(RequestItems={self._table_name: requests})
            except ClientError as error:
                # Where none of a batch could be written, DynamoDB raises instead of handing it back.
                if error.response.get("Error", {}).get("Code") not in _THROTTLED:
                    raise
                continue
            requests = list(answer.get("UnprocessedItems", {}).get(self._table_name, []))
            if not requests:
                return
        raise Failure(
            f"DynamoDB table {self._table_name}: throttled; {len(requests)} records of a batch "
            f"were not written in {MOST_ATTEMPTS} attempts"
        )


def key_type(table_name: str, key: str, region: str | None, endpoint_url: str | None) -> str:
    """S or N. Raises Failure where the table cannot be looked at, or has no such key."""
    client = boto3.client("dynamodb", config=_CONFIG, **client_options(region, endpoint_url))
    try:
        attributes = client.describe_table(TableName=table_name)["Table"]["AttributeDefinitions"]
    except (BotoCoreError, ClientError) as error:
        raise Failure(f"DynamoDB table {table_name}: {explained(error)}") from error
    found = next((one["AttributeType"] for one in attributes if one["AttributeName"] == key), None)
    if found is None:
        raise Failure(f"DynamoDB table {table_name} has no key {key}")
    return found


def _attribute(value: Any) -> Any:
    try:
        return _SERIALIZER.serialize(_exact(value))
    except DecimalException:
        raise ValueError(_NUMBERS) from None


def _exact(value: Any) -> Any:
    """The value, its numbers as DynamoDB holds them. A float's shortest text reads back as the same float."""
    if isinstance(value, list):
        return [_exact(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _exact(item) for key, item in value.items()}
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    # From the text: a float's exact binary expansion has more digits than DynamoDB's 38.
    number = Decimal(str(value))
    if not fits_dynamodb(number):
        raise ValueError(_NUMBERS)
    return number if len(number.as_tuple().digits) <= _DIGITS else number.normalize(_ANY_DIGITS)
