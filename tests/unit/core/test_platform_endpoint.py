"""Tokens of a function's identity: kept, renewed, and asked for again."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hotread.deadline import TimeIsUpError
from hotread.platform_endpoint import KeptToken, PlatformError, Token

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
        return Token(f"token {len(self.fetched)}", self.now + 1000)

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
