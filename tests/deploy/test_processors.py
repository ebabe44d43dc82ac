"""Layer 2, deployed: a device's event comes out of the hot reader, or lands in the dead-letter queue."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
import yaml

from crosstwin.local.twin import RunningTwin
from crosstwin.packages.places import ROOT
from crosstwin.terraform.finding import why_not
from crosstwin.terraform.outputs import reader_outputs, stack_outputs
from crosstwin.twin import deployment as deployments
from tests.cdktf import cdktf
from tests.deploy.command import run_terraform

pytestmark = pytest.mark.skipif(bool(why_not()), reason=f"nothing can be deployed here: {why_not()}")

EVENT = {"iotDeviceId": "pump-8", "time": 1768473000, "rpm": 900, "torque": 12.5}
STORED_TIME = "2026-01-15T10:30:00.000000000Z"
RANGE = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}


@dataclass(frozen=True, slots=True)
class Layer2:
    """The deployed layer 2 of a twin."""

    twin: RunningTwin
    processor: str
    queue: str

    def send(self, event: dict[str, Any]) -> None:
        """As AWS IoT does: without waiting for an answer."""
        response = self.twin.aws.client("lambda").invoke(
            FunctionName=self.processor, InvocationType="Event", Payload=json.dumps(event)
        )
        assert response["StatusCode"] == 202

    def values(self, *properties: str) -> dict[str, list[Any]]:
        """The pump's history, over HTTP."""
        deployment = deployments.load(self.twin.twin_file)
        reader = reader_outputs(deployment, "aws", self.twin.folder / "cdktf.out")
        payload = {"iotDeviceId": "pump-8", "selectedProperties": properties, **RANGE}
        answer = requests.post(
            reader.hot_reader_url,
            json={"target_layer": "L3-hot", "payload": payload},
            headers={"X-Inter-Cloud-Token": reader.inter_cloud_token},
            timeout=30,
        )
        assert answer.status_code == 200, answer.text
        found = answer.json()["propertyValues"]
        return {entry["entityPropertyReference"]["propertyName"]: entry["values"] for entry in found}

    def next_dead_letter(self) -> dict[str, Any]:
        client = self.twin.aws.client("sqs")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for message in client.receive_message(QueueUrl=self.queue, WaitTimeSeconds=1).get("Messages", []):
                client.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
                return dict(json.loads(message["Body"]))
        raise AssertionError("nothing came into the dead-letter queue within 60 s")


@pytest.fixture(scope="module")
def layer_2(aws_only_twin: RunningTwin) -> Iterator[Layer2]:
    """Layer 2, added to a twin that is deployed, and taken away again."""
    twin = aws_only_twin
    without = twin.twin_file.read_text()
    document = yaml.safe_load(without)
    document["providers"]["layer_2_provider"] = "aws"
    document["processor"] = str(ROOT / "examples/aws-processor/processor")
    twin.twin_file.write_text(yaml.safe_dump(document))
    try:
        assert twin.terraform
        cdktf(
            # l3-aws is deployed, and stays as it is.
            [
                "deploy",
                "l2-aws",
                "--auto-approve",
                "--skip-provider-lock",
                "--ignore-missing-stack-dependencies",
            ],
            twin_file=twin.twin_file,
            folder=twin.folder,
            log=twin.folder / "layer-2.log",
        )
        outputs = stack_outputs(deployments.load(twin.twin_file), "l2-aws", twin.folder / "cdktf.out")
        yield Layer2(twin, outputs["processor_arn"], outputs["dead_letter_queue_url"])
        assert run_terraform(twin, "l2-aws", "destroy", "-auto-approve", "-refresh=false") == 0
        assert twin.aws.client("sqs").list_queues().get("QueueUrls", []) == []
    finally:
        twin.twin_file.write_text(without)


def test_an_event_comes_out_of_the_hot_reader_as_the_users_function_made_it(layer_2: Layer2) -> None:
    for _ in range(2):  # a device may send twice
        layer_2.send(EVENT)
    deadline = time.monotonic() + 30
    while not layer_2.values("power")["power"] and time.monotonic() < deadline:
        time.sleep(0.2)
    power = round(12.5 * 900 * 2 * math.pi / 60, 3)
    assert layer_2.values("rpm", "torque", "power") == {
        "rpm": [{"time": STORED_TIME, "value": {"IntegerValue": 900}}],
        "torque": [{"time": STORED_TIME, "value": {"DoubleValue": 12.5}}],
        "power": [{"time": STORED_TIME, "value": {"DoubleValue": power}}],
    }


def test_an_event_that_the_users_function_fails_on_is_in_the_dead_letter_queue(layer_2: Layer2) -> None:
    """The function needs the torque. After its retries, Lambda keeps the whole event, with the error."""
    event = {"iotDeviceId": "pump-8", "time": 1768473060, "rpm": 900}
    layer_2.send(event)
    kept = layer_2.next_dead_letter()
    assert kept["requestPayload"] == event
    assert kept["responsePayload"]["errorMessage"] == (
        "process() in process.py, for device pump-8, raised KeyError at process.py, line 9"
    )


def test_an_event_that_the_persister_refuses_is_in_the_dead_letter_queue(layer_2: Layer2) -> None:
    event = {**EVENT, "time": "yesterday"}
    layer_2.send(event)
    kept = layer_2.next_dead_letter()
    assert kept["requestPayload"] == event
    assert kept["responsePayload"]["errorMessage"].startswith(
        "factory-persister did not store the event of device pump-8: "
    )


def test_a_second_plan_is_empty(layer_2: Layer2) -> None:
    assert run_terraform(layer_2.twin, "l2-aws", "plan", "-detailed-exitcode") == 0
