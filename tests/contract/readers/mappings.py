"""Record forms of existing hot stores that the readers' contract is run over, each on a store of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Existing:
    """A store and the form of its records: the section `records`. `key_types`: DynamoDB's, N or S.

    `nightly`: what another one covers as well, so that it runs with `make nightly` only. `is_group`: records
    are in several collections of that name.
    """

    cloud: str
    records: Mapping[str, str]
    key_types: str = "SS"
    collection: str = "telemetry"
    nightly: bool = True
    is_group: bool = False


EXISTING = {
    "aws-rule": Existing(
        "aws",
        {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds", "values": "payload"},
        key_types="SN",
        nightly=False,
    ),
    "aws-single-table": Existing(
        "aws",
        {"device": "PK", "device_format": "DEVICE#{device}", "time": "SK", "time_template": "READING#{time}"},
    ),
    "aws-digits": Existing("aws", {"device": "device", "time": "ms", "time_format": "epoch_milliseconds"}),
    "aws-templated-digits": Existing(
        "aws",
        {"time": "SK", "time_template": "AT#{time}#v1", "time_format": "epoch_nanoseconds"},
    ),
    "aws-nanoseconds": Existing("aws", {"time": "ns", "time_format": "epoch_nanoseconds"}, key_types="SN"),
    "aws-spaces": Existing("aws", {"time": "at", "time_separator": " ", "time_zone": "utc"}),
    "aws-device-id": Existing("aws", {"device": "device_id", "time": "timestamp"}),
    "aws-index": Existing(
        "aws",
        {
            "device": "deviceId",
            "time": "us",
            "time_format": "epoch_microseconds",
            "index_name": "by-device",
        },
        key_types="SN",
    ),
    "azure-iot-hub": Existing(
        "azure",
        {
            "device": "SystemProperties.iothub-connection-device-id",
            "time": "SystemProperties.iothub-enqueuedtime",
            "values": "Body",
        },
    ),
    "azure-epoch": Existing(
        "azure", {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds"}, nightly=False
    ),
    "azure-digits": Existing(
        "azure",
        {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds", "time_type": "string"},
    ),
    "azure-templated-digits": Existing(
        "azure", {"time": "at", "time_template": "AT#{time}#v1", "time_format": "epoch_nanoseconds"}
    ),
    "azure-nanoseconds": Existing("azure", {"time": "ns", "time_format": "epoch_nanoseconds"}),
    "azure-body": Existing(
        "azure",
        {
            "device": "Body.device",
            "time": "Body.at",
            "time_format": "epoch_microseconds",
            "values": "Body",
        },
    ),
    "azure-periods": Existing(
        "azure",
        {
            "device": "deviceId",
            "time": "at",
            "partition_key": "{device}-{YYYY}",  # of months, the last 25 are read: too few for fixed times
            "partition_key_paths": ["/partition"],
        },
    ),
    "azure-levels": Existing(
        "azure",
        {
            "device": "deviceId",
            "time": "at",
            "time_format": "epoch_milliseconds",
            "partition_key": ["{device}", "{YYYY}"],
            "partition_key_paths": ["/deviceId", "/year"],
        },
    ),
    "gcp-subcollection": Existing(
        "gcp",
        {"time": "meta.at", "time_format": "timestamp", "values": "reading-1.values"},
        collection="devices/{device}/telemetry",
        nightly=False,
    ),
    "gcp-group": Existing(
        "gcp",
        {"device": "deviceId", "time": "at", "time_format": "timestamp"},
        is_group=True,
    ),
    "gcp-epoch": Existing(
        "gcp", {"device": "meta.device", "time": "meta.s", "time_format": "epoch_milliseconds"}
    ),
    "gcp-digits": Existing("gcp", {"time": "ns", "time_format": "epoch_nanoseconds", "time_type": "string"}),
    "gcp-nanoseconds": Existing(
        "gcp", {"time": "reading.ns", "time_format": "epoch_nanoseconds", "values": "reading"}
    ),
    "gcp-device-id": Existing("gcp", {"device": "device_id", "time": "timestamp"}),
    "azure-device-id": Existing("azure", {"device": "device_id", "time": "timestamp"}),
}
