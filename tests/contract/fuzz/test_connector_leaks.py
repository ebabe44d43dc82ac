"""Whatever a server answers a connector with, the token it was sent is in no error and no log line."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from remote_reader.errors import ConnectorError
from remote_reader.settings import RemoteSettings
from twin_connector.answer import HISTORY
from twin_connector.handler import handler_of
from twin_connector.remote import RemoteRoute

from tests.contract.functions.connector.conftest import Context
from tests.contract.functions.connector.events import HISTORY_EVENT, TOKEN
from tests.contract.functions.connector.server import Behaviour, answer, serving

PART = 10  # characters of the token that nobody would write by chance


def error_of(**fields: str) -> bytes:
    return json.dumps({"error": {"code": "BAD", "message": "", **fields}}).encode()


# Where a server may put what it was sent; `text` has the token in it.
ECHOES: dict[str, Callable[[str], Behaviour]] = {
    "message": lambda text: answer(error_of(message=text), 400),
    "code": lambda text: answer(error_of(code=text), 401),
    "page": lambda text: answer(text.encode(), 403),
    "broken answer": lambda text: answer(b'{"propertyValues": ["' + text.encode(), 200),
    "key": lambda text: answer(json.dumps({text: text}).encode(), 200),
    "values": lambda text: answer({"propertyValues": text}, 200),
    "value": lambda text: answer({"propertyValues": [{"values": [{"value": {text: text}}]}]}, 200),
    "content type": lambda text: answer(b"no", 404, {"Content-Type": text.strip()}),
    "retry after": lambda text: answer(b"later", 503, {"Retry-After": text.strip()}),
    "location": lambda text: answer(b"there", 302, {"Location": f"https://example.com/{text.strip()}"}),
}


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    echo=st.sampled_from([*ECHOES]),
    before=st.sampled_from(["x", " ", "[", '{"'])
    .flatmap(lambda text: st.integers(0, 600).map(lambda times: text * times))
    .map(str),
    after=st.sampled_from(["", "x", " tail"]),
)
@example(echo="message", before="x" * 480, after="")
@example(echo="content type", before="text/html; ", after="")
@example(echo="page", before=" " * (64 * 1024 - 20), after="")
def test_an_echoed_token_is_in_no_error_and_no_log_line(
    caplog: pytest.LogCaptureFixture, echo: str, before: str, after: str
) -> None:
    caplog.clear()
    with serving() as server, caplog.at_level(logging.DEBUG, "hotread"):
        server.will(ECHOES[echo](f"{before}{TOKEN}{after}"))
        handler = handler_of(HISTORY, RemoteRoute(RemoteSettings(server.url, TOKEN, 5, 1), first_wait=0.001))
        with pytest.raises(ConnectorError) as raised:
            handler(HISTORY_EVENT, Context())
    told = repr(raised.value) + "".join(str(record.__dict__) for record in caplog.records)
    parts = [TOKEN[start : start + PART] for start in range(len(TOKEN) - PART)]
    assert [part for part in parts if part in told] == []
