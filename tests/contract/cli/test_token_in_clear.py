"""The token never leaves this machine in clear text: not to a host, not to a proxy, not beside a password.

One rule for `crosstwin query` and for the connector.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from remote_reader.errors import RemoteReaderError
from twin_connector.answer import HISTORY
from twin_connector.errors import ConfigurationError
from twin_connector.handler import Handler, connector

from crosstwin.errors import Failure
from crosstwin.readers.client import ReaderError
from crosstwin.readers.http import HttpReader
from tests.contract.functions.connector.conftest import Context
from tests.contract.functions.connector.events import HISTORY_EVENT, TOKEN
from tests.contract.functions.connector.test_settings import twin_info

_PROXIES = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
CLEAR = [
    "http://reader.example/",
    "http://127.0.0.1.reader.example/",
    "http://user:pass@127.0.0.1:9/",
    "https://user:pass@reader.example/",
    "https://user@reader.example/",
    "http://127.0.0.1:9\\@reader.example/",
    "http://[2001:db8::1]/",
    "http://0.0.0.0:9/",
]


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """What a proxy of the environment gets; it refuses everything."""
    got: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                with client:
                    client.settimeout(5)
                    got.append(client.recv(65_536))
                    client.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    for name in _PROXIES:
        monkeypatch.setenv(name, f"http://127.0.0.1:{listener.getsockname()[1]}")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    yield got
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def _connector(url: str, monkeypatch: pytest.MonkeyPatch) -> Handler:
    monkeypatch.setenv("DIGITAL_TWIN_INFO", twin_info(layer_3_hot_provider="azure", layer_4_provider="aws"))
    monkeypatch.setenv("REMOTE_READER_URL", url)
    monkeypatch.setenv("INTER_CLOUD_TOKEN", TOKEN)
    monkeypatch.setenv("REMOTE_READER_MAX_RETRIES", "0")
    return connector(HISTORY)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "[::1]", "localhost", "LOCALHOST"])
def test_a_request_to_this_machine_passes_no_proxy(
    proxy: list[bytes], monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    url = f"http://{host}:9/"  # nothing listens there
    with pytest.raises(ReaderError, match="refused"):
        HttpReader(url, TOKEN).ask({})
    with pytest.raises(RemoteReaderError, match="refused"):
        _connector(url, monkeypatch)(HISTORY_EVENT, Context())
    assert proxy == []


def test_a_proxy_gets_an_encrypted_tunnel_only(proxy: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """The program may use a proxy for HTTPS, as some networks require; the connector never does."""
    with pytest.raises(ReaderError):
        HttpReader("https://reader.invalid/", TOKEN).ask({})
    assert proxy
    assert all(request.startswith(b"CONNECT reader.invalid:443 ") for request in proxy)
    assert TOKEN.encode() not in b"".join(proxy)
    proxy.clear()
    with pytest.raises(RemoteReaderError):
        _connector("https://reader.invalid/", monkeypatch)(HISTORY_EVENT, Context())
    assert proxy == []


@pytest.mark.parametrize("url", CLEAR)
def test_a_url_that_would_show_the_token_is_refused(
    proxy: list[bytes], monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    with pytest.raises(Failure) as refused:
        HttpReader(url, TOKEN)
    with pytest.raises(ConfigurationError) as raised:
        _connector(url, monkeypatch)
    assert ":pass" not in f"{refused.value}{raised.value}"
    assert str(refused.value).partition(": ")[2] == str(raised.value).partition(": ")[2]
    assert proxy == []


def test_no_password_of_netrc_is_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from tests.contract.functions.connector.events import history
    from tests.contract.functions.connector.server import answer, serving

    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password something\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    with serving() as server:
        server.will(answer(history()))
        HttpReader(server.url, TOKEN).ask({})
    assert server.received[0].header("Authorization") == []
