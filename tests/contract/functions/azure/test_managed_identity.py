"""Tokens of a Function App's managed identity."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from hotread import platform_endpoint
from hotread.platform_endpoint import PlatformError

from crosstwin.local.process import free_port
from tests.contract.functions.azure.conftest import SOURCE
from tests.contract.functions.azure.identity_endpoint import Queries, running_identity_endpoint
from tests.contract.functions.azure.scripted_cosmos import scripted_cosmos
from tests.contract.functions.scripted_store import Handler, Scripted
from tests.contract.readers.served import importable

with importable(SOURCE):
    import managed_identity


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted_cosmos() as scripted:
        yield scripted


@pytest.fixture
def identity() -> Iterator[Queries]:
    with running_identity_endpoint() as asked:
        yield asked


def test_a_token_is_fetched_again_before_it_expires(
    identity: Queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    tokens = managed_identity.ManagedIdentity("https://a.documents.azure.com")
    assert [tokens.token() for _ in range(3)] == ["identity-token"] * 3
    assert len(identity) == 1
    now += 86_400 - 60
    tokens.token()
    assert len(identity) == 2
    now += 86_400 - 60
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{free_port()}")
    assert tokens.token() == "identity-token"  # it is still good for a minute
    now += 120
    with pytest.raises(PlatformError, match="does not answer"):
        tokens.token()


def test_an_app_without_an_identity_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IDENTITY_ENDPOINT", raising=False)
    with pytest.raises(PlatformError, match="the app has no managed identity"):
        managed_identity.ManagedIdentity("https://a.documents.azure.com").token()


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (b'{"message": "No identity with this client id"}', 400, "400: .*No identity with"),
        (b"{}", 200, "without a valid token"),
        (b'{"access_token": null, "expires_on": "9999999999"}', 200, "without a valid token"),
        (b'{"access_token": "t", "expires_on": "soon"}', 200, "without a valid token"),
        (b'{"access_token": "t", "expires_on": "NaN"}', 200, "without a valid token"),
        (b"busy", 503, "503"),
    ],
)
def test_an_identity_that_gets_no_token_says_why(
    server: Scripted, monkeypatch: pytest.MonkeyPatch, body: bytes, status: int, message: str
) -> None:
    monkeypatch.setattr(platform_endpoint, "_WAIT", 0.0)
    monkeypatch.setattr(Handler, "do_GET", lambda handler: handler.answer(status, body))
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{server.url}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "secret of the app")
    with pytest.raises(PlatformError, match=message) as error:
        managed_identity.ManagedIdentity("https://a.documents.azure.com").token()
    assert "secret of the app" not in str(error.value)


def test_a_passing_fault_of_the_identitys_endpoint_is_bridged(
    server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = {"access_token": "t", "expires_on": str(int(time.time()) + 86_400)}
    answers = [(503, b"busy"), (200, json.dumps(token).encode())]
    monkeypatch.setattr(Handler, "do_GET", lambda handler: handler.answer(*answers.pop(0)))
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{server.url}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "secret of the app")
    assert managed_identity.ManagedIdentity("https://a.documents.azure.com").token() == "t"
