"""One twin with devices on three clouds: TwinMaker's question takes the right route to the right store."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crosstwin.local.twin import RunningTwin
from crosstwin.readers.client import read_newest
from crosstwin.readers.hot_stores.records import TelemetryRecord
from crosstwin.readers.hot_stores.telemetry import sample_records
from crosstwin.readers.http import HttpReader
from crosstwin.readers.times import iso_time
from crosstwin.twin.deployment import Device
from crosstwin.twin.fields import CLOUDS, Cloud
from tests.deploy.command import crosstwin
from tests.twinmaker import parse_history, parse_last_entry

END = datetime(2026, 1, 15, 11, 0, tzinfo=UTC)
RANGE = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}
COUNT = 120
VALUE_KEYS = {"double": "doubleValue", "integer": "integerValue", "long": "longValue"} | {
    "boolean": "booleanValue",
    "string": "stringValue",
}


@pytest.fixture(scope="module")
def telemetry(mixed_twin: RunningTwin) -> dict[str, list[TelemetryRecord]]:
    """What was stored, by device: an hour, in each device's own cloud."""
    stored = {
        device.id: sample_records(device, COUNT, end=END, span=timedelta(minutes=59))
        for device in mixed_twin.deployment.devices
    }
    for device in mixed_twin.deployment.devices:
        mixed_twin.readers[mixed_twin.deployment.hot_cloud(device)].put(stored[device.id])
    return stored


def on(twin: RunningTwin, cloud: Cloud) -> Device:
    """A device of that cloud; skips, with the reason, where the cloud cannot run here."""
    if cloud in twin.missing:
        pytest.skip(f"no {cloud} on this machine: {twin.missing[cloud]}")
    return twin.deployment.devices_on(cloud)[0]


def event(device: Device, **fields: Any) -> dict[str, Any]:
    """What TwinMaker sends for the component of a device."""
    definitions: dict[str, Any] = {
        name: {"definition": {"dataType": {"type": type_.upper()}, "isTimeSeries": True}}
        for name, type_ in device.properties.items()
    }
    definitions["iotDeviceId"] = {
        "definition": {"dataType": {"type": "STRING"}, "isTimeSeries": False},
        "value": {"stringValue": device.id},
    }
    return {
        "workspaceId": "factory",
        "entityId": device.id,
        "componentName": "telemetry",
        "selectedProperties": list(device.properties),
        "properties": definitions,
        **fields,
    }


def invoke(twin: RunningTwin, function: str, payload: dict[str, Any]) -> dict[str, Any]:
    response = twin.aws.client("lambda").invoke(FunctionName=function, Payload=json.dumps(payload))
    body: dict[str, Any] = json.loads(response["Payload"].read())
    if response.get("FunctionError"):
        raise RuntimeError(body["errorMessage"])
    return body


def expected_history(device: Device, records: list[TelemetryRecord]) -> list[dict[str, Any]]:
    return [
        {
            "entityPropertyReference": {
                "entityId": device.id,
                "componentName": "telemetry",
                "propertyName": name,
            },
            "values": [{"time": row["id"], "value": {VALUE_KEYS[type_]: row[name]}} for row in records],
        }
        for name, type_ in device.properties.items()
    ]


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp"])
def test_twinmaker_gets_the_history_that_was_stored(
    mixed_twin: RunningTwin, telemetry: dict[str, list[TelemetryRecord]], cloud: Cloud
) -> None:
    device = on(mixed_twin, cloud)
    answer = invoke(mixed_twin, mixed_twin.functions[cloud].history, event(device, **RANGE))
    assert parse_history(answer)["propertyValues"] == expected_history(device, telemetry[device.id])


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp"])
@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
def test_twinmaker_gets_every_page(
    mixed_twin: RunningTwin, telemetry: dict[str, list[TelemetryRecord]], cloud: Cloud, order: str
) -> None:
    device = on(mixed_twin, cloud)
    asked = event(device, **RANGE, maxResults=50, orderByTime=order)
    found: dict[str, list[Any]] = {name: [] for name in device.properties}
    pages = 0
    while True:
        answer = parse_history(invoke(mixed_twin, mixed_twin.functions[cloud].history, asked))
        pages += 1
        for entry in answer["propertyValues"]:
            found[entry["entityPropertyReference"]["propertyName"]] += entry["values"]
        if "nextToken" not in answer:
            break
        asked["nextToken"] = answer["nextToken"]
    rows = telemetry[device.id][:: 1 if order == "ASCENDING" else -1]
    assert pages == 3
    assert list(found.values()) == [entry["values"] for entry in expected_history(device, rows)]


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp"])
def test_twinmaker_gets_the_newest_value_of_the_latest_attribute(
    mixed_twin: RunningTwin, telemetry: dict[str, list[TelemetryRecord]], cloud: Cloud
) -> None:
    device = on(mixed_twin, cloud)
    asked = event(device, selectedProperties=[f"{name}Latest" for name in device.properties])
    asked["properties"] |= {
        f"{name}Latest": {"definition": {"dataType": {"type": type_.upper()}}}
        for name, type_ in device.properties.items()
    }
    # The newest whatever was written before: other tests share this twin, and write records of today.
    newest = {**telemetry[device.id][-1], "id": iso_time("now")}
    mixed_twin.readers[cloud].put([newest])
    answer = parse_last_entry(invoke(mixed_twin, mixed_twin.functions[cloud].last_entry, asked))
    assert {name: entry["propertyValue"] for name, entry in answer["propertyValues"].items()} == {
        f"{name}Latest": {VALUE_KEYS[type_]: newest[name]} for name, type_ in device.properties.items()
    }


def test_a_device_of_another_cloud_is_not_found_there(
    mixed_twin: RunningTwin, telemetry: dict[str, list[TelemetryRecord]]
) -> None:
    press, sensor = on(mixed_twin, "aws"), on(mixed_twin, "azure")
    answer = invoke(mixed_twin, mixed_twin.functions["azure"].history, event(press, **RANGE))
    assert [entry["values"] for entry in answer["propertyValues"]] == [[], []]
    assert telemetry[sensor.id]


def _milliseconds(twin: RunningTwin, device: Device, cloud: Cloud) -> float:
    started = time.perf_counter()
    invoke(twin, twin.functions[cloud].history, event(device, **RANGE))
    return (time.perf_counter() - started) * 1000


@pytest.mark.parametrize("cloud", CLOUDS)
def test_crosstwin_put_reaches_the_devices_of_each_cloud(mixed_twin: RunningTwin, cloud: Cloud) -> None:
    """In another terminal than the demo's: it finds each store by the state, as that of a deployed twin."""
    device = on(mixed_twin, cloud)
    name = next(name for name, type_ in device.properties.items() if type_ != "string")
    value = {"boolean": "true", "double": "41.5"}.get(device.properties[name], "41")
    written = crosstwin(mixed_twin, "put", device.id, f"{name}={value}")
    assert written.startswith(f"{device.id}: 1 record written to ")
    newest = crosstwin(mixed_twin, "query", device.id, name, "--last")
    assert newest.splitlines()[1].split()[:2] == [name, value]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_each_local_reader_takes_records_as_far_ahead_as_twin_yaml_allows(
    mixed_twin: RunningTwin, cloud: Cloud
) -> None:
    on(mixed_twin, cloud)
    reader = mixed_twin.readers[cloud]
    last_entry = HttpReader(reader.hot_reader_last_entry_url, reader.inter_cloud_token)
    now = datetime.now(UTC)
    reader.put(
        {
            "iotDeviceId": "clock-ahead",
            "id": f"{now + timedelta(minutes=ahead):%Y-%m-%dT%H:%M:%SZ}",
            "rpm": ahead,
        }
        for ahead in (0, 50, 70)
    )
    assert read_newest(last_entry, "clock-ahead", ["rpm"]).values == {"rpm": 50}


def test_with_one_cloud_down_the_others_answer_as_before(
    mixed_twin: RunningTwin, telemetry: dict[str, list[TelemetryRecord]]
) -> None:
    """Last in this file, since it stops a reader for good."""
    sensor, press = on(mixed_twin, "azure"), on(mixed_twin, "aws")
    before = min(_milliseconds(mixed_twin, press, "aws") for _ in range(3))
    mixed_twin.stop_reader("azure")
    with pytest.raises(RuntimeError, match=r"(?i)connection|refused|reach"):
        invoke(mixed_twin, mixed_twin.functions["azure"].history, event(sensor, **RANGE))
    after = min(_milliseconds(mixed_twin, press, "aws") for _ in range(3))
    assert after < 3 * before + 50
    if "gcp" not in mixed_twin.missing:
        pump = on(mixed_twin, "gcp")
        answer = invoke(mixed_twin, mixed_twin.functions["gcp"].history, event(pump, **RANGE))
        assert len(answer["propertyValues"][0]["values"]) == COUNT
