"""The connector and a hot reader's own HTTP side, over loopback: what one sends, the other takes."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from crosstwin_contract.values import Caller
from hotread.answer import history
from hotread.http import HttpRequest, serve
from remote_reader.errors import RemoteReaderError

from tests.contract.functions.connector.conftest import Connect, Context
from tests.contract.functions.connector.events import HISTORY_EVENT, TOKEN
from tests.contract.functions.connector.server import Behaviour, MisbehavingServer, answer
from tests.unit.core.memory_store import MemoryStore

STORE = MemoryStore(
    [
        {
            "iotDeviceId": "temperature-sensor-1",
            "id": f"2026-01-15T10:{minute:02}:30Z",
            "temperature": 20.0 + minute,
        }
        for minute in range(60)
    ],
    page_size=100,
)
INTERPOLATION = {"interpolationType": "LINEAR", "intervalInSeconds": 60}


def hot_reader(codings: list[str | None]) -> Behaviour:
    """A hot reader over STORE. It notes how each of its answers is coded."""

    def behave(handler: Any) -> None:
        received = handler.test.received[-1]
        request = HttpRequest("POST", dict(received.headers), lambda: received.body)
        response = serve(request, read=history, store=STORE, tokens=(TOKEN,))
        codings.append(response.headers.get("Content-Encoding"))
        answer(response.body, response.status, response.headers)(handler)

    return behave


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"maxResults": 50, "orderByTime": "DESCENDING"},
        {"interpolation": INTERPOLATION},
        {"interpolation": INTERPOLATION, "maxResults": 30},
    ],
)
def test_twinmaker_gets_what_the_reader_itself_would_give_it(
    server: MisbehavingServer, connect: Connect, options: dict[str, Any]
) -> None:
    codings: list[str | None] = []
    server.will(hot_reader(codings))
    event = {**HISTORY_EVENT, **options}
    assert connect(server.url)(event, Context()) == history(STORE, copy.deepcopy(event), Caller.TWINMAKER)
    assert codings == ["gzip"]


def test_what_cannot_be_interpolated_is_reported_by_name(server: MisbehavingServer, connect: Connect) -> None:
    server.will(hot_reader([]))
    event = {
        **HISTORY_EVENT,
        "interpolation": INTERPOLATION,
        "properties": {"temperature": {"definition": {"dataType": {"type": "STRING"}}}},
        "iotDeviceId": "temperature-sensor-1",
    }
    with pytest.raises(RemoteReaderError, match="UNSUPPORTED_INTERPOLATION: property 'temperature'"):
        connect(server.url)(event, Context())
