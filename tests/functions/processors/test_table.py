"""The hot table, written to once for each device and time.

On ministack: dynalite does not hand back the record that stood in the way.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from twin_persister.errors import ConflictingEvent, InvalidEvent
from twin_persister.table import HotTable

from tests.functions.processors.conftest import TABLE, Layer2

ID = "2026-01-15T10:30:00.000000000Z"


@pytest.fixture
def table(layer_2: Layer2) -> HotTable:
    return HotTable(layer_2.aws.client("dynamodb"), TABLE)


def test_the_same_record_twice_is_one_row(table: HotTable, layer_2: Layer2, device: str) -> None:
    record = {"iotDeviceId": device, "id": ID, "torque": Decimal("900.0"), "list": [1, {"x": True}]}
    assert table.store(record) is True
    assert table.store(record | {"torque": Decimal("900")}) is False
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
        ({"torque": 5}, "torque"),
        ({"rpm": 0, "torque": 5}, "rpm, torque"),
    ],
)
def test_another_record_at_the_same_time_is_refused_and_replaces_nothing(
    table: HotTable, layer_2: Layer2, device: str, change: dict[str, Any], names: str
) -> None:
    record = {"iotDeviceId": device, "id": ID, "rpm": 1}
    table.store(record)
    with pytest.raises(ConflictingEvent) as raised:
        table.store(record | change)
    assert str(raised.value) == (
        f"device {device} has another record at {ID}, which stays; they differ in {names}"
    )
    assert [item["rpm"] for item in layer_2.stored(device)] == [{"N": "1"}]


@pytest.mark.parametrize("number", [Decimal("1E200"), Decimal("0." + "1" * 39), Decimal("NaN")])
def test_a_number_that_dynamodb_does_not_hold_is_refused_by_name(
    table: HotTable, device: str, number: Decimal
) -> None:
    with pytest.raises(InvalidEvent, match=r"^rpm: not a value that DynamoDB holds"):
        table.store({"iotDeviceId": device, "id": ID, "rpm": number})
