"""The hot reader of this account, invoked directly: IAM decides, no token is sent."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
from botocore.config import Config
from crosstwin_contract.values import Caller
from remote_reader.envelope import encode_query
from remote_reader.errors import InvalidReaderResponse
from remote_reader.query import Query

from twin_connector.answer import Answer, for_twinmaker
from twin_connector.errors import LocalReaderError
from twin_connector.invocation import Invocation
from twin_connector.settings import LocalSettings

# botocore would wait 60 s for an answer, longer than the connector itself lives (30 s).
_CONFIG = Config(connect_timeout=2, read_timeout=25, retries={"mode": "standard", "total_max_attempts": 3})


class LocalRoute:
    """Asks the hot reader with the event as it came, and gives back its answer as it is."""

    name = "local"

    def __init__(self, settings: LocalSettings) -> None:
        self._reader = LocalHotReader(settings.hot_reader_name)

    def query(self, event: Mapping[str, Any], invocation: Invocation) -> Answer:
        """Raises InvalidQuery and QueryTooLarge before anything is sent, then LocalReaderError,
        InvalidReaderResponse, or botocore's errors.
        """
        query = invocation.kind.parse(event, from_twinmaker=True)
        body = self._reader.ask(event, invocation)
        try:
            return for_twinmaker(body, invocation.kind, query, Caller.TWINMAKER)
        except InvalidReaderResponse as error:
            raise InvalidReaderResponse(f"{self._reader.name} answered with {error}") from None


class LocalHotReader:
    """Invokes the hot reader of this account, by function name or ARN."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._worker = ThreadPoolExecutor(1, "invocation")
        self._lambda = boto3.client("lambda", config=_CONFIG)

    def ask(self, event: Mapping[str, Any], query: Query) -> bytes:
        """The answer to an event, not looked at.

        Raises QueryTooLarge before anything is sent, then LocalReaderError or botocore's errors.
        """
        payload = encode_query(event)
        query.attempts = 1
        response, body = self._invoke(payload, query.deadline - time.monotonic())
        query.attempts += response["ResponseMetadata"].get("RetryAttempts", 0)
        query.status = response["StatusCode"]
        if "FunctionError" in response:
            raise LocalReaderError(f"{self.name} failed: {_error_in(body)}")
        return body

    def _invoke(self, payload: bytes, seconds: float) -> tuple[Any, bytes]:
        """The response and its payload. Botocore's timeouts bound one read of one attempt, not the whole."""

        def invoke() -> tuple[Any, bytes]:
            response = self._lambda.invoke(FunctionName=self.name, Payload=payload)
            return response, response["Payload"].read()

        running = self._worker.submit(invoke)
        try:
            return running.result(max(0.0, seconds))
        except TimeoutError:
            self._worker.shutdown(wait=False)
            self._worker = ThreadPoolExecutor(1, "invocation")
            message = f"{self.name} gave no complete answer within {max(0.0, seconds):.3g} s"
            raise LocalReaderError(message) from None


def _error_in(body: bytes) -> str:
    """Type and message out of a Lambda's error: `{"errorType": "InvalidQuery", "errorMessage": "…"}`."""
    try:
        error = json.loads(body)
        return f"{error.get('errorType', 'Error')}: {error['errorMessage']}"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "no message"
