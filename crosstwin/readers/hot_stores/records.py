"""Telemetry records on their way into a hot store, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from crosstwin.errors import Failure

TelemetryRecord = Mapping[str, Any]  # {"iotDeviceId": …, "id": …, "<property>": value}


def batches(records: Iterable[TelemetryRecord], most: int) -> Iterator[list[TelemetryRecord]]:
    """Batches of at most `most`, without two records of one key: the later one counts."""
    remaining = iter(records)
    while taken := list(islice(remaining, most)):
        yield list({(record["iotDeviceId"], record["id"]): record for record in taken}.values())


def converted(record: TelemetryRecord, convert: Callable[[Any], Any]) -> dict[str, Any]:
    """The record with each value as the store takes it; a property without a value is left out.

    Raises Failure naming device, time and property where `convert` raises ValueError.
    """
    fields = {}
    for name, value in record.items():
        if value is not None:
            try:
                fields[name] = convert(value)
            except ValueError as error:
                where = f"device {record['iotDeviceId']} at {record['id']}, property {name}"
                raise Failure(f"{where}: {error}") from None
    return fields
