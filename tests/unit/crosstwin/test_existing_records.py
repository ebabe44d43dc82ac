"""twin.yaml: the form of the records in an existing hot store."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from crosstwin.errors import Failure, TwinFileError
from crosstwin.readers.hot_stores import on_gcp
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
        ("azure", {"partition_key": ["{device}", "{YYYY}-{MM}"]}),
        ("gcp", {"time": "at", "time_format": "timestamp"}),
        ("gcp", {"time_separator": " ", "time_zone": "utc"}),
        ("gcp", {"time": "ts", "time_format": "epoch_seconds", "time_type": "string"}),
        ("azure", {"time_format": "epoch_milliseconds", "time_type": "string"}),
        ("azure", {"time_format": "epoch_milliseconds", "time_template": "AT#{time}"}),
        ("azure", {"time": "Body.ts", "values": "Body"}),
        ("aws", {"device": "a.", "time": "a..b"}),
    ],
)
def test_the_form_of_records_reaches_the_module(cloud: str, records: dict[str, Any]) -> None:
    from crosstwin import clouds

    inputs = clouds.CLOUDS[cloud].inputs(parsed(cloud, records).section(cloud))
    assert inputs["existing_hot_store"]["records"] == records


def test_a_synthetic_partition_key_reaches_the_module_as_the_only_level() -> None:
    from crosstwin import clouds

    twin = parsed("azure", {"partition_key": "{device}-{YYYY}"})
    inputs = clouds.CLOUDS["azure"].inputs(twin.section("azure"))
    assert inputs["existing_hot_store"]["records"] == {"partition_key": ["{device}-{YYYY}"]}


@pytest.mark.parametrize(
    ("cloud", "records", "says"),
    [
        ("aws", {"time_format": "epoch"}, "time_format"),
        ("aws", {"time_format": "epoch_second"}, "; did you mean epoch_seconds?"),
        ("gcp", {"time_format": "epoch_second"}, "; did you mean epoch_seconds?"),
        ("aws", {"time_format": "timestamp"}, "time_format"),
        ("azure", {"time_format": "timestamp"}, "time_format"),
        ("aws", {"partition_key": "{device}"}, "partition_key"),
        ("gcp", {"index_name": "by-device"}, "index_name"),
        ("aws", {"device_format": "DEVICE#"}, "device_format: expected {device} once"),
        ("aws", {"time_template": "READING#"}, "time_template: expected {time} once"),
        (
            "gcp",
            {"time_template": "A#{time}", "time_format": "timestamp"},
            "time_template: a timestamp is not",
        ),
        ("azure", {"partition_key": "{device}-{mm}"}, "partition_key: {mm} is not one of"),
        ("azure", {"partition_key": ["{device}", "{YYYY}", "{MM}", "x"]}, "partition_key: a hierarchical"),
        ("azure", {"partition_key": []}, "partition_key: empty"),
        ("azure", {"partition_key": 7}, "partition_key: 7 does not fit"),
        ("azure", {"partition_key": ["{device}", 7]}, "partition_key[1]: 7 is a number, not text"),
        (
            "gcp",
            {"time_zone": "utc", "time_format": "timestamp"},
            "time_zone: only times of iso8601 have one",
        ),
        ("gcp", {"device": ""}, "device"),
        ("aws", {"device": "id"}, "device: the device and the time are both in 'id'"),
        ("azure", {"time": "iotDeviceId"}, "time: the device and the time are both in 'iotDeviceId'"),
        ("gcp", {"device": "a.b", "time": "a.b"}, "time: the device and the time are both in 'a.b'"),
        ("azure", {"device": "a", "time": "a.ts"}, "time: 'a.ts' is below 'a', which is the device"),
        ("azure", {"device": "a.d", "time": "a"}, "device: 'a.d' is below 'a', which is the time"),
        ("gcp", {"time": "ts", "values": "ts"}, "values: 'ts' is not beside 'ts', which is the time"),
        ("aws", {"time": "ts", "values": "ts.x"}, "values: 'ts.x' is not beside 'ts', which is the time"),
        ("azure", {"values": "iotDeviceId"}, "values: 'iotDeviceId' is not beside 'iotDeviceId'"),
        ("azure", {"device": "d."}, "device: 'd.' has nothing before, after or between its dots"),
        ("gcp", {"time": "a..b"}, "time: 'a..b' has nothing before, after or between its dots"),
        ("aws", {"values": ".a"}, "values: '.a' has nothing before, after or between its dots"),
        ("gcp", {"device": "__d__"}, "device: Firestore reserves '__d__'"),
        ("gcp", {"time": "meta.__t__"}, "time: Firestore reserves '__t__'"),
        ("gcp", {"values": "__values__"}, "values: Firestore reserves '__values__'"),
        ("azure", {"device": "_rid"}, "device: Cosmos DB has a field of its own under _rid"),
        ("azure", {"time": "_ts"}, "time: Cosmos DB has a field of its own under _ts"),
        ("azure", {"time_format": "epoch_seconds"}, "time: the id of an item is a string"),
        ("azure", {"time": "ts", "time_type": "string"}, "time_type: only a time_format epoch_… has one"),
        ("aws", {"time": "ts", "time_type": "string"}, "time_type: unknown key"),
    ],
)
def test_a_form_that_cannot_be_is_refused_once_where_it_is(cloud: str, records: Any, says: str) -> None:
    with pytest.raises(TwinFileError) as refused:
        parsed(cloud, records)
    (problem,) = refused.value.problems
    assert problem.line is not None
    assert f"{cloud}.existing_hot_store.records." in str(problem)
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


@pytest.mark.parametrize(
    ("store", "records", "says"),
    [
        (
            {"collection": "plants/north/telemetry", "collection_group": True},
            {},
            "existing_hot_store.collection: with collection_group: true, expected the name of collections",
        ),
        (
            {"collection": "devices/{device}/telemetry", "collection_group": True},
            {},
            "existing_hot_store.collection: with collection_group: true, expected the name of collections",
        ),
        (
            {"collection": "devices/{device}/telemetry"},
            {"device_format": "plant/{device}"},
            "records.device_format makes 'plant/{device}' of it, which cannot be a part of a path",
        ),
        (
            {"collection": "devices/{device}/telemetry"},
            {"device_format": "__{device}__"},
            "records.device_format makes '__{device}__' of it, which cannot be a part of a path",
        ),
    ],
)
def test_a_collection_that_no_query_can_name_is_refused(store: Any, records: Any, says: str) -> None:
    with pytest.raises(TwinFileError, match=says.replace("{", r"\{")):
        parsed("gcp", records, **store)


def test_a_collection_group_is_a_name() -> None:
    found = parsed("gcp", {"time": "at"}, collection="telemetry", collection_group=True)
    assert found.gcp is not None
    assert found.gcp.existing_hot_store is not None
    assert found.gcp.existing_hot_store.collection_group
    with pytest.raises(Failure, match="collection group telemetry: nothing can be written to it"):
        on_gcp.deployed(found)


def test_a_collection_of_each_device_is_a_path() -> None:
    found = parsed("gcp", {"time": "at"}, collection="devices/{device}/telemetry")
    assert found.gcp is not None
    assert found.gcp.existing_hot_store is not None
    assert found.gcp.existing_hot_store.collection == "devices/{device}/telemetry"
