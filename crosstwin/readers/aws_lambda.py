"""A hot reader or connector on AWS, invoked directly as TwinMaker does: IAM decides, there is no token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from crosstwin_contract.strict_json import loads_error

from crosstwin.clouds.aws_options import client_options
from crosstwin.clouds.sign_in import explained
from crosstwin.readers.answers import Answer, InvalidAnswer, parsed
from crosstwin.readers.client import ReaderError
from crosstwin.twin.names import COMPONENT

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

_CONFIG = Config(connect_timeout=5, read_timeout=70, retries={"mode": "standard", "total_max_attempts": 3})
_WORKSPACE = "crosstwin"  # a reader echoes nothing of it; it only has to be there


class LambdaReader:
    """Invokes one function. `client` takes the place of `region` and `endpoint_url`."""

    def __init__(
        self,
        function_name: str,
        region: str | None = None,
        endpoint_url: str | None = None,
        *,
        client: LambdaClient | None = None,
    ) -> None:
        self._function_name = function_name
        self._given_client = client
        self._options = client_options(region, endpoint_url)

    @property
    def route(self) -> str:
        return f"direct invocation {self._function_name}"

    def ask(self, payload: Mapping[str, Any]) -> Answer:
        event = json.dumps(twinmaker_event(payload)).encode()
        try:
            if self._given_client is None:
                self._given_client = boto3.client("lambda", config=_CONFIG, **self._options)
            response = self._given_client.invoke(FunctionName=self._function_name, Payload=event)
            body = response["Payload"].read()
        except ClientError as error:
            found = error.response.get("Error", {})
            raise ReaderError(
                f"Lambda function {self._function_name}: {found.get('Message', 'refused')}",
                code=found.get("Code"),
            ) from error
        except BotoCoreError as error:
            raise ReaderError(f"Lambda function {self._function_name}: {explained(error)}") from error
        if response.get("FunctionError"):
            found = loads_error(body)
            told = found if isinstance(found, dict) else {}
            message = str(told.get("errorMessage") or "the function failed without a message")
            # What a reader of histories says of any query of a last entry.
            if "startTime" not in payload and message == "startTime is missing":
                message = f"{self._function_name} answers histories: name its last-entry function"
            raise ReaderError(
                message,
                code=str(told.get("errorType") or response["FunctionError"]),
                trace_id=response["ResponseMetadata"].get("RequestId"),
            )
        answer = parsed(body)
        if not isinstance(answer, dict):
            raise InvalidAnswer(f"Lambda function {self._function_name} answered with no JSON object")
        if "startTime" in payload and isinstance(answer.get("propertyValues"), dict):
            raise ReaderError(f"{self._function_name} answers last entries: name its function of histories")
        return answer


def twinmaker_event(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The event that TwinMaker sends for this query.

    Source: https://docs.aws.amazon.com/iot-twinmaker/latest/guide/time-series-data-connectors.html
    """
    event = {key: value for key, value in payload.items() if key != "iotDeviceId"}
    device = payload["iotDeviceId"]
    event["properties"] = {
        **payload.get("properties", {}),
        "iotDeviceId": {
            "definition": {"dataType": {"type": "STRING"}, "isExternalId": False, "isTimeSeries": False},
            "value": {"stringValue": device},
        },
    }
    return {"workspaceId": _WORKSPACE, "entityId": device, "componentName": COMPONENT, **event}
