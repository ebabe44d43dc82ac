"""The section `records` of twin.yaml, and records as stores return them."""

from __future__ import annotations

import json
from typing import Any

from crosstwin_contract.partitions import partition_of
from crosstwin_contract.records import RecordMapping, at, object_of, path
from crosstwin_contract.times import is_stored_id
from crosstwin_contract.writing import stored_record
from hotread.errors import InvalidStoredRecord
from hotread.mapped import MappedRecords
from hotread.record import ID_FIELD
from hotread.store import InvalidTime
from hotread_aws.attributes import parse_answer, plain_record

from benchmarks.fuzz.parsers.target import Target, nested, seeds, text_of, value_of

_RECORD = {"iotDeviceId": "pump-7", "id": "2026-01-15T10:30:00.5Z", "n": 1, "x": {"y": [1.5]}}


def _mapping(data: bytes) -> None:
    for settings in (text_of(data), value_of(data)):
        try:
            mapping = RecordMapping.parse(settings)
        except ValueError as error:
            str(error).encode("utf-8", "surrogatepass")
            continue
        partition_of(mapping, "pump-7", _RECORD["id"])  # type: ignore[arg-type]
        for are_paths in (False, True):
            try:
                stored = stored_record(_RECORD, mapping, nested_keys=are_paths)
            except ValueError:
                continue
            records = MappedRecords(mapping, nested_keys=are_paths)
            assert at(
                stored, path(mapping.device) if are_paths else (mapping.device,)
            ) == mapping.device_value("pump-7")
            (found,) = records.records([stored], "pump-7")
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
            (found,) = records.records([json.loads(json.dumps(value))], "pump-7")
        except InvalidStoredRecord:
            continue
        assert found["iotDeviceId"] == "pump-7"
        assert is_stored_id(found[ID_FIELD]) or isinstance(found[ID_FIELD], InvalidTime)


def _dynamodb(data: bytes) -> None:
    """The quick way through DynamoDB's answer has the same records as the plain one."""
    items = value_of(data)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return
    answer = {"Items": [{name: _attribute(value) for name, value in item.items()} for item in items]}
    if items:
        answer["LastEvaluatedKey"] = answer["Items"][0]
    for text in (json.dumps(answer), json.dumps(answer, separators=(",", ":"), ensure_ascii=False)):
        body = text.encode("utf-8", "replace")
        plain = json.loads(body)
        found = parse_answer(body)
        assert repr(found["Items"]) == repr([*map(plain_record, plain["Items"])])
        assert found.get("LastEvaluatedKey") == plain.get("LastEvaluatedKey")


def _attribute(value: Any) -> dict[str, Any]:
    """As DynamoDB spells it; of a number at most 38 digits."""
    if value is None or isinstance(value, bool):
        return {"NULL": True} if value is None else {"BOOL": value}
    if isinstance(value, int | float):
        number = str(value)
        return {"N": number if len(number) <= 38 and number[-1].isdigit() else "0"}
    if isinstance(value, list):
        return {"L": [*map(_attribute, value)]}
    if isinstance(value, dict):
        return {"M": {name: _attribute(item) for name, item in value.items()}}
    return {"S": value}


_SECTION: dict[str, Any] = {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds"}
TARGETS = {
    "record mapping": Target(
        _mapping,
        [
            *seeds(
                _SECTION,
                {**_SECTION, "values": "reading", "device_format": "device#{device}", "time_type": "S"},
                {"time": "a.b", "time_separator": " ", "time_zone": "utc", "time_template": "R#{time}"},
                {"partition_key": "{device}-{YYYY}-{MM}", "partition_key_paths": ["/partition"]},
                {"partition_key": ["{device}", "{YYYY}"], "partition_key_paths": ["/device", "/year"]},
                {"time_format": "timestamp", "index_name": "by-time", "table_keys": ["pk", "sk"]},
                {"time_separator": "2026-01-15T10:30:00pc"},
                {"table_keys": 5},
                {"table_keys": [None]},
                {"time_zone": ["utc"]},
            ),
            nested("[", "]", 20000).encode(),
        ],
    ),
    "answer of DynamoDB": Target(
        _dynamodb,
        seeds(
            [{"S": "x", "N": "5", "BOOL": {"S": 5, "M": True}}, {"n": 1.5, "t": '{"S":"x"}'}],
            [{"S": {"S": {"S": "x"}}, "L": [{"N": "1"}, 1e20, -0.5, None]}],
            [{"LastEvaluatedKey": "LastEvaluatedKey", "M": {"N": 5}}],
            [{"N": "1"}, {"S": ""}, {"BOOL": True}, {"NULL": None}],
        ),
    ),
    "stored item": Target(
        _item,
        seeds(
            {"id": "2026-01-15T10:30:00Z", "n": 1},
            {"sys": {"ts": 1768473000000}, "reading": {"values": {"n": 1.5}}},
            {"ts": 1768473000, "body": '{"n": [1, {"a": 1e400}]}'},
            {"ts": "READING#2026-01-15T10:30:00Z", "body": "eyJuIjogMX0="},
            {"ts": "READING5}}}#2026-01-15T10:30:00.5od/="},
            {"ts": 1768473000, "body": nested("[", "]", 20_000)},
        ),
    ),
}
