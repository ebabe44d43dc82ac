"""What a network and a broken server do, done for real on loopback."""

from __future__ import annotations

import gc
import gzip
import resource
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from remote_reader.errors import (
    InvalidReaderResponse,
    RemoteReaderError,
    RemoteReaderTimeout,
)

from crosstwin.local.process import free_port
from tests.contract.functions.connector import events
from tests.contract.functions.connector.conftest import OK, Certificates, Connect, Context
from tests.contract.functions.connector.events import HISTORY_EVENT
from tests.contract.functions.connector.server import (
    Behaviour,
    MisbehavingServer,
    answer,
    drip_body,
    drip_headers,
    end_within_body,
    endless,
    html,
    late,
    reset,
    reset_within_body,
    silence,
    unanswered_port,
)

MIB = 1024 * 1024


@contextmanager
def within(seconds: float) -> Any:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


def test_http_connection_timeout(connect: Connect) -> None:
    with unanswered_port() as port, within(3):
        ask = connect(f"http://127.0.0.1:{port}/", timeout_seconds=0.3, max_retries=1)
        with pytest.raises(RemoteReaderTimeout, match=r"within 0\.3 s \(2 attempts\)"):
            ask(HISTORY_EVENT, Context())


def test_http_read_timeout(server: MisbehavingServer, connect: Connect) -> None:
    server.will(silence)
    with within(3), pytest.raises(RemoteReaderTimeout, match=r"no complete answer within 0\.3 s") as raised:
        connect(server.url, timeout_seconds=0.3, max_retries=1)(HISTORY_EVENT, Context())
    assert raised.value.status is None
    assert len(server.received) == raised.value.attempts == 2


def test_http_post_timeout_handling(server: MisbehavingServer, connect: Connect) -> None:
    """A query changes nothing, so a POST that timed out is asked again."""
    server.will(silence, OK)
    assert connect(server.url, timeout_seconds=0.3)(HISTORY_EVENT, Context())["propertyValues"]
    assert len(server.received) == 2


@pytest.mark.parametrize("fault", [silence, drip_headers, drip_body])
def test_nothing_outlasts_the_invocation(
    server: MisbehavingServer, connect: Connect, fault: Behaviour
) -> None:
    """1.5 s are left, one of them is kept for the error: 0.5 s, though each single read succeeds."""
    server.will(fault)
    with within(1.4), pytest.raises(RemoteReaderTimeout):
        connect(server.url)(HISTORY_EVENT, Context(seconds=1.5))


@pytest.mark.parametrize("fault", [drip_headers, drip_body])
def test_the_timeout_is_for_the_whole_attempt(
    server: MisbehavingServer, connect: Connect, fault: Behaviour
) -> None:
    server.will(fault)
    with within(2), pytest.raises(RemoteReaderTimeout, match=r"within 0\.3 s \(1 attempt\)"):
        connect(server.url, timeout_seconds=0.3, max_retries=0)(HISTORY_EVENT, Context())


def exchange_threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name.startswith("exchange")}


def test_an_exchange_given_up_ends(server: MisbehavingServer, connect: Connect) -> None:
    """The thread of a dripping body does not pile up in the container."""
    before = exchange_threads()
    server.will(drip_body)
    ask = connect(server.url, timeout_seconds=0.2, max_retries=0)
    with pytest.raises(RemoteReaderTimeout):
        ask(HISTORY_EVENT, Context())
    for thread in exchange_threads() - before:
        thread.join(2)
        assert not thread.is_alive()


ENDLESS = {
    "interim responses": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a header": (b"HTTP/1.1 200 OK\r\nX-Endless: ", b"x"),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "a body": (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" "),
    "a body to the end of the connection": (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b" "),
    "empty gzip members": (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 272629760\r\n\r\n",
        gzip.compress(b""),
    ),
    "empty deflate blocks": (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: 272629760\r\n\r\n\x78\x9c",
        b"\x00\x00\x00\xff\xff",
    ),
    "trailers": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n \r\n0\r\n", b"X: y\r\n"),
}


@pytest.mark.parametrize("name", ENDLESS)
@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
def test_an_endless_answer_leaves_neither_thread_nor_socket(
    request: pytest.FixtureRequest, connect: Connect, certificates: Certificates, name: str, tls: bool
) -> None:
    server: MisbehavingServer = request.getfixturevalue("tls_server" if tls else "server")
    server.will(endless(*ENDLESS[name], pause=0.02))
    ask = connect(server.url, timeout_seconds=0.3, max_retries=0, ca_bundle=certificates.ca_bundle)
    before = exchange_threads()
    with within(2), pytest.raises(RemoteReaderTimeout):
        ask(HISTORY_EVENT, Context())
    for thread in exchange_threads() - before:
        thread.join(2)
        assert not thread.is_alive()
    assert server.gone.wait(2), "the server still has the connection"
    server.will(OK)
    assert ask(HISTORY_EVENT, Context())["propertyValues"]


def test_memory_and_threads_stay_flat_over_1000_endless_answers(
    server: MisbehavingServer, connect: Connect
) -> None:
    earlier = exchange_threads()  # of readers that other tests keep
    ask = connect(server.url, timeout_seconds=0.02, max_retries=0)

    def give_up(times: int) -> int:
        for number in range(times):
            server.will(endless(*[*ENDLESS.values()][number % len(ENDLESS)], pause=0.005))
            with pytest.raises(RemoteReaderTimeout):
                ask(HISTORY_EVENT, Context())
        gc.collect()
        return _resident()

    before = give_up(100)
    assert give_up(1000) - before < 8 * MIB
    time.sleep(0.5)
    assert len(exchange_threads() - earlier) <= 2


def _resident() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()


@pytest.mark.parametrize(
    "raw",
    [
        b"23.5,24.5,molten\n" * 4000,
        b"molten " + b"23.5 " * 12_000,
        b"HTTP/1.1 molten 23.5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nmolten 23.5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nmolten 23.5\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"molten" * 20_000 + b"\r\n\r\n",
    ],
    ids=["no status line", "words", "no status", "no header", "no chunk", "a long header"],
)
def test_what_is_not_http_is_reported_without_what_it_is(
    server: MisbehavingServer, connect: Connect, logged: Callable[[], str], raw: bytes
) -> None:
    def behave(handler: Any) -> None:
        handler.wfile.write(raw)
        handler.close_connection = True

    server.will(behave)
    with pytest.raises((RemoteReaderError, InvalidReaderResponse)) as raised:
        connect(server.url, max_retries=0)(HISTORY_EVENT, Context())
    told = str(raised.value) + logged()
    assert "molten" not in told
    assert "23.5" not in told
    assert len(str(raised.value)) < 300


def test_one_thread_serves_all_queries_and_ends_with_its_reader(
    server: MisbehavingServer, connect: Connect
) -> None:
    before = exchange_threads()
    server.will(*[OK] * 3)
    ask = connect(server.url)
    for _ in range(3):
        ask(HISTORY_EVENT, Context())
    (thread,) = exchange_threads() - before
    del ask
    gc.collect()
    thread.join(2)
    assert not thread.is_alive()


def test_a_late_answer_is_nobodys(server: MisbehavingServer, connect: Connect) -> None:
    """What was given up may still be answered, and a later query has its own answer."""
    server.will(late(answer(events.history({"DoubleValue": -1.0}))), *[OK] * 2)
    ask = connect(server.url, timeout_seconds=0.3, max_retries=1)
    retried = ask(HISTORY_EVENT, Context())
    time.sleep(0.6)
    later = ask(HISTORY_EVENT, Context())
    for found in (retried, later):
        assert found["propertyValues"][0]["values"][0]["value"] == {"doubleValue": 23.5}
    assert len(server.received) == 3


def test_http_ssl_verification_failure(tls_server: MisbehavingServer, connect: Connect) -> None:
    tls_server.will(OK)
    with pytest.raises(RemoteReaderError, match=r"CERTIFICATE_VERIFY_FAILED.*\(1 attempt\)"):
        connect(tls_server.url)(HISTORY_EVENT, Context())
    assert tls_server.received == []


def test_http_post_ssl_error_handling(
    tls_server: MisbehavingServer, connect: Connect, certificates: Certificates
) -> None:
    """A certificate for another name: the query and the token stay here."""
    tls_server.will(OK)
    url = tls_server.url.replace("127.0.0.1", "localhost")
    with pytest.raises(RemoteReaderError, match=r"CERTIFICATE_VERIFY_FAILED.*Hostname mismatch") as raised:
        connect(url, ca_bundle=certificates.ca_bundle)(HISTORY_EVENT, Context())
    assert (raised.value.status, raised.value.retryable) == (None, False)
    assert tls_server.received == []


def test_tls_with_a_trusted_certificate(
    tls_server: MisbehavingServer, connect: Connect, certificates: Certificates
) -> None:
    tls_server.will(OK)
    ask = connect(tls_server.url, ca_bundle=certificates.ca_bundle)
    assert ask(HISTORY_EVENT, Context())["propertyValues"]


def test_the_environment_cannot_replace_the_trusted_certificates(
    tls_server: MisbehavingServer,
    connect: Connect,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certificates.ca_bundle)
    monkeypatch.setenv("CURL_CA_BUNDLE", certificates.ca_bundle)
    tls_server.will(OK)
    with pytest.raises(RemoteReaderError, match="CERTIFICATE_VERIFY_FAILED"):
        connect(tls_server.url)(HISTORY_EVENT, Context())


def test_http_dns_resolution_failure(connect: Connect) -> None:
    ask = connect("https://hot-reader.invalid/api", max_retries=1)
    with pytest.raises(RemoteReaderError, match=r"hot-reader\.invalid.*resolve.*\(2 attempts\)") as raised:
        ask(HISTORY_EVENT, Context())
    assert raised.value.status is None


def test_http_connection_refused(connect: Connect) -> None:
    waits: list[float] = []
    ask = connect(f"http://127.0.0.1:{free_port()}/", sleep=waits.append)
    with pytest.raises(RemoteReaderError, match=r"[Cc]onnection refused.*\(4 attempts\)"):
        ask(HISTORY_EVENT, Context())
    assert len(waits) == 3


@pytest.mark.parametrize("fault", [reset, reset_within_body, end_within_body])
def test_a_connection_that_breaks_is_asked_again(
    server: MisbehavingServer, connect: Connect, fault: Behaviour
) -> None:
    server.will(fault, fault, OK)
    assert connect(server.url)(HISTORY_EVENT, Context())["propertyValues"]
    assert len(server.received) == 3


def test_a_connection_that_always_breaks_is_reported(server: MisbehavingServer, connect: Connect) -> None:
    server.will(reset_within_body)
    with pytest.raises(RemoteReaderError, match=r"[Cc]onnection reset.*\(4 attempts\)"):
        connect(server.url)(HISTORY_EVENT, Context())
    assert len(server.received) == 4


def test_retry_respects_backoff_timing(server: MisbehavingServer, connect: Connect) -> None:
    """The real waits, on the real clock: 1 s and 2 s, each with up to half a second of jitter."""
    server.will(html(503), html(503), OK)
    connect(server.url, first_wait=1.0)(HISTORY_EVENT, Context())
    first, second, third = (request.at for request in server.received)
    assert 1.0 <= second - first < 2.0
    assert 2.0 <= third - second < 3.5


def test_retry_stops_after_max_attempts(server: MisbehavingServer, connect: Connect) -> None:
    server.will(reset)
    with pytest.raises(RemoteReaderError, match=r"\(3 attempts\)"):
        connect(server.url, max_retries=2)(HISTORY_EVENT, Context())
    assert len(server.received) == 3
