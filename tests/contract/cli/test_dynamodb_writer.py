"""The DynamoDB writer against dynalite, a DynamoDB on this machine."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from crosstwin.clouds.aws_options import client_options
from crosstwin.errors import Failure
from crosstwin.local.aws import create_hot_table
from crosstwin.local.process import free_port
from crosstwin.readers.hot_stores import dynamodb
from crosstwin.readers.hot_stores.dynamodb import DynamoDBWriter
from tests.dynalite import DYNALITE, running_dynalite

pytestmark = pytest.mark.skipif(DYNALITE is None, reason="dynalite is not installed: npm ci")


@pytest.fixture(scope="module")
def endpoint_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_dynalite(tmp_path_factory.mktemp("dynalite")) as endpoint_url:
        yield endpoint_url


@pytest.fixture
def table(client: Any) -> str:
    """An empty table. Each test has its own: deleting one takes half a second."""
    name = f"records-{uuid.uuid4()}"
    create_hot_table(client, name)
    while client.describe_table(TableName=name)["Table"]["TableStatus"] != "ACTIVE":
        time.sleep(0.01)
    return name


@pytest.fixture(scope="module")
def client(endpoint_url: str) -> Any:
    return boto3.client("dynamodb", **client_options("eu-central-1", endpoint_url))


def record(number: int, **values: Any) -> dict[str, Any]:
    return {"iotDeviceId": "d", "id": f"2026-01-15T10:30:{number // 1000:02}.{number % 1000:03}Z", **values}


def items(client: Any, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.scan(TableName=table)["Items"]
    return sorted(found, key=lambda item: str(item["id"]["S"]))


def test_records_of_every_type_are_stored(client: Any, table: str, endpoint_url: str) -> None:
    values = {"t": 21.5, "n": 7, "on": False, "s": "", "none": None, "l": [1, [True]], "m": {"a": "b"}}
    DynamoDBWriter(table, "eu-central-1", endpoint_url).put([record(0, **values)])
    (item,) = items(client, table)
    del item["iotDeviceId"], item["id"]
    assert item == {
        "t": {"N": "21.5"},
        "n": {"N": "7"},
        "on": {"BOOL": False},
        "s": {"S": ""},
        "l": {"L": [{"N": "1"}, {"L": [{"BOOL": True}]}]},
        "m": {"M": {"a": {"S": "b"}}},
    }


@pytest.mark.parametrize(
    "number",
    [0.1, 0.1 + 0.2, 1 / 3, -2.5e-7, 1e22, 123456789.123456789, 2**53 + 1.0, 2**63 - 1, -(2**63), 10**40],
)
def test_numbers_come_back_exactly(client: Any, table: str, endpoint_url: str, number: float) -> None:
    DynamoDBWriter(table, None, endpoint_url).put([record(0, x=number)])
    (item,) = items(client, table)
    stored = item["x"]["N"]
    assert (float if isinstance(number, float) else Decimal)(stored) == number


def test_more_than_a_batch_is_written_and_of_one_key_the_last_counts(client: Any, table: str) -> None:
    records = [record(n, x=n) for n in range(60)]
    again = [record(n, x=-n) for n in range(0, 60, 7)]
    DynamoDBWriter(table, client=client).put(iter([*records, *again, record(59, x=1), record(59, x=2)]))
    found = {int(item["id"]["S"][-4:-1]): int(item["x"]["N"]) for item in items(client, table)}
    assert found == {n: n for n in range(60)} | {n: -n for n in range(0, 60, 7)} | {59: 2}


class Hesitant:
    """Writes at most so many items a request and hands the rest back, as DynamoDB does when it throttles.

    The first call, it throttles as a whole.
    """

    def __init__(self, client: Any, most: int = 10) -> None:
        self.client = client
        self.most = most
        self.calls = 0

    def batch_write_item(self, *, RequestItems: dict[str, list[Any]]) -> dict[str, Any]:  # noqa: N803 - boto3's
        self.calls += 1
        if self.calls == 1:
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "BatchWriteItem")
        ((table, requests),) = RequestItems.items()
        if self.most:
            self.client.batch_write_item(RequestItems={table: requests[: self.most]})
        rest = requests[self.most :]
        return {"UnprocessedItems": {table: rest} if rest else {}}


@pytest.fixture
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dynamodb, "_FIRST_WAIT_SECONDS", 0.0001)


@pytest.mark.usefixtures("_no_waiting")
def test_what_was_not_processed_is_written_again(client: Any, table: str) -> None:
    hesitant: Any = Hesitant(client)
    DynamoDBWriter(table, client=hesitant).put([record(n, x=n) for n in range(50)])
    assert len(items(client, table)) == 50
    assert hesitant.calls == 7


@pytest.mark.usefixtures("_no_waiting")
def test_throttling_without_an_end_is_a_failure(client: Any, table: str) -> None:
    hesitant: Any = Hesitant(client, most=0)
    with pytest.raises(Failure, match="throttled; 3 records of a batch were not written in 8 attempts"):
        DynamoDBWriter(table, client=hesitant).put([record(n) for n in range(3)])
    assert hesitant.calls == dynamodb.MOST_ATTEMPTS


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        1e200,
        1e126,
        1e-131,
        10**38 + 1,
        object(),
        b"x",
        {1},
        [1, None],
        {"a": None},
    ],
)
def test_what_cannot_be_stored_is_refused_by_its_place(client: Any, table: str, value: Any) -> None:
    with pytest.raises(Failure, match=r"^device d at 2026-01-15T10:30:00\.001Z, property x: "):
        DynamoDBWriter(table, client=client).put([record(0, x=1), record(1, x=value)])
    assert items(client, table) == []


def test_a_missing_table_and_a_missing_endpoint_are_reported(client: Any) -> None:
    with pytest.raises(Failure, match=r"^DynamoDB table nothing: ResourceNotFoundException"):
        DynamoDBWriter("nothing", client=client).put([record(0)])
    nowhere = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(
        Failure, match=f'^DynamoDB table x: Could not connect to the endpoint URL: "{nowhere}/"'
    ):
        DynamoDBWriter("x", "eu-central-1", nowhere).put([record(0)])


def test_nothing_to_write_asks_nobody() -> None:
    DynamoDBWriter("x", "eu-central-1", "http://127.0.0.1:1").put([])


def test_an_emulator_never_gets_real_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    from crosstwin.clouds.aws_options import client_options

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "real")
    assert client_options("eu-west-1", "http://127.0.0.1:1")["aws_access_key_id"] == "test"
    assert client_options(None, "http://127.0.0.1:1")["region_name"]
    assert "aws_access_key_id" not in client_options("eu-west-1", "https://vpce.example.com")
    assert (
        json.dumps(client_options("eu-west-1", None)) == '{"region_name": "eu-west-1", "endpoint_url": null}'
    )
