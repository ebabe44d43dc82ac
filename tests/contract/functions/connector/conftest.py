"""The connector against a real server on loopback, over plain HTTP and over TLS."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import trustme
from remote_reader.settings import RemoteSettings
from twin_connector.answer import HISTORY, Kind
from twin_connector.handler import Handler, handler_of
from twin_connector.remote import RemoteRoute

from tests.contract.functions.connector import events
from tests.contract.functions.connector.events import TOKEN
from tests.contract.functions.connector.server import MisbehavingServer, answer, serving

_ENVIRONMENT = (
    "DIGITAL_TWIN_INFO",
    "REMOTE_READER_URL",
    "INTER_CLOUD_TOKEN",
    "LOCAL_HOT_READER_NAME",
    "REMOTE_READER_TIMEOUT_SECONDS",
    "REMOTE_READER_MAX_RETRIES",
    "_X_AMZN_TRACE_ID",
)


@dataclass
class Context:
    """A Lambda's context with so much time left."""

    seconds: float = 30.0

    def get_remaining_time_in_millis(self) -> int:
        return round(self.seconds * 1000)


@dataclass(frozen=True)
class Certificates:
    server: ssl.SSLContext
    ca_bundle: str


Connect = Callable[..., Handler]
OK = answer(events.history())


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """Everything logged so far, fields included. After every test: the token is not in it."""
    caplog.set_level("DEBUG")
    caplog.set_level("INFO", "botocore")
    caplog.set_level("INFO", "botocore")

    def text() -> str:
        return "\n".join(str(record.__dict__) + record.getMessage() for record in caplog.records)

    yield text
    assert TOKEN not in text()


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    bundle = tmp_path_factory.mktemp("certificates") / "ca.pem"
    Path(bundle).write_bytes(authority.cert_pem.bytes())
    return Certificates(context, str(bundle))


@pytest.fixture
def tls_server(certificates: Certificates) -> Iterator[MisbehavingServer]:
    with serving(certificates.server) as running:
        yield running


@pytest.fixture
def connect() -> Connect:
    """Makes the handler that asks a URL. Waits between attempts are a hundredth of the real ones."""

    def make(
        url: str,
        kind: Kind = HISTORY,
        *,
        token: str = TOKEN,
        timeout_seconds: float = 5,
        max_retries: int = 3,
        first_wait: float = 0.01,
        **options: Any,
    ) -> Handler:
        settings = RemoteSettings(url, token, timeout_seconds, max_retries)
        return handler_of(kind, RemoteRoute(settings, first_wait=first_wait, **options))

    return make
