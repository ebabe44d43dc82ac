"""Layer 2, deployed: a device's event comes out of the hot reader, or lands in the dead-letter queue."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from crosstwin.local.terraform import why_not
from crosstwin.local.twin import RunningTwin, running_twin
from crosstwin.outputs import stack_outputs
from crosstwin.packages import ROOT
from tests.deploy.conftest import quiet_step

pytestmark = pytest.mark.skipif(bool(why_not()), reason=f"nothing can be deployed here: {why_not()}")

EVENT = {"iotDeviceId": "pump-7", "time": 1768473000, "rpm": 900, "torque": 12.5}


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTwin]:
    folder = tmp_path_factory.mktemp("processor")
    with running_twin(ROOT / "examples/aws-processor/twin.yaml", folder, quiet_step) as twin:
        yield twin


@pytest.fixture(scope="module")
def outputs(twin: RunningTwin) -> dict[str, Any]:
    return stack_outputs(twin.deployment, "l2-aws", twin.folder / "cdktf.out")


def send(twin: RunningTwin, processor: str, event: dict[str, Any]) -> None:
    """As AWS IoT does: without waiting for an answer."""
    response = twin.aws.client("lambda").invoke(
        FunctionName=processor, InvocationType="Event", Payload=json.dumps(event)
    )
    assert response["StatusCode"] == 202


def values(twin: RunningTwin, *properties: str) -> dict[str, list[Any]]:
    """The pump's history, over HTTP."""
    payload = {
        "iotDeviceId": "pump-7",
        "selectedProperties": properties,
        "startTime": "2026-01-15T10:00:00Z",
        "endTime": "2026-01-15T11:00:00Z",
    }
    reader = twin.readers["aws"]
    answer = requests.post(
        reader.hot_reader_url,
        json={"target_layer": "L3-hot", "payload": payload},
        headers={"X-Inter-Cloud-Token": reader.inter_cloud_token},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
    found = answer.json()["propertyValues"]
    return {entry["entityPropertyReference"]["propertyName"]: entry["values"] for entry in found}


def test_an_event_comes_out_of_the_hot_reader_as_the_users_function_made_it(
    twin: RunningTwin, outputs: dict[str, Any]
) -> None:
    for _ in range(2):  # a device may send twice
        send(twin, outputs["processor_arn"], EVENT)
    deadline = time.monotonic() + 30
    while not values(twin, "power")["power"] and time.monotonic() < deadline:
        time.sleep(0.2)
    power = round(12.5 * 900 * 2 * math.pi / 60, 3)
    at = "2026-01-15T10:30:00.000000000Z"
    assert values(twin, "rpm", "torque", "power") == {
        "rpm": [{"time": at, "value": {"IntegerValue": 900}}],
        "torque": [{"time": at, "value": {"DoubleValue": 12.5}}],
        "power": [{"time": at, "value": {"DoubleValue": power}}],
    }


def test_an_event_that_the_users_function_fails_on_is_in_the_dead_letter_queue(
    twin: RunningTwin, outputs: dict[str, Any]
) -> None:
    """The function needs the torque. After its retries, Lambda keeps the whole event, with the error."""
    event = {"iotDeviceId": "pump-7", "time": 1768473060, "rpm": 900}
    send(twin, outputs["processor_arn"], event)
    kept = _next_dead_letter(twin, outputs["dead_letter_queue_url"])
    assert kept["requestPayload"] == event
    assert kept["responsePayload"]["errorMessage"] == (
        "process() in process.py, for device pump-7, raised KeyError at process.py, line 9"
    )
    assert [value["time"] for value in values(twin, "rpm")["rpm"]] == ["2026-01-15T10:30:00.000000000Z"]


def test_an_event_that_the_persister_refuses_is_in_the_dead_letter_queue(
    twin: RunningTwin, outputs: dict[str, Any]
) -> None:
    event = {**EVENT, "time": "yesterday"}
    send(twin, outputs["processor_arn"], event)
    kept = _next_dead_letter(twin, outputs["dead_letter_queue_url"])
    assert kept["requestPayload"] == event
    assert kept["responsePayload"]["errorMessage"].startswith(
        "factory-persister did not store the event of device pump-7: "
    )


def _next_dead_letter(twin: RunningTwin, url: str) -> dict[str, Any]:
    client = twin.aws.client("sqs")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for message in client.receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages", []):
            client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            return dict(json.loads(message["Body"]))
    raise AssertionError("nothing came into the dead-letter queue within 60 s")
