"""What writers of telemetry check, and how they store it. The readers on AWS do not have this module."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crosstwin_contract.record_fields import RECORD_FIELDS
from crosstwin_contract.records import RecordMapping, path
from crosstwin_contract.telemetry import (
    FITS,
    UnfitValueError,
    check_count,
    check_keys,
    described,
    elements,
    inferred_type,
)
from crosstwin_contract.values import DataType

EVENT_TIME = "time"  # the field of a device's event with its time, which becomes the record's id
# Of a number attribute of DynamoDB; boto3 lets a little more through.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
_SMALLEST, _LARGEST = Decimal("1E-130"), Decimal("9.9999999999999999999999999999999999999E+125")


def declared_type(declared: str | Mapping[str, Any]) -> DataType:
    """The type of a property as twin.yaml declares it: `"double"`, or `{"type": "list", "of": "double"}`."""
    if isinstance(declared, str):
        return DataType(declared.upper())
    of = declared.get("of")
    return DataType(declared["type"].upper(), None if of is None else declared_type(of))


def check_value(
    value: Any, declared: DataType | None = None, most_elements: int | None = None, depth: int = 0
) -> None:
    """Raises UnfitValueError where readers could not answer the value; the message names no value.

    That is where it does not fit its declared type, or, without one, has none: null within a list, bytes.
    NaN and infinity fit no type. `most_elements` is how many a list or map may have, `depth` how many lists
    and maps are around it.
    """
    data_type = declared.type if declared else inferred_type(value)
    nested = declared.nested if declared else None
    if data_type == "LIST":
        items = elements(value, list, data_type, depth)
    elif data_type == "MAP":
        items = elements(value, Mapping, data_type, depth).values()
        if "" in value:
            raise UnfitValueError("a map with an empty key")
        check_keys(value)
    elif FITS[data_type](value) is None:
        raise UnfitValueError(f"{described(value)} is not of type {data_type}")
    else:
        return
    if most_elements is not None:
        check_count(value, most_elements)
    for item in items:
        check_value(item, nested, most_elements, depth + 1)


def fits_dynamodb(number: Decimal) -> bool:
    """Whether DynamoDB holds numbers of this magnitude. The digits, of which it holds 38, are not counted."""
    return not number or _SMALLEST <= number.copy_abs() <= _LARGEST  # abs() rounds to 28 digits


def stored_record(record: Mapping[str, Any], mapping: RecordMapping, *, nested_keys: bool) -> dict[str, Any]:
    """A record `{"iotDeviceId", "id", "<property>": …}` in the form of the mapping.

    `nested_keys`: the names of device and time are paths. Raises ValueError where two of its fields meet.
    """
    device, time = RECORD_FIELDS
    values = {name: value for name, value in record.items() if name not in RECORD_FIELDS}
    stored: dict[str, Any] = {}
    if mapping.values is None:
        stored.update(values)
    else:
        put_at(stored, path(mapping.values), values)
    keys = {
        mapping.device: mapping.device_value(record[device]),
        mapping.time: mapping.times.value_of(record[time]),
    }
    for name, value in keys.items():
        put_at(stored, path(name) if nested_keys else (name,), value)
    return stored


def put_at(record: dict[str, Any], fields: tuple[str, ...], value: Any) -> None:
    """Raises ValueError where there is something at the path already."""
    *outer, last = fields
    for name in outer:
        record = record.setdefault(name, {})
        if not isinstance(record, dict):
            raise ValueError(f"{'.'.join(fields)} is below a value")
    if last in record:
        raise ValueError(f"{'.'.join(fields)} is the name of a property, and of the device, time or values")
    record[last] = value
