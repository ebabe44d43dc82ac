"""The connection of a connector: kept for the next query, to one host, without the environment."""

from __future__ import annotations

from typing import Any

import pytest
from remote_reader.errors import (
    RemoteReaderError,
)

from tests.contract.functions.connector import events
from tests.contract.functions.connector.conftest import OK, Certificates, Connect, Context
from tests.contract.functions.connector.events import HISTORY_EVENT
from tests.contract.functions.connector.server import (
    MisbehavingServer,
    answer,
    answer_and_close,
    html,
)


def test_one_connection_serves_many_queries(
    tls_server: MisbehavingServer, connect: Connect, certificates: Certificates
) -> None:
    tls_server.will(OK)
    ask = connect(tls_server.url, ca_bundle=certificates.ca_bundle)
    for _ in range(3):
        ask(HISTORY_EVENT, Context())
    assert tls_server.connections == 1
    assert len(tls_server.received) == 3


def test_a_failing_status_keeps_the_connection(server: MisbehavingServer, connect: Connect) -> None:
    server.will(html(503), OK)
    connect(server.url)(HISTORY_EVENT, Context())
    assert (len(server.received), server.connections) == (2, 1)


def test_a_connection_the_server_has_closed_costs_no_attempt(
    server: MisbehavingServer, connect: Connect, logged: Any
) -> None:
    server.will(answer_and_close(events.history()))
    ask = connect(server.url)
    ask(HISTORY_EVENT, Context())
    ask(HISTORY_EVENT, Context())
    assert len(server.received) == server.connections == 2
    assert "another attempt" not in logged()


def test_a_connection_long_idle_is_not_trusted(server: MisbehavingServer, connect: Connect) -> None:
    now = 0.0
    server.will(OK)
    ask = connect(server.url, clock=lambda: now)
    ask(HISTORY_EVENT, Context())
    now += 40
    ask(HISTORY_EVENT, Context())
    assert server.connections == 1
    now += 60
    ask(HISTORY_EVENT, Context(seconds=1e6))
    assert server.connections == 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(server: MisbehavingServer, connect: Connect, status: int) -> None:
    server.will(answer(b"", status, {"Location": f"{server.url}/elsewhere"}), OK)
    with pytest.raises(RemoteReaderError, match=f"{status}, a redirect") as raised:
        connect(server.url)(HISTORY_EVENT, Context())
    assert raised.value.status == status
    assert len(server.received) == 1


def test_no_proxy_and_no_netrc_of_the_environment(
    server: MisbehavingServer, connect: Connect, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password something\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    server.will(OK)
    connect(server.url)(HISTORY_EVENT, Context())
    assert server.received[0].header("Authorization") == []
