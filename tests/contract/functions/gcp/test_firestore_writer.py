"""What `put` writes into Firestore, and what it refuses."""

from __future__ import annotations

import math
import uuid
from decimal import Decimal
from typing import Any

import pytest
from google.api_core.exceptions import GoogleAPIError
from google.cloud.firestore import Client

from crosstwin.errors import Failure
from crosstwin.local import gcp
from crosstwin.readers.hot_stores.firestore import MOST_IN_A_BATCH, FirestoreWriter, document_name

TIME = "2026-01-15T10:30:00Z"


@pytest.fixture
def collection() -> str:
    return f"written-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def writer(client: Client, collection: str) -> FirestoreWriter:
    return FirestoreWriter(gcp.PROJECT, gcp.DATABASE, collection, client=client)


def stored(client: Client, collection: str) -> dict[str, dict[str, Any]]:
    return {document.id: document.to_dict() or {} for document in client.collection(collection).stream()}


@pytest.mark.parametrize(
    ("device", "name"),
    [
        ("pump-7", f"pump-7_{TIME}"),
        ("a/b", f"a%2Fb_{TIME}"),
        ("a%2Fb", f"a%252Fb_{TIME}"),
        ("Fühler №7", f"Fühler №7_{TIME}"),
        ("..", f".._{TIME}"),
    ],
)
def test_a_document_is_named_by_device_and_time(
    writer: FirestoreWriter, client: Client, collection: str, device: str, name: str
) -> None:
    record = {"iotDeviceId": device, "id": TIME, "a.b": 1.5}
    writer.put([record])
    assert document_name(record) == name
    assert stored(client, collection) == {name: record}


def test_values_are_stored_as_they_are(writer: FirestoreWriter, client: Client, collection: str) -> None:
    given = {"b": True, "i": 2**63 - 1, "f": 20.0, "d": Decimal("1.5"), "t": "", "none": None}
    nested = {"l": [1, {"x": Decimal("2"), "y": [True]}]}
    record = {"iotDeviceId": "d", "id": TIME}
    writer.put([{**record, **given, **nested}])
    ((_, found),) = stored(client, collection).items()
    assert found == {
        **record,
        "b": True,
        "i": 2**63 - 1,
        "f": 20.0,
        "d": 1.5,
        "t": "",
        "l": [1, {"x": 2.0, "y": [True]}],
    }
    assert isinstance(found["f"], float)


def test_a_record_replaces_an_earlier_one_of_its_device_and_time(
    writer: FirestoreWriter, client: Client, collection: str
) -> None:
    record = {"iotDeviceId": "d", "id": TIME}
    writer.put([{**record, "n": 1, "m": 1}, {**record, "n": 2}])
    writer.put([{**record, "n": 3}])
    assert list(stored(client, collection).values()) == [{**record, "n": 3}]


def test_more_records_than_a_batch_holds(writer: FirestoreWriter, client: Client, collection: str) -> None:
    count = MOST_IN_A_BATCH + 1
    writer.put({"iotDeviceId": f"device-{n}", "id": TIME} for n in range(count))
    assert len(stored(client, collection)) == count


@pytest.mark.parametrize("value", [math.nan, math.inf, Decimal("NaN"), 2**63, b"x", {"deep": [math.inf]}])
def test_what_is_no_telemetry_is_refused_by_name(writer: FirestoreWriter, value: Any) -> None:
    with pytest.raises(Failure, match=f"^device d at {TIME}, property n: "):
        writer.put([{"iotDeviceId": "d", "id": TIME, "n": value}])


@pytest.mark.parametrize(
    ("property_", "message"),
    [
        ({"__reserved__": 1}, "Firestore reserves names that begin and end with two underscores"),
        ({"m": {"a": [{"__x__": 1}]}}, "Firestore reserves the key '__x__'"),
        ({"l": [1, [2]]}, "Firestore holds no list within a list"),
    ],
)
def test_what_firestore_refuses_is_refused_by_name_before_anything_is_written(
    writer: FirestoreWriter, client: Client, collection: str, property_: dict[str, Any], message: str
) -> None:
    with pytest.raises(GoogleAPIError):  # Firestore's own word
        client.collection(collection).add(property_)
    with pytest.raises(Failure, match=f"^device d at {TIME}, property {next(iter(property_))}: {message}"):
        writer.put([{"iotDeviceId": "e", "id": TIME, "n": 1}, {"iotDeviceId": "d", "id": TIME, **property_}])
    assert stored(client, collection) == {}


@pytest.mark.parametrize("value", [[1, None, 3], {"lat": None}])
def test_null_in_a_list_or_map_is_refused_since_to_leave_it_out_would_shift_the_rest(
    writer: FirestoreWriter, client: Client, collection: str, value: Any
) -> None:
    with pytest.raises(Failure, match="property n: null has no TwinMaker data type"):
        writer.put([{"iotDeviceId": "d", "id": TIME, "n": value}])
    assert stored(client, collection) == {}
