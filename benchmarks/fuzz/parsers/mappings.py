"""The section `records` of twin.yaml, and records of such a form as stores return them."""

from __future__ import annotations

import json
from typing import Any

from crosstwin_contract.records import RecordMapping, at, object_of, path
from crosstwin_contract.times import is_stored_id
from hotread.errors import InvalidStoredRecord
from hotread.mapped import MappedRecords
from hotread.store import ID_FIELD, InvalidTime

from benchmarks.fuzz.parsers.target import Target, nested, seeds, text_of, value_of

_RECORD = {"iotDeviceId": "pump-7", "id": "2026-01-15T10:30:00.5Z", "n": 1, "x": {"y": [1.5]}}


def _mapping(data: bytes) -> None:
    for settings in (text_of(data), value_of(data)):
        try:
            mapping = RecordMapping.parse(settings)
        except ValueError as error:
            str(error).encode("utf-8", "surrogatepass")
            continue
        mapping.partition_of("pump-7", _RECORD["id"])  # type: ignore[arg-type]
        for are_paths in (False, True):
            try:
                stored = mapping.stored(_RECORD, nested_keys=are_paths)
            except ValueError:
                continue
            records = MappedRecords(mapping, nested_keys=are_paths)
            assert at(
                stored, path(mapping.device) if are_paths else (mapping.device,)
            ) == mapping.device_value("pump-7")
            found = records.record(stored, "pump-7")
            assert is_stored_id(found[ID_FIELD]), found


_MAPPINGS = [
    MappedRecords(RecordMapping.parse(settings), nested_keys=are_paths)
    for settings, are_paths in (
        (None, False),
        ({"values": "reading.values", "time": "sys.ts", "time_format": "epoch_milliseconds"}, True),
        ({"values": "body", "time": "ts", "time_format": "epoch_seconds"}, False),
        ({"time": "ts", "time_template": "READING#{time}"}, False),
        ({"time": "ts", "time_format": "timestamp"}, True),
    )
]


def _item(data: bytes) -> None:
    value = value_of(data)
    object_of(value)
    if not isinstance(value, dict):
        return
    for records in _MAPPINGS:
        try:
            found = records.record(json.loads(json.dumps(value)), "pump-7", has_device=True)
        except InvalidStoredRecord:
            continue
        assert found["iotDeviceId"] == "pump-7"
        assert is_stored_id(found[ID_FIELD]) or isinstance(found[ID_FIELD], InvalidTime)


_SECTION: dict[str, Any] = {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds"}
TARGETS = {
    "record mapping": Target(
        _mapping,
        seeds(
            _SECTION,
            {**_SECTION, "values": "reading", "device_format": "device#{device}", "time_type": "S"},
            {"time": "a.b", "time_separator": " ", "time_zone": "utc", "time_template": "R#{time}"},
            {"partition_key": "{device}-{YYYY}-{MM}", "partition_key_path": "/partition"},
            {"time_format": "timestamp", "index_name": "by-time", "table_keys": ["pk", "sk"]},
            {"time_separator": "2026-01-15T10:30:00pc"},
            {"table_keys": 5},
            {"table_keys": [None]},
            {"time_zone": ["utc"]},
        ),
    ),
    "stored item": Target(
        _item,
        seeds(
            {"id": "2026-01-15T10:30:00Z", "n": 1},
            {"sys": {"ts": 1768473000000}, "reading": {"values": {"n": 1.5}}},
            {"ts": 1768473000, "body": '{"n": [1, {"a": 1e400}]}'},
            {"ts": "READING#2026-01-15T10:30:00Z", "body": "eyJuIjogMX0="},
            {"ts": 1768473000, "body": nested("[", "]", 20_000)},
        ),
    ),
}
