"""twin.yaml: the form of the records in an existing hot store."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from crosstwin.errors import TwinFileError
from crosstwin.twin import deployment
from crosstwin.twin.deployment import Deployment

SECTIONS: dict[str, dict[str, Any]] = {
    "aws": {"region": "eu-central-1", "existing_hot_store": {"table_name": "telemetry"}},
    "azure": {
        "location": "westeurope",
        "subscription_id": "00000000-0000-0000-0000-000000000000",
        "existing_hot_store": {
            "resource_group_name": "plant",
            "account_name": "plant-db",
            "database_name": "plant",
            "container_name": "readings",
        },
    },
    "gcp": {
        "project": "plant-prod",
        "region": "europe-west1",
        "existing_hot_store": {"database": "(default)", "collection": "readings"},
    },
}


def parsed(cloud: str, records: Any, **store: Any) -> Deployment:
    section = SECTIONS[cloud]
    existing = {**section["existing_hot_store"], **store, "records": records}
    data = {
        "digital_twin_name": "factory",
        "providers": {
            "layer_3_hot_provider": cloud,
            "layer_4_provider": "aws",
            "layer_5_provider": "aws",
        },
        "devices": [{"id": "pump-7", "properties": {"rpm": "integer"}}],
        **({} if cloud == "aws" else {"aws": {"region": "eu-central-1"}}),
        cloud: {**section, "existing_hot_store": existing},
    }
    return deployment.parse(yaml.safe_dump(data), "twin.yaml")


@pytest.mark.parametrize(
    ("cloud", "records"),
    [
        (
            "aws",
            {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds", "values": "payload"},
        ),
        ("aws", {"device_format": "DEVICE#{device}", "time_template": "READING#{time}"}),
        ("aws", {"time_template": "READING#{time}", "time_format": "epoch_seconds"}),
        ("aws", {"index_name": "by-device"}),
        ("azure", {"device": "SystemProperties.iothub-connection-device-id", "values": "Body"}),
        ("azure", {"partition_key": "{device}-{YYYY}-{MM}"}),
        ("gcp", {"time": "at", "time_format": "timestamp"}),
        ("gcp", {"time_separator": " ", "time_zone": "utc"}),
    ],
)
def test_the_form_of_records_reaches_the_module(cloud: str, records: dict[str, str]) -> None:
    from crosstwin import clouds

    inputs = clouds.CLOUDS[cloud].inputs(parsed(cloud, records))
    assert inputs["existing_hot_store"]["records"] == records


@pytest.mark.parametrize(
    ("cloud", "records", "says"),
    [
        ("aws", {"time_format": "epoch"}, "time_format"),
        ("aws", {"time_format": "timestamp"}, "time_format"),
        ("azure", {"time_format": "timestamp"}, "time_format"),
        ("aws", {"partition_key": "{device}"}, "partition_key"),
        ("gcp", {"index_name": "by-device"}, "index_name"),
        ("aws", {"device_format": "DEVICE#"}, "device_format: expected {device} once"),
        ("aws", {"time_template": "READING#"}, "time_template: expected {time} once"),
        ("azure", {"time_template": "A#{time}", "time_format": "epoch_seconds"}, "stored as a string"),
        ("azure", {"partition_key": "{device}-{mm}"}, "partition_key: {mm} is not one of"),
        ("gcp", {"time_zone": "utc", "time_format": "timestamp"}, "of iso8601 only"),
        ("gcp", {"device": ""}, "device"),
    ],
)
def test_a_form_that_cannot_be_is_refused_where_it_is(cloud: str, records: Any, says: str) -> None:
    with pytest.raises(TwinFileError) as refused:
        parsed(cloud, records)
    assert f"{cloud}.existing_hot_store.records" in str(refused.value)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("collection", "says"),
    [
        ("devices/{device}", "is the path of a document"),
        ("devices//telemetry", "is not the name of a collection"),
        ("devices/../telemetry", "is not the name of a collection"),
        ("devices/{device}/__x__", "is not the name of a collection"),
        ("{device}/{device}/telemetry", "more than once"),
    ],
)
def test_a_path_that_is_no_collections_is_refused(collection: str, says: str) -> None:
    with pytest.raises(TwinFileError, match=says):
        parsed("gcp", {}, collection=collection)


def test_a_collection_of_each_device_is_a_path() -> None:
    found = parsed("gcp", {"time": "at"}, collection="devices/{device}/telemetry")
    assert found.gcp is not None
    assert found.gcp.existing_hot_store is not None
    assert found.gcp.existing_hot_store.collection == "devices/{device}/telemetry"
