"""The hot table, written to once for each device and time.

On ministack: dynalite does not hand back the record that stood in the way.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from twin_persister.errors import ConflictingEvent, InvalidEvent
from twin_persister.table import HotTable

from tests.contract.functions.processors.conftest import TABLE, Layer2

ID = "2026-01-15T10:30:00.000000000Z"


@pytest.fixture
def table(layer_2: Layer2) -> HotTable:
    return HotTable(layer_2.aws.client("dynamodb"), TABLE)


def test_the_same_record_twice_is_one_row(table: HotTable, layer_2: Layer2, device: str) -> None:
    record = {"iotDeviceId": device, "id": ID, "torque": Decimal("900.0"), "list": [1, {"x": True}]}
    assert table.store(record) == "stored"
    assert table.store(record | {"torque": Decimal("900")}) == "stored before"
    assert layer_2.stored(device) == [
        {
            "iotDeviceId": {"S": device},
            "id": {"S": ID},
            "torque": {"N": layer_2.stored(device)[0]["torque"]["N"]},
            "list": {"L": [{"N": "1"}, {"M": {"x": {"BOOL": True}}}]},
        }
    ]
    assert Decimal(layer_2.stored(device)[0]["torque"]["N"]) == 900


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"rpm": 901}, "rpm"),
        ({"rpm": True}, "rpm"),
        ({"rpm": 901, "torque": 5}, "rpm"),
        ({"rpm": 0, "limits": [2]}, "limits, rpm"),
    ],
)
def test_another_record_at_the_same_time_is_refused_and_replaces_nothing(
    table: HotTable, layer_2: Layer2, device: str, change: dict[str, Any], names: str
) -> None:
    record = {"iotDeviceId": device, "id": ID, "rpm": 1, "limits": [1]}
    table.store(record)
    before = layer_2.stored(device)
    with pytest.raises(ConflictingEvent) as raised:
        table.store(record | change)
    assert str(raised.value) == (
        f"device {device} has another record at {ID}, which stays; they differ in {names}"
    )
    assert layer_2.stored(device) == before


def test_events_of_one_time_with_different_properties_are_one_record(
    table: HotTable, layer_2: Layer2, device: str
) -> None:
    record = {"iotDeviceId": device, "id": ID}
    assert table.store(record | {"rpm": 900}) == "stored"
    assert table.store(record | {"running": True}) == "merged"
    # What is there already may come along, if it is equal.
    assert table.store(record | {"rpm": Decimal("900.0"), "a.b": "x", "#é": [1]}) == "merged"
    assert table.store(record | {"running": True, "rpm": 900}) == "stored before"
    assert layer_2.stored(device) == [
        {
            "iotDeviceId": {"S": device},
            "id": {"S": ID},
            "rpm": {"N": "900"},
            "running": {"BOOL": True},
            "a.b": {"S": "x"},
            "#é": {"L": [{"N": "1"}]},
        }
    ]


def test_more_properties_than_one_expression_takes_are_merged(
    table: HotTable, layer_2: Layer2, device: str
) -> None:
    key = {"iotDeviceId": device, "id": ID}
    table.store(key | {"first": 1})
    many = {f"property-{number}": number for number in range(250)}
    assert table.store(key | many) == "merged"
    assert table.store(key | many) == "stored before"
    (item,) = layer_2.stored(device)
    assert len(item) == 253


def test_events_of_one_time_that_come_at_once_lose_nothing(
    table: HotTable, layer_2: Layer2, device: str
) -> None:
    key = {"iotDeviceId": device, "id": ID}
    events = [key | {f"p{number}": number, "all": "same"} for number in range(12)]
    with ThreadPoolExecutor(12) as threads:
        outcomes = list(threads.map(table.store, events))
    assert Counter(outcomes) == {"stored": 1, "merged": 11}
    (item,) = layer_2.stored(device)
    assert item == {
        "iotDeviceId": {"S": device},
        "id": {"S": ID},
        "all": {"S": "same"},
        **{f"p{number}": {"N": str(number)} for number in range(12)},
    }


def test_of_values_for_one_property_that_come_at_once_one_is_stored(
    table: HotTable, layer_2: Layer2, device: str
) -> None:
    """Whichever is first; the others are conflicts, and leave none of their properties behind."""
    key = {"iotDeviceId": device, "id": ID}
    table.store(key | {"running": True})

    def store(number: int) -> bool:
        try:
            table.store(key | {"rpm": number, f"p{number}": number})
        except ConflictingEvent:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        stored = list(threads.map(store, range(8)))
    assert stored.count(True) == 1
    winner = str(stored.index(True))
    (item,) = layer_2.stored(device)
    assert item == {
        "iotDeviceId": {"S": device},
        "id": {"S": ID},
        "running": {"BOOL": True},
        "rpm": {"N": winner},
        f"p{winner}": {"N": winner},
    }


@pytest.mark.parametrize("number", [Decimal("1E200"), Decimal("0." + "1" * 39), Decimal("NaN")])
def test_a_number_that_dynamodb_does_not_hold_is_refused_by_name(
    table: HotTable, device: str, number: Decimal
) -> None:
    with pytest.raises(InvalidEvent, match=r"^rpm: not a value that DynamoDB holds"):
        table.store({"iotDeviceId": device, "id": ID, "rpm": number})


@pytest.mark.parametrize("arrived", [{"rpm": 1}, {"rpm": 2}, {"speed": 5}])
def test_an_event_that_comes_between_looking_and_merging_is_not_overwritten(
    table: HotTable, layer_2: Layer2, device: str, monkeypatch: pytest.MonkeyPatch, arrived: dict[str, int]
) -> None:
    key = {"iotDeviceId": device, "id": ID}
    table.store(key | {"running": True})
    merge = HotTable._merge
    calls = iter(["interrupted"])

    def interrupted(self: HotTable, *arguments: Any) -> Any:
        if next(calls, None):
            assert table.store(key | arrived) == "merged"
        return merge(self, *arguments)

    monkeypatch.setattr(HotTable, "_merge", interrupted)
    event = key | {"rpm": 1, "on": True}
    if arrived == {"rpm": 2}:
        with pytest.raises(ConflictingEvent, match="they differ in rpm"):
            table.store(event)
    else:
        assert table.store(event) == "merged"
    (item,) = layer_2.stored(device)
    assert {name: item[name]["N"] for name in arrived} == {name: str(n) for name, n in arrived.items()}
    assert ("on" in item) == (arrived != {"rpm": 2})
