"""The persister, invoked and waited for: an event counts as processed once it is stored."""

from __future__ import annotations

import json
from typing import Any

import boto3
from botocore.config import Config
from crosstwin_contract.strict_json import loads_error

from twin_processor.errors import PersisterError

# Both attempts end within a processor's 60 s. A second one is safe: storing an event twice makes one record.
_CONFIG = Config(connect_timeout=2, read_timeout=25, retries={"mode": "standard", "total_max_attempts": 2})


class Persister:
    """One persister, by function name or ARN."""

    def __init__(self, function_name: str) -> None:
        self._name = function_name
        self._lambda = boto3.client("lambda", config=_CONFIG)

    def store(self, event: bytes, device: str) -> Any:
        """Has the event stored, and gives back its key: `{"iotDeviceId": …, "id": …}`.

        Raises PersisterError with what the persister says, or botocore's errors.
        """
        response = self._lambda.invoke(FunctionName=self._name, Payload=event)
        body = response["Payload"].read()
        if "FunctionError" in response:
            found = loads_error(body)
            error = found if isinstance(found, dict) else {}
            raise PersisterError(
                f"{self._name} did not store the event of device {device}: "
                f"{error.get('errorType', 'Error')}: {error.get('errorMessage', 'no message')}"
            )
        return json.loads(body)
