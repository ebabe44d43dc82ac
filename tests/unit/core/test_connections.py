"""What a connection is used for: one request at a time, within the query's time."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from hotread.connections import Connections
from hotread.deadline import DEADLINE, Deadline, TimeIsUpError


@pytest.mark.parametrize("text", ["a\r\nb: c", "a\nb: c", "a\rb: c"])
def test_a_line_break_cannot_begin_another_header(text: str) -> None:
    connections = Connections("http://127.0.0.1:9", None, connect_timeout=1, read_timeout=1)
    with pytest.raises(ValueError, match="a line break"):
        connections.request("POST", "/", b"", {"x-ms-continuation": text})
    with pytest.raises(ValueError, match="a line break"):
        connections.request("GET", f"/{text}", None, {})


@pytest.fixture
def a_query() -> Iterator[None]:
    """It has a fifth of a second."""
    outer = DEADLINE.set(Deadline(time.monotonic() + 0.2))
    started = time.monotonic()
    yield
    assert time.monotonic() - started < 0.7
    DEADLINE.reset(outer)


def resolving_to(monkeypatch: pytest.MonkeyPatch, *addresses: tuple[str, int]) -> Connections:
    resolve = socket.getaddrinfo

    def resolved(host: str, *args: Any, flags: int = 0, **options: Any) -> Any:
        if flags == socket.AI_NUMERICHOST:
            return resolve(host, *args, flags=flags, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    return Connections("http://store.invalid", None, connect_timeout=1, read_timeout=1)


@pytest.mark.usefixtures("a_query")
def test_a_name_that_does_not_resolve_is_not_waited_for_beyond_the_query(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolve = socket.getaddrinfo

    def slow(*args: Any, flags: int = 0, **options: Any) -> Any:
        time.sleep(0 if flags == socket.AI_NUMERICHOST else 5)
        return resolve(*args, flags=flags, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    connections = Connections("http://store.invalid", None, connect_timeout=1, read_timeout=1)
    with pytest.raises(TimeIsUpError):
        connections.request("GET", "/", None, {})


@pytest.mark.usefixtures("a_query")
def test_addresses_that_take_no_connection_have_the_time_of_the_query_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        with pytest.raises(TimeIsUpError):
            resolving_to(monkeypatch, *[full.getsockname()] * 9).request("GET", "/", None, {})


def test_the_next_address_is_tried_where_one_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # and does not listen
        connections = resolving_to(monkeypatch, closed.getsockname(), listening.getsockname())
        connections._connected().close()
        listening.settimeout(5)
        listening.accept()[0].close()
        with pytest.raises(ConnectionRefusedError, match=r"store\.invalid"):
            resolving_to(monkeypatch, closed.getsockname())._connected()


def test_a_name_without_an_address_says_so() -> None:
    connections = Connections("http://store.invalid", None, connect_timeout=1, read_timeout=1)
    with pytest.raises(socket.gaierror, match=r"store\.invalid"):
        connections.request("GET", "/", None, {})


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"
THEIRS = HEAD % 6 + b"theirs"
# Of which a reader receives 8,192 bytes at a time: then the rest of what TLS has decrypted waits there.
SIZES = {"before all was received": 100, "when all was received": 8192 - len(HEAD % 8000)}


def test_a_kept_connection_keeps_no_limit_of_a_query_that_was_nearly_over() -> None:
    delays = [0.0, 0.3]

    def serve(listening: socket.socket) -> None:
        with listening.accept()[0] as connection:
            for delay in delays:
                connection.recv(65_536)
                time.sleep(delay)
                connection.sendall(HEAD % 2 + b"ok")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        connections = Connections(url, None, connect_timeout=1, read_timeout=3)
        for seconds in (0.2, 5.0):
            outer = DEADLINE.set(Deadline(time.monotonic() + seconds))
            try:
                assert connections.post(b"{}", {}).body == b"ok"
            finally:
                DEADLINE.reset(outer)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("is_later", [False, True], ids=["with the answer", "later"])
def test_over_tls_a_response_that_nobody_asked_for_is_not_the_next_one(
    tmp_path: Path, size: int, *, is_later: bool
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    asked, ours = [0, 0], HEAD % size + b"o" * size
    may_ask = threading.Event()

    def serve(listening: socket.socket) -> None:
        for number, unasked in ((0, THEIRS), (1, b"")):
            accepted = listening.accept()[0]
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with context.wrap_socket(accepted, server_side=True) as connection:
                while connection.recv(65_536):
                    asked[number] += 1
                    connection.sendall(ours if is_later else ours + unasked)
                    if is_later and asked[number] == 2:
                        connection.sendall(unasked)
                        time.sleep(0.03)  # for it to arrive
                    may_ask.set()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}"
        connections = Connections(url, str(tmp_path / "ca.pem"), connect_timeout=5, read_timeout=5)
        for _ in range(4):
            may_ask.clear()
            assert connections.post(b"{}", {}).body == b"o" * size
            assert may_ask.wait(5)
    # A connection is kept until then, although TLS has sent its session tickets.
    assert asked == ([2, 2] if is_later else [1, 3])


def test_over_tls_a_kept_connection_on_which_a_part_of_a_message_arrived_waits_for_the_next_response(
    tmp_path: Path,
) -> None:
    """TLS has messages of its own, and what arrives of one is looked at without waiting."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    received, sent = ssl.MemoryBIO(), ssl.MemoryBIO()
    within = context.wrap_bio(received, sent, server_side=True)
    has_sent_part = threading.Event()

    def serve(listening: socket.socket) -> None:
        with listening.accept()[0] as connection:

            def when_it_can(call: Callable[[], object]) -> None:
                while True:
                    try:
                        call()
                    except ssl.SSLWantReadError:
                        connection.sendall(sent.read())
                        received.write(connection.recv(65_536))
                    else:
                        return

            when_it_can(within.do_handshake)
            when_it_can(lambda: within.read(65_536))
            within.write(HEAD % 1 + b"1")
            connection.sendall(sent.read())
            within.write(HEAD % 1 + b"2")
            second = sent.read()
            time.sleep(0.05)  # the first response is read by then
            connection.sendall(second[:3])
            has_sent_part.set()
            when_it_can(lambda: within.read(65_536))
            time.sleep(0.05)
            connection.sendall(second[3:])

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}"
        connections = Connections(url, str(tmp_path / "ca.pem"), connect_timeout=1, read_timeout=1)
        assert connections.post(b"{}", {}).body == b"1"
        assert has_sent_part.wait(5)
        assert connections.post(b"{}", {}).body == b"2"
