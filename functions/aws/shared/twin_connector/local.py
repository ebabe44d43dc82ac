"""The hot reader of this account, invoked directly: IAM decides, no token is sent."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import botocore.exceptions
from botocore.config import Config
from botocore.exceptions import ClientError
from crosstwin_contract.strict_json import loads_error
from crosstwin_contract.values import Caller
from remote_reader.envelope import encode_query
from remote_reader.errors import InvalidReaderResponse
from remote_reader.query import Query
from remote_reader.retries import RETRIED_STATUSES, Passing, retries, until_answered
from remote_reader.settings import DEFAULT_MAX_RETRIES

from twin_connector.answer import Answer, for_twinmaker
from twin_connector.errors import LocalReaderError
from twin_connector.invocation import Invocation
from twin_connector.settings import LocalSettings

# botocore would wait 60 s for an answer, longer than the connector itself lives (30 s). It would retry an
# invocation that Lambda refuses, but not one that ends with an error: the connector's own loop does both.
_CONFIG = Config(connect_timeout=2, read_timeout=25, retries={"mode": "standard", "total_max_attempts": 1})
# Lambda's names for an environment that ended before there was an answer. Over HTTP, a Function URL makes a
# 502 of them. An error without a type is Lambda's, too: `Task timed out after 30.00 seconds`. Not among them:
# `Runtime.ImportModuleError` and the like, which each attempt meets again.
# https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
_WITHOUT_TYPE = "Error"
_CRASHES = (_WITHOUT_TYPE, "Runtime.ExitError", "Runtime.Unknown", "Extension.Crash")
_SANDBOX = "Sandbox."  # Sandbox.Timedout, Sandbox.Failure
# The reader's own errors with status 503 over HTTP: the store or the reader asks to come back. All of its
# other names say that the next attempt fails like this one.
_ASKS_AGAIN = ("StoreThrottled", "TimeLimit")
# No answer came, or a part of one.
_UNREACHED = (
    botocore.exceptions.ConnectionError,
    botocore.exceptions.HTTPClientError,
    botocore.exceptions.IncompleteReadError,
)


class LocalRoute:
    """Asks the hot reader with the event as it came, and gives back its answer as it is."""

    name = "local"

    def __init__(self, settings: LocalSettings, **options: Any) -> None:
        self._reader = LocalHotReader(settings.hot_reader_name, **options)

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
    """Invokes the hot reader of this account, by function name or ARN.

    It is asked again as a remote one is, after the same waits. `first_wait` is the first, in seconds.
    """

    def __init__(self, name: str, *, first_wait: float = 1.0) -> None:
        self.name = name
        self._retries = retries(DEFAULT_MAX_RETRIES, first_wait)
        self._worker = ThreadPoolExecutor(1, "invocation")
        self._lambda = boto3.client("lambda", config=_CONFIG)

    def ask(self, event: Mapping[str, Any], query: Query) -> bytes:
        """The answer to an event, not looked at.

        Raises QueryTooLarge before anything is sent, then LocalReaderError or botocore's errors.
        """
        payload = encode_query(event)
        return until_answered(lambda: self._attempt(payload, query), _passing, self._retries, query)

    def _attempt(self, payload: bytes, query: Query) -> bytes:
        """The answer of one invocation, which may take all of the time that is left."""
        query.attempts += 1
        query.status = None
        try:
            response, body = self._invoke(payload, query.deadline - time.monotonic())
        except ClientError as error:
            query.status = _status(error)
            raise
        query.status = response["StatusCode"]
        if "FunctionError" in response:
            kind, message = _error_in(body)
            raise LocalReaderError(f"{self.name} failed: {message}", kind=kind)
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


def _passing(error: Exception) -> Passing | None:
    """Whether another attempt may help: the reader crashed, is throttled, or was not reached."""
    if isinstance(error, LocalReaderError):
        passes = error.kind in (*_CRASHES, *_ASKS_AGAIN) or error.kind.startswith(_SANDBOX)
        return Passing(200) if passes else None
    if isinstance(error, ClientError):
        status = _status(error)
        headers = error.response["ResponseMetadata"].get("HTTPHeaders", {})
        return Passing(status, headers.get("retry-after")) if status in RETRIED_STATUSES else None
    return Passing() if isinstance(error, _UNREACHED) else None


def _status(error: ClientError) -> int | None:
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")


def _error_in(body: bytes) -> tuple[str, str]:
    """The type of a Lambda's error, and it with its message: `{"errorType": "…", "errorMessage": "…"}`."""
    error = loads_error(body)
    if not isinstance(error, dict) or "errorMessage" not in error:
        return _WITHOUT_TYPE, "no message"
    kind = str(error.get("errorType", _WITHOUT_TYPE))
    return kind, f"{kind}: {error['errorMessage']}"
