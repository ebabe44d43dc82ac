"""Tokens of a function's identity: kept, renewed, and asked for again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from hotread.deadline import TimeIsUpError
from hotread.platform_endpoint import KeptToken, PlatformEndpoint, PlatformError, Token

SILENT = PlatformError("the endpoint does not answer")


@dataclass
class Platform:
    """Tokens that are valid for 1,000 s, by a clock that starts at 5,000 s."""

    now: float = 5000.0
    failure: Exception | None = None
    fetched: list[float] = field(default_factory=list)

    def fetch(self) -> Token:
        self.fetched.append(self.now)
        if self.failure:
            raise self.failure
        return Token(f"token {len(self.fetched)}", 1000)

    def kept(self) -> KeptToken:
        return KeptToken(self.fetch, clock=lambda: self.now, renewed_before=300)


@pytest.fixture
def platform() -> Platform:
    return Platform()


def test_a_token_is_renewed_before_it_expires(platform: Platform) -> None:
    token = platform.kept()
    found = []
    for platform.now in (5000, 5700, 5701, 6400):
        found.append(token.text())
    assert found == ["token 1", "token 1", "token 2", "token 2"]


def test_a_token_that_cannot_be_renewed_is_used_until_it_expires(platform: Platform) -> None:
    token = platform.kept()
    token.text()
    platform.failure = SILENT
    for platform.now in (5800, 5999):
        assert token.text() == "token 1"
    platform.now = 6000
    with pytest.raises(PlatformError):
        token.text()


@pytest.mark.parametrize("failure", [SILENT, TimeIsUpError()], ids=["no answer", "the query's time is over"])
def test_a_failing_renewal_does_not_delay_every_query_until_the_token_expires(
    platform: Platform, failure: Exception
) -> None:
    """A silent endpoint takes 6 s of a query's 8, and the token is still valid for minutes."""
    token = platform.kept()
    token.text()
    platform.failure = failure
    for platform.now in range(5800, 5830):
        token.text()
    assert platform.fetched == [5000, 5800]
    platform.failure = None
    platform.now = 5830
    assert token.text() == "token 3"


def test_a_token_that_is_refused_is_replaced_at_once(platform: Platform) -> None:
    token = platform.kept()
    token.text()
    platform.failure = SILENT
    platform.now = 5800
    token.text()
    platform.failure = None
    token.forget()
    assert token.text() == "token 3"


@contextmanager
def answering(body: bytes) -> Iterator[Callable[[], Token]]:
    """Yields what asks an endpoint for its token, which it answers with the body."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response_only(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        endpoint = PlatformEndpoint("the endpoint", f"http://127.0.0.1:{server.server_port}")
        yield lambda: endpoint.token("/token", {}, lambda found: float(found["expires_in"]))
        server.shutdown()


@pytest.mark.parametrize("lifetime", [b"0", b"3599", b'"3599"', b"86400"])
def test_a_token_is_valid_for_as_long_as_the_endpoint_says(lifetime: bytes) -> None:
    with answering(b'{"access_token": "ya29.c-_~+/=", "expires_in": %s}' % lifetime) as token:
        assert token() == ("ya29.c-_~+/=", float(lifetime.strip(b'"')))


@pytest.mark.parametrize(("lifetime", "kept"), [(b"-90000", 0.0), (b"3599000", 86_400.0)])
def test_a_token_whose_end_is_by_another_clock_is_used_once_or_for_a_day(
    lifetime: bytes, kept: float
) -> None:
    with answering(b'{"access_token": "t", "expires_in": %s}' % lifetime) as token:
        assert token() == ("t", kept)


@pytest.mark.parametrize("lifetime", [b"NaN", b'"nan"', b"Infinity", b'"inf"', b"-Infinity"])
def test_a_token_without_a_valid_end_is_an_error_and_not_kept_for_ever(lifetime: bytes) -> None:
    with (
        answering(b'{"access_token": "secret", "expires_in": %s}' % lifetime) as token,
        pytest.raises(PlatformError, match=r"^the endpoint answers without a valid token"),
    ):
        token()


@pytest.mark.parametrize(
    "body",
    [
        *(
            b'{"access_token": %s, "expires_in": 3599}' % text
            for text in (b"null", b"17", b'["secret"]', b"{}")
        ),
        *(b'{"access_token": "%s", "expires_in": 3599}' % text for text in (b"", b" ", b"secret token")),
        *(
            b'{"access_token": "secret%s", "expires_in": 3599}' % text
            for text in (rb"\r\nX: y", rb"\n", b"\\u00e9")
        ),
        *(
            b'{"access_token": "secret", "expires_in": %s}' % end
            for end in (b"null", b'"soon"', b"[]", b"9" * 400)
        ),
        *(b"{}", b"[]", b'"secret"', b"null", b"secret", b"\xff", b"", b"[" * 100_000),
    ],
    ids=lambda body: body[:60].decode(errors="replace"),
)
def test_an_answer_without_a_valid_token_is_an_error_that_quotes_nothing_of_it(body: bytes) -> None:
    with answering(body) as token, pytest.raises(PlatformError, match="without a valid token") as error:
        token()
    assert "secret" not in f"{error.value!r} {error.value.__cause__!r}"
