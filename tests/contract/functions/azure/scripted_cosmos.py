"""A server in Cosmos DB's place that answers as a test says."""

from __future__ import annotations

import json
import ssl
from contextlib import AbstractContextManager

from tests.contract.functions.scripted_store import Answer, Handler, Scripted, running


def found(handler: Handler) -> None:
    """One document."""
    handler.answer(200, b'{"Documents":[{"id":"1"}],"_count":1}')


def nothing_yet(handler: Handler) -> None:
    """A page without documents, which is not the last one."""
    handler.answer(200, b'{"Documents":[],"_count":0}', x_ms_continuation="behind it")


def refused(status: int, substatus: int = 0, **headers: str) -> Answer:
    body = json.dumps({"code": "Fault", "message": "container 10.0.0.7"}).encode()
    return lambda handler: handler.answer(status, body, x_ms_substatus=str(substatus), **headers)


def scripted_cosmos(tls: ssl.SSLContext | None = None) -> AbstractContextManager[Scripted]:
    return running(found, tls)
