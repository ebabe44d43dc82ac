"""Telemetry records on their way into a hot store, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from crosstwin_contract.record_fields import RECORD_FIELDS
from crosstwin_contract.records import CROSSTWIN, RecordMapping
from crosstwin_contract.store_names import unstorable
from crosstwin_contract.writing import check_value, stored_record

from crosstwin.errors import Failure

TelemetryRecord = Mapping[str, Any]  # {"iotDeviceId": …, "id": …, "<property>": value}


def batches(
    records: Iterable[TelemetryRecord], most: int, name: Callable[[TelemetryRecord], Hashable]
) -> Iterator[list[TelemetryRecord]]:
    """Batches of at most `most`, without two records of one device that the store keeps under one name.

    Of those, the later one counts.
    """
    remaining = iter(records)
    while taken := list(islice(remaining, most)):
        yield list({(record["iotDeviceId"], name(record)): record for record in taken}.values())


def converted(
    record: TelemetryRecord,
    cloud: str,
    convert: Callable[[Any], Any],
    mapping: RecordMapping = CROSSTWIN,
) -> dict[str, Any]:
    """The record in the form of the mapping, with each value as the cloud's store takes it.

    A property without a value is left out.
    Raises Failure naming device, time and property, where no telemetry can be stored under its name, where
    readers could not answer its value, or where `convert` raises ValueError.
    """
    fields = {}
    for name, value in record.items():
        if value is not None:
            try:
                if name not in RECORD_FIELDS and (reason := unstorable(name, cloud)):
                    raise ValueError(reason)
                check_value(value)
                fields[name] = convert(value)
            except ValueError as error:
                where = f"device {record['iotDeviceId']} at {record['id']}, property {name}"
                raise Failure(f"{where}: {error}") from None
    if mapping is CROSSTWIN:
        return fields
    try:
        stored = stored_record({name: record[name] for name in fields}, mapping, nested_keys=cloud != "aws")
    except ValueError as error:
        raise Failure(f"device {record['iotDeviceId']} at {record['id']}: {error}") from None
    return {name: convert(value) for name, value in stored.items()}
