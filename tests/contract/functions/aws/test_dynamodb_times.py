"""Tables whose times are numbers: DynamoDB's have 38 digits, and a bound can be between two of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from decimal import Context, Decimal
from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer
from crosstwin_contract.records import RecordMapping
from crosstwin_contract.values import Caller
from hotread.answer import history, last_entry
from hotread_aws.store import DynamoDBStore

from tests.contract.functions.aws.conftest import client
from tests.contract.readers.served import create_table
from tests.dynalite import readers_client

HOUR = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}
ORDERS = ["ASCENDING", "DESCENDING"]
START = 1768471200  # 2026-01-15T10:00:00Z
_ASKED = {"iotDeviceId": "pump-7", "selectedProperties": ["n"]}


class Table:
    """A table of one device, and a reader over it."""

    def __init__(self, url: str, time_format: str, key_type: str = "N") -> None:
        name = f"table-{uuid.uuid4().hex}"
        settings = {"device": "device", "time": "at", "time_format": time_format, "time_type": key_type}
        mapping = RecordMapping.parse(settings)
        self._client, self._name = client(url), name
        create_table(self._client, name, mapping, f"S{key_type}")
        self._client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
        self._store = DynamoDBStore(readers_client(url), name, mapping)

    def put(self, times: list[Any]) -> None:
        for number, at in enumerate(times):
            item = TypeSerializer().serialize({"device": "pump-7", "at": at, "n": number})["M"]
            self._client.put_item(TableName=self._name, Item=item)

    def pages(self, **payload: Any) -> Iterator[list[tuple[str, int]]]:
        token = None
        while True:
            answer = history(self._store, {**_ASKED, **HOUR, **payload, "nextToken": token}, Caller.HTTP)
            values = answer["propertyValues"][0]["values"]
            yield [(value["time"], value["value"]["IntegerValue"]) for value in values]
            token = answer.get("nextToken")
            if token is None:
                return

    def newest(self) -> Mapping[str, Any]:
        entry: Mapping[str, Any] = last_entry(self._store, _ASKED, Caller.HTTP)["propertyValues"]["n"]
        return entry


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_times_that_a_double_cannot_tell_apart_are_each_answered_once(
    endpoint_url: str, order: str, size: int
) -> None:
    table = Table(endpoint_url, "epoch_seconds")
    table.put([START + Decimal(f"0.1234567{n:02}") for n in range(10)])
    found = [row for page in table.pages(orderByTime=order, maxResults=size) for row in page]
    expected = [(f"2026-01-15T10:00:00.1234567{f'{n:02}'.rstrip('0')}Z", n) for n in range(10)]
    assert found == (expected if order == "ASCENDING" else expected[::-1])
    assert table.newest()["time"] == "2026-01-15T10:00:00.123456709Z"


@pytest.mark.parametrize("time_format", ["epoch_seconds", "epoch_milliseconds", "epoch_nanoseconds"])
def test_the_time_of_an_answer_is_within_a_range_that_ends_there(endpoint_url: str, time_format: str) -> None:
    """Also if the number is finer than a nanosecond, as the double of `Decimal(time.time())` is.

    It has up to 38 digits: rounded to fewer, it can be the next second.
    """
    units = {"epoch_seconds": 1, "epoch_milliseconds": 10**3, "epoch_nanoseconds": 10**9}[time_format]
    table = Table(endpoint_url, time_format)
    table.put(
        [
            Decimal(f"{START}.12345671653747558593750") * units,
            Decimal(f"{START}.{'9' * 28}").scaleb(len(str(units)) - 1, Context(38)),
            (START + 1) * units,
        ]
    )
    (page,) = table.pages()
    assert [n for _, n in page] == [0, 1, 2]
    for number, (time, _) in enumerate(page):
        (alone,) = table.pages(startTime=time, endTime=time)
        assert alone == [page[number]]


@pytest.mark.parametrize("key_type", ["S", "N"])
def test_a_range_between_two_milliseconds_is_empty(endpoint_url: str, key_type: str) -> None:
    table = Table(endpoint_url, "epoch_milliseconds", key_type)
    table.put([at if key_type == "N" else str(at) for at in range(START * 1000, START * 1000 + 3)])
    between = {"startTime": "2026-01-15T10:00:00.0011Z", "endTime": "2026-01-15T10:00:00.0019Z"}
    assert [*table.pages(**between)] == [[]]
    # The values around such a time are there: the search for one before it ends between two milliseconds.
    interpolation = {"interpolationType": "LINEAR", "intervalInSeconds": 1}
    assert [*table.pages(startTime="2026-01-15T10:00:00.0021Z", interpolation=interpolation)] == [[]]
