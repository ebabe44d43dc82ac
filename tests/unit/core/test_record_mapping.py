"""The form of existing records: what a mapping takes, and what it makes of records in both directions."""

from __future__ import annotations

import base64
import copy
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from crosstwin_contract.partitions import partition_of
from crosstwin_contract.records import CROSSTWIN, RecordMapping, object_of
from crosstwin_contract.writing import stored_record
from hotread.errors import InvalidStoredRecord
from hotread.mapped import MappedRecords, mapping_from_environment
from hotread.record import NAME_FIELD
from hotread.store import InvalidTime

RECORD = {"iotDeviceId": "pump-7", "id": "2026-01-15T10:30:00.5Z", "rpm": 900}
IOT_HUB = {
    "device": "SystemProperties.iothub-connection-device-id",
    "time": "SystemProperties.iothub-enqueuedtime",
    "values": "Body",
}


def test_a_record_is_written_and_read_back_in_the_form_of_the_mapping() -> None:
    mapping = RecordMapping.parse(IOT_HUB)
    stored = stored_record(RECORD, mapping, nested_keys=True)
    assert stored == {
        "SystemProperties": {
            "iothub-connection-device-id": "pump-7",
            "iothub-enqueuedtime": "2026-01-15T10:30:00.5Z",
        },
        "Body": {"rpm": 900},
    }
    assert MappedRecords(mapping, nested_keys=True).records([stored], "pump-7") == [RECORD]


@pytest.mark.parametrize("settings", [None, "", "{}", {}, {"device": None}])
def test_nothing_given_is_crosstwins_own_form(settings: Any) -> None:
    assert RecordMapping.parse(settings) == CROSSTWIN
    assert stored_record(RECORD, CROSSTWIN, nested_keys=True) == RECORD


def test_a_body_can_be_an_object_json_or_json_in_base64() -> None:
    body = {"rpm": 900}
    text = json.dumps(body)
    for value in (body, text, base64.b64encode(text.encode()).decode(), text.encode()):
        assert object_of(value) == body
    for value in ("", "warm", "WyJhIl0=", b"\xff", 7, ["a"], '{"a":' + "[" * 100_000 + "]" * 100_000 + "}"):
        assert object_of(value) is None


def test_values_that_are_no_map_are_an_error_and_values_that_are_absent_are_none() -> None:
    records = MappedRecords(RecordMapping.parse({"values": "Body"}), nested_keys=True)
    item = {"iotDeviceId": "pump-7", "id": RECORD["id"]}
    assert records.records([{**item}], "pump-7") == [item]
    with pytest.raises(InvalidStoredRecord, match=r"device 'pump-7' at 2026-01-15T10:30:00.5Z: Body is not"):
        records.records([{**item, "Body": "warm"}], "pump-7")


def test_a_time_that_is_not_one_is_kept_for_the_message() -> None:
    records = MappedRecords(
        RecordMapping.parse({"time": "ts", "time_format": "epoch_milliseconds"}), nested_keys=True
    )
    found = records.records([{"ts": "yesterday"}], "pump-7")[0]["id"]
    assert found == InvalidTime("ts", "yesterday", "a number of milliseconds since 1970 (from 1982 on)")


@pytest.mark.parametrize(
    ("settings", "value", "fits"),
    [
        ({"time_format": "epoch_milliseconds"}, 1768473000, "time_format: epoch_seconds"),
        ({"time_format": "epoch_milliseconds"}, 1768473000.5, "time_format: epoch_seconds"),
        ({"time_format": "epoch_seconds"}, 1768473000500, "time_format: epoch_milliseconds"),
        (
            {"time_format": "epoch_seconds"},
            Decimal("1768473000500000000"),
            "time_format: epoch_nanoseconds",
        ),
        (
            {"time_format": "epoch_milliseconds"},
            "1768473000",
            "time_format: epoch_seconds, time_type: string",
        ),
        (
            {"time_format": "epoch_milliseconds"},
            "2026-01-15 10:30:00",
            "time_format: iso8601, time_separator: ' ', time_zone: utc",
        ),
        ({}, "1768473000500", "time_format: epoch_milliseconds, time_type: string"),
        ({}, 1768473000500, "time_format: epoch_milliseconds"),
        ({}, datetime(2026, 1, 15, tzinfo=UTC), "time_format: timestamp"),
        ({"time_format": "timestamp"}, "2026-01-15T10:30:00Z", "time_format: iso8601"),
        ({}, "AT#1768473000", "time_format: epoch_seconds, time_template: AT#{time}"),
        ({}, "yesterday", ""),
        ({}, "2026-13-15T10:30:00Z", ""),
        ({"time_format": "epoch_seconds"}, 5, ""),
        ({"time_format": "epoch_seconds"}, 20468, ""),
        ({"time_format": "epoch_seconds"}, True, ""),
        ({"time_format": "epoch_seconds"}, float("nan"), ""),
        ({"time_format": "epoch_seconds"}, None, ""),
    ],
)
def test_a_time_of_another_form_is_known_with_the_keys_that_describe_it(
    settings: Any, value: Any, fits: str
) -> None:
    records = MappedRecords(RecordMapping.parse({"time": "ts", **settings}), nested_keys=True)
    found = records.records([{"ts": value}], "pump-7")[0]["id"]
    assert isinstance(found, InvalidTime)
    assert found.fits == fits


def test_the_type_of_a_key_is_not_among_the_keys_that_describe_a_time_in_dynamodb() -> None:
    settings = {"time": "ts", "time_format": "epoch_seconds", "time_type": "S"}
    records = MappedRecords(RecordMapping.parse(settings), nested_keys=False)
    assert records.records([{"ts": "1768473000500"}], "a")[0]["id"].fits == "time_format: epoch_milliseconds"


def test_a_time_among_the_values_is_not_a_property() -> None:
    mapping = RecordMapping.parse({"values": "Body", "time": "Body.ts", "time_format": "epoch_milliseconds"})
    records = MappedRecords(mapping, nested_keys=True)
    stored = stored_record(RECORD, mapping, nested_keys=True)
    assert stored == {"iotDeviceId": "pump-7", "Body": {"ts": 1768473000500, "rpm": 900}}
    assert records.records([stored], "pump-7") == [RECORD]


@pytest.mark.parametrize(
    "settings", [{}, {"values": "Body"}, {"time": "Body.at"}, {"time": "Body.at", "values": "Body"}]
)
def test_many_items_become_the_records_that_each_becomes(settings: Any) -> None:
    mapping = RecordMapping.parse({"time": "ts", "time_format": "epoch_milliseconds", **settings})
    records = MappedRecords(mapping, nested_keys=True)
    body = {"at": 1768473000500, "rpm": 900}
    items: list[dict[str, Any]] = [
        {"ts": 1768473000500, "rpm": 900, "Body": body},
        {"ts": 1768473000, "id": "other", "Body": {**body, "at": "yesterday"}},
        {"rpm": 900, "Body": json.dumps(body)},
        {"ts": None, "Body": {}},
        {"ts": 1768473000500.5},
    ]
    names = ["first", "second", "third", "", "fifth"]
    found = records.records(copy.deepcopy(items), "pump-7", names=names)
    each = [
        records.records(copy.deepcopy([item]), "pump-7", names=[name])[0]
        for item, name in zip(items, names, strict=True)
    ]
    assert found == each
    assert [record[NAME_FIELD] for record in found] == names


def test_a_synthetic_partition_key_has_the_device_and_the_period() -> None:
    mapping = RecordMapping.parse({"device_format": "D#{device}", "partition_key": "{device}-{YYYY}-{MM}"})
    assert partition_of(mapping, "pump-7", RECORD["id"]) == ("D#pump-7-2026-01",)
    assert partition_of(mapping, "{MM}", RECORD["id"]) == ("D#{MM}-2026-01",)


def test_each_level_of_a_hierarchical_partition_key_has_its_part() -> None:
    mapping = RecordMapping.parse({"partition_key": ["{device}", "telemetry", "{YYYY}-{MM}"]})
    assert partition_of(mapping, "pump-7", RECORD["id"]) == ("pump-7", "telemetry", "2026-01")


def test_a_property_under_the_name_of_a_key_is_refused_where_it_is_written() -> None:
    mapping = RecordMapping.parse({"device": "rpm"})
    with pytest.raises(ValueError, match="rpm is the name of a property"):
        stored_record(RECORD, mapping, nested_keys=True)


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"devise": "d"}, "devise: not a key of records"),
        ({"device": ""}, "device: expected a non-empty string"),
        ({"device": 7}, "device: expected a non-empty string"),
        ({"device_format": "DEVICE#"}, "device_format: expected {device} once"),
        ({"device_format": "{device}{device}"}, "device_format: expected {device} once"),
        ({"device_format": "{device}-{MM}"}, "device_format: {MM} is not one of"),
        ({"partition_key": "{device}-{mm}"}, "partition_key: {mm} is not one of {device}, {YYYY}"),
        ({"partition_key": "{device}-{MM}"}, "partition_key: {MM} needs {YYYY} in the key as well"),
        ({"partition_key": "{device}-{YYYY}-{DD}"}, "partition_key: {DD} needs {MM} in the key as well"),
        ({"partition_key": "{HH}-{device}-{MM}-{DD}"}, "partition_key: {HH} needs {YYYY} in the key as well"),
        ({"partition_key": ["{device}", "{MM}"]}, "partition_key: {MM} needs {YYYY} in the key as well"),
        ({"partition_key": ["telemetry", "{YYYY}"]}, "partition_key: expected {device} once"),
        ({"partition_key": ["{device}", ""]}, "partition_key: expected a list of non-empty strings"),
        ({"partition_key": ["{device}", "a", "b", "c"]}, "partition_key: a hierarchical key has up to 3"),
        ({"partition_key": 7}, "partition_key: expected a list of non-empty strings"),
        ("[]", "expected an object"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_by_its_key(settings: Any, fault: str) -> None:
    with pytest.raises(ValueError, match=fault.replace("{", r"\{").replace("}", r"\}")):
        RecordMapping.parse(settings)


def test_a_function_with_a_faulty_setting_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOT_STORE_RECORDS", '{"time_format": "epoch"}')
    with pytest.raises(OSError, match=r"HOT_STORE_RECORDS: time_format: 'epoch' is not one of"):
        mapping_from_environment()
