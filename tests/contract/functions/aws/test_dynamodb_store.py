"""What the AWS hot readers ask of DynamoDB, and what they make of its answers."""

from __future__ import annotations

import base64
import json
import time
import uuid
from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer
from crosstwin_contract.values import Caller
from hotread.answer import history, last_entry
from hotread.errors import InvalidStoredRecord, StoreThrottled
from hotread.position import next_token
from hotread_aws.attributes import parse_answer, plain_record
from hotread_aws.store import DynamoDBStore
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contract.functions import bounded_query
from tests.contract.functions.aws.conftest import TABLE, Recorded
from tests.contract.functions.aws.scripted_dynamodb import refused, scripted_dynamodb
from tests.contract.functions.newest_record import newest_record
from tests.dynalite import readers_client

HOUR = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}


def device_with(recorded: Recorded, rows: list[dict[str, Any]]) -> str:
    device = f"device-{uuid.uuid4().hex[:8]}"
    recorded.put({"iotDeviceId": device, **row} for row in rows)
    return device


def test_queries_dynamodb_correctly(recorded: Recorded) -> None:
    device = device_with(recorded, [{"id": "2026-01-15T10:30:00Z", "n": 1, "other": 2}])
    history(recorded.store, {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR}, Caller.HTTP)
    (query,) = recorded.queries
    assert query == {
        "TableName": TABLE,
        "KeyConditionExpression": "#device = :device AND #id BETWEEN :first AND :last",
        "ProjectionExpression": "#id, #p0",
        "ExpressionAttributeNames": {"#device": "iotDeviceId", "#id": "id", "#p0": "n"},
        "ExpressionAttributeValues": {
            ":device": {"S": device},
            ":first": {"S": "2026-01-15T10:00:00"},
            ":last": {"S": "2026-01-15T11:00:00~"},
        },
        "ScanIndexForward": True,
    }


def test_the_newest_entry_is_a_descending_query_of_limit_2(recorded: Recorded) -> None:
    device = device_with(recorded, [{"id": f"2026-01-15T10:3{n}:00Z", "n": n} for n in range(3)])
    answer = last_entry(recorded.store, {"iotDeviceId": device, "selectedProperties": ["n"]}, Caller.HTTP)
    assert answer["propertyValues"]["n"]["propertyValue"] == {"IntegerValue": 2}
    (query,) = recorded.queries
    assert (query["ScanIndexForward"], query["Limit"]) == (False, 2)


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
def test_dynamodb_pagination(recorded: Recorded, order: str) -> None:
    # DynamoDB ends a page at 1 MB: ten rows of 300 kB are four pages of the store in one answer.
    rows = [{"id": f"2026-01-15T10:0{n}:00Z", "n": n, "pad": "x" * 300_000} for n in range(10)]
    device = device_with(recorded, rows)
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], "orderByTime": order, **HOUR}
    (entry,) = history(recorded.store, payload, Caller.HTTP)["propertyValues"]
    found = [item["value"]["IntegerValue"] for item in entry["values"]]
    assert found == sorted(range(10), reverse=order == "DESCENDING")
    assert len(recorded.queries) >= 3
    assert [query["ExclusiveStartKey"]["iotDeviceId"]["S"] for query in recorded.queries[1:]] == [device] * (
        len(recorded.queries) - 1
    )


def test_numbers_come_back_as_what_they_were(recorded: Recorded) -> None:
    numbers = {"whole": 7, "negative": -7, "tenth": 0.1, "large": 1e30, "small": 1.5e-7, "long": 2**53 + 1}
    device = device_with(recorded, [{"id": "2026-01-15T10:30:00Z", **numbers}])
    record = newest_record(recorded.store, device, list(numbers))
    assert record is not None
    assert {name: record[name] for name in numbers} == numbers
    assert [type(record[name]) for name in ("whole", "tenth", "long")] == [int, float, int]


def test_nested_values_come_back_plain(recorded: Recorded) -> None:
    value = {"list": [1, "a", None, {"x": True}], "empty": []}
    device = device_with(recorded, [])
    # By another writer than ours, which takes no null in a list.
    item = {"iotDeviceId": device, "id": "2026-01-15T10:30:00Z", "value": value}
    recorded.client.put_item(TableName=TABLE, Item=TypeSerializer().serialize(item)["M"])
    record = newest_record(recorded.store, device, ["value"])
    assert record is not None
    assert record["value"] == value


def test_a_page_of_more_rows_than_dynamodb_can_count(recorded: Recorded) -> None:
    device = device_with(recorded, [{"id": "2026-01-15T10:30:00Z", "n": 1}])
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], "maxResults": 10**30, **HOUR}
    (entry,) = history(recorded.store, payload, Caller.HTTP)["propertyValues"]
    assert len(entry["values"]) == 1
    assert recorded.queries[0]["Limit"] == 2**31 - 1


@pytest.mark.parametrize(("order", "beyond"), [("ASCENDING", "2030"), ("DESCENDING", "2020")])
def test_a_token_from_beyond_the_range_is_no_failure(recorded: Recorded, order: str, beyond: str) -> None:
    device = device_with(recorded, [{"id": "2026-01-15T10:30:00Z", "n": 1}])
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], "orderByTime": order, **HOUR}
    token = next_token(f"{beyond}-01-01T00:00:00Z")
    (entry,) = history(recorded.store, {**payload, "nextToken": token}, Caller.HTTP)["propertyValues"]
    assert entry["values"] == []


def test_a_set_comes_back_as_a_list_and_its_numbers_as_numbers(recorded: Recorded) -> None:
    item = {"iotDeviceId": {"S": "sets"}, "id": {"S": "2026-01-15T10:30:00Z"}}
    sets = {"numbers": {"NS": ["1", "2.5"]}, "texts": {"SS": ["a", "b"]}}
    recorded.client.put_item(TableName=TABLE, Item=item | sets)
    record = newest_record(recorded.store, "sets", list(sets))
    assert record is not None
    assert sorted(record["numbers"]) == [1, 2.5]
    assert sorted(record["texts"]) == ["a", "b"]


def test_bytes_stay_bytes_and_are_no_telemetry(recorded: Recorded) -> None:
    item = {"iotDeviceId": {"S": "bytes"}, "id": {"S": "2026-01-15T10:30:00Z"}}
    recorded.client.put_item(
        TableName=TABLE, Item=item | {"one": {"B": b"\x00\xff"}, "set": {"BS": [b"\x01"]}}
    )
    record = newest_record(recorded.store, "bytes", ["one", "set"])
    assert record is not None
    assert (record["one"], record["set"]) == (b"\x00\xff", [b"\x01"])
    for name in ("one", "set"):
        with pytest.raises(InvalidStoredRecord, match="bytes"):
            last_entry(recorded.store, {"iotDeviceId": "bytes", "selectedProperties": [name]}, Caller.HTTP)


def test_a_property_and_its_latest_are_both_answered(recorded: Recorded) -> None:
    device = device_with(recorded, [{"id": "2026-01-15T10:30:00Z", "n": 5}])
    payload = {"iotDeviceId": device, "selectedProperties": ["n", "nLatest"]}
    found = last_entry(recorded.store, payload, Caller.HTTP)["propertyValues"]
    assert [entry["propertyValue"] for entry in found.values()] == [{"IntegerValue": 5}] * 2


def test_many_properties_are_read_without_a_projection(recorded: Recorded) -> None:
    names = [f"p{n}" for n in range(150)]
    device = device_with(recorded, [{"id": "2026-01-15T10:30:00Z", "p149": 5}])
    answer = last_entry(recorded.store, {"iotDeviceId": device, "selectedProperties": names}, Caller.HTTP)
    assert list(answer["propertyValues"]) == ["p149"]
    assert "ProjectionExpression" not in recorded.queries[0]


@pytest.mark.parametrize(
    "code", ["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"]
)
def test_a_throttling_table_is_reported_as_such(code: str) -> None:
    with scripted_dynamodb() as failing:
        failing.will(refused(code))
        store = DynamoDBStore(readers_client(failing.url), TABLE)
        started = time.perf_counter()
        with pytest.raises(StoreThrottled):
            newest_record(store, "d", ["n"])
    assert time.perf_counter() - started < 10  # two attempts, where the SDK alone makes ten


def test_a_query_ends_with_its_time_and_goes_on_where_it_can(recorded: Recorded) -> None:
    bounded_query.check(recorded.store, recorded.put)


ATTRIBUTES: Any = st.recursive(
    st.text(max_size=5)
    | st.integers(-(10**30), 10**30)
    | st.decimals(-(10**20), 10**20, places=3)
    | st.sampled_from([Decimal("0E-3"), Decimal("1.50"), Decimal("1E+20"), Decimal("-0"), 2**63, -(2**63)])
    | st.booleans()
    | st.none()
    | st.binary(min_size=1, max_size=5)
    | st.sets(st.binary(min_size=1, max_size=3), min_size=1, max_size=3)
    | st.sets(st.integers(-999, 999), min_size=1, max_size=3)
    | st.sets(st.text(min_size=1, max_size=3), min_size=1, max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60)
@given(item=st.dictionaries(st.text(min_size=1, max_size=5), ATTRIBUTES, max_size=5))
def test_a_record_is_what_boto3_makes_of_the_item(item: dict[str, Any]) -> None:
    stored = {name: TypeSerializer().serialize(value) for name, value in item.items()}
    slow = {name: as_readers_have_it(TypeDeserializer().deserialize(value)) for name, value in stored.items()}
    fast = plain_record(json.loads(as_json(stored)))
    # Sets have no order, and boto3 keeps none.
    assert repr(in_order(fast)) == repr(in_order(slow))


# Attributes with the names of kinds and of an answer's own fields, and strings that look like attributes.
NAMES = st.sampled_from(["S", "N", "BOOL", "M", "L", "LastEvaluatedKey", "Items", "a", '"', "\\"])
LOOKALIKES = st.sampled_from(["5", '{"N":"5"}', '{"S":"x', "{", '"}', "LastEvaluatedKey", "\\", "🌡"])
KEYS = st.dictionaries(NAMES, st.integers(-(10**37), 10**37) | LOOKALIKES, min_size=1, max_size=2)


@settings(max_examples=300)
@given(
    items=st.lists(
        st.dictionaries(NAMES, ATTRIBUTES | LOOKALIKES | st.dictionaries(NAMES, LOOKALIKES), max_size=4),
        max_size=4,
    ),
    key=st.none() | KEYS,
    key_first=st.booleans(),
    separators=st.sampled_from([(",", ":"), (", ", ": ")]),
)
def test_an_answer_is_what_its_items_are_one_by_one_and_its_key_is_left_as_it_came(
    items: list[dict[str, Any]],
    key: dict[str, Any] | None,
    key_first: bool,
    separators: tuple[str, str],
) -> None:
    answer: dict[str, Any] = {"Count": len(items)}
    for name in ("LastEvaluatedKey", "Items") if key_first else ("Items", "LastEvaluatedKey"):
        if name == "Items":
            answer[name] = [TypeSerializer().serialize(item)["M"] for item in items]
        elif key is not None:
            answer[name] = TypeSerializer().serialize(key)["M"]
    body = as_json(answer, separators).encode()
    slow = json.loads(body)
    slow["Items"] = [plain_record(item) for item in slow["Items"]]
    assert repr(parse_answer(body)) == repr(slow)


def as_json(value: Any, separators: tuple[str, str] | None = None) -> str:
    return json.dumps(value, separators=separators, default=lambda data: base64.b64encode(data).decode())


def as_readers_have_it(value: Any) -> Any:
    if isinstance(value, Decimal):
        whole = -(2**63) <= value < 2**63 and value == value.to_integral_value()
        return int(value) if whole else float(value)
    if isinstance(value, Binary):
        return bytes(value)  # type: ignore[call-overload]  # its stub has no __bytes__
    if isinstance(value, dict):
        return {name: as_readers_have_it(item) for name, item in value.items()}
    if isinstance(value, set | list):
        return [as_readers_have_it(item) for item in value]
    return value


def in_order(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: in_order(item) for name, item in value.items()}
    return sorted(map(in_order, value), key=repr) if isinstance(value, list) else value
