"""The AWS hot readers' handlers in this process, asked over `requests`, with a DynamoDB emulator behind them.

ministack answers some fifteen requests a second, which is too few for thousands of them.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import boto3
import requests
from hotread.json_log import JsonFormatter
from hotread.log import LOGGER
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from crosstwin.clouds.aws_options import client_options
from crosstwin.local.aws import HOT_READER, HOT_READER_LAST_ENTRY, REGION, TABLE, create_hot_table
from crosstwin.local.reader import RunningReader
from crosstwin.packages.places import ROOT
from crosstwin.readers.hot_stores.dynamodb import DynamoDBWriter
from tests.contract.functions.loading import load_module
from tests.dynalite import aws_variables, running_dynalite

SCHEME = "lambda:"
Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]


@contextmanager
def running_lambdas(folder: Path, token: str) -> Iterator[tuple[RunningReader, LambdaAdapter]]:
    """The readers, and what a session has to mount at SCHEME to ask them. Logs are in `folder`."""
    with running_dynalite(folder) as endpoint_url, lambdas(endpoint_url, token, folder) as adapter:
        client = boto3.client("dynamodb", **client_options(REGION, endpoint_url))
        create_hot_table(client, TABLE)
        put = DynamoDBWriter(TABLE, client=client).put
        yield RunningReader("aws", SCHEME + HOT_READER, SCHEME + HOT_READER_LAST_ENTRY, token, put), adapter


@contextmanager
def lambdas(endpoint_url: str, token: str, folder: Path) -> Iterator[LambdaAdapter]:
    """The handlers over the DynamoDB at this address, logging into `folder` as they do on Lambda."""
    variables = {
        **aws_variables(endpoint_url),
        "DIGITAL_TWIN_INFO": "{}",
        "INTER_CLOUD_TOKEN": token,
        "DYNAMODB_TABLE_NAME": TABLE,
    }
    with patch.dict(os.environ, variables):
        handlers = {
            SCHEME + name: load_module(ROOT / f"functions/aws/{name}/lambda_function.py").lambda_handler
            for name in (HOT_READER, HOT_READER_LAST_ENTRY)
        }
    handler = _LambdaHandler(folder / "lambda.log")
    handler.setFormatter(JsonFormatter())
    LOGGER.addHandler(handler)
    try:
        yield LambdaAdapter(handlers)
    finally:
        LOGGER.removeHandler(handler)
        handler.close()


class LambdaAdapter(HTTPAdapter):
    """Sends each request to a handler as a Function URL does.

    Source: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html (payload format 2.0)
    """

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        super().__init__()
        self._handlers = handlers

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        context = SimpleNamespace(
            aws_request_id=str(uuid.uuid4()), get_remaining_time_in_millis=lambda: 30_000
        )
        told = self._handlers[str(request.url)](_event(request), context)
        body = told["body"].encode()
        content = base64.b64decode(body) if told.get("isBase64Encoded") else body
        return self.build_response(
            request,
            HTTPResponse(BytesIO(content), told["headers"], told["statusCode"], preload_content=False),
        )


def _event(request: requests.PreparedRequest) -> dict[str, Any]:
    body = request.body or b""
    raw = body.encode() if isinstance(body, str) else body
    event: dict[str, Any] = {
        "version": "2.0",
        "headers": {name.lower(): _text(value) for name, value in request.headers.items()},
        "requestContext": {"http": {"method": request.method}},
        "isBase64Encoded": False,
    }
    try:
        return {**event, "body": raw.decode()}
    except UnicodeDecodeError:
        return {**event, "body": base64.b64encode(raw).decode(), "isBase64Encoded": True}


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


class _LambdaHandler(logging.Handler):
    """Writes what Lambda's own handler would, and as there an error is not caught: the query fails."""

    def __init__(self, log: Path) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        # Lambda's formatter writes characters as they are, and encodes the line.
        line = json.dumps(json.loads(self.format(record)), ensure_ascii=False).encode()
        with self._log.open("ab") as log:
            log.write(line + b"\n")
