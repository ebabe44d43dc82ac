"""Processors and the persister as Lambdas of an emulator that really runs them, over its DynamoDB."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from crosstwin.local import aws as local_aws
from crosstwin.local.aws import AwsEmulator
from crosstwin.packages import functions

TABLE = "processed"
PERSISTER = "persister"
DEFAULT_PROCESSOR = "default-processor"
USERS_PROCESSOR = "users-processor"
TYPED_DEVICE = "typed-device"  # the only one whose properties are declared
# What a device sends as `case` chooses what the user's function does.
PROCESS = """
def process(event):
    case = event.pop("case", None)
    if case == "raises":
        return {**event, "speed": event["spede"]}
    if case == "quotes":
        raise ValueError(f"cannot work with {event}")
    if case == "nothing":
        return None
    if case == "a list":
        return [event]
    if case == "a set":
        return {**event, "errors": {"E1", "E2"}}
    if case == "infinite":
        return {**event, "speed": float("inf")}
    if case == "no time":
        del event["time"]
    return {**event, "doubled": event.get("n", 0) * 2}
"""


class Failed(Exception):
    """A Lambda's own error, by its message: the emulator gives every error the same type."""


@dataclass(frozen=True)
class Layer2:
    aws: AwsEmulator

    def invoke(self, function: str, event: Any) -> Any:
        """The answer of a synchronous invocation. Raises Failed."""
        response = self.aws.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
        answer = json.loads(response["Payload"].read())
        if "FunctionError" in response:
            raise Failed(answer["errorMessage"])
        return answer

    def stored(self, device: str) -> list[dict[str, Any]]:
        """The device's items, as DynamoDB has them."""
        found = self.aws.client("dynamodb").query(
            TableName=TABLE,
            KeyConditionExpression="iotDeviceId = :device",
            ExpressionAttributeValues={":device": {"S": device}},
        )
        return list(found["Items"])


@pytest.fixture(scope="session")
def layer_2(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Layer2]:
    if missing := local_aws.why_not():
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("layer-2")
    (folder / "users").mkdir()
    (folder / "users/process.py").write_text(PROCESS)
    with local_aws.running_aws(folder) as aws:
        local_aws.create_hot_table(aws.client("dynamodb"), TABLE)
        persister = {"DIGITAL_TWIN_INFO": "{}", "DYNAMODB_TABLE_NAME": TABLE}
        processor = {"DIGITAL_TWIN_INFO": "{}", "PERSISTER_LAMBDA_NAME": PERSISTER}
        for name, package, variables in (
            (PERSISTER, functions.build_persister({TYPED_DEVICE: {"rpm": "integer"}}), persister),
            (DEFAULT_PROCESSOR, functions.build("aws/default-processor"), processor),
            (USERS_PROCESSOR, functions.build_processor(folder / "users"), processor),
        ):
            local_aws.create_function(aws, name, package, variables)
        yield Layer2(aws)
