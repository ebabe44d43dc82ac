"""A server in DynamoDB's place that answers as a test says."""

from __future__ import annotations

import json
import ssl
from contextlib import AbstractContextManager

from tests.contract.functions.scripted_store import Answer, Handler, Scripted, running


def found(handler: Handler) -> None:
    """No items."""
    handler.answer(200, b'{"Items":[],"Count":0}')


def refused(code: str, status: int = 400, **headers: str) -> Answer:
    body = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "table 10.0.0.7"}
    return lambda handler: handler.answer(status, json.dumps(body).encode(), **headers)


def scripted_dynamodb(tls: ssl.SSLContext | None = None) -> AbstractContextManager[Scripted]:
    return running(found, tls)
