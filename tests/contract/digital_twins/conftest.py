"""The emulator of Azure Digital Twins, with Microsoft's SDK as its client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from azure.core.credentials import AccessToken
from azure.core.pipeline.policies import SansIOHTTPPolicy
from azure.digitaltwins.core import DigitalTwinsClient

from crosstwin.local.digital_twins.options import Options
from crosstwin.local.digital_twins.service import DigitalTwins
from crosstwin.local.serving import serving


class Clock:
    """A clock that tests set forward."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class NoCredential:
    def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        return AccessToken("no-secret", 4_000_000_000)


def sdk(url: str, **options: Any) -> DigitalTwinsClient:
    """The SDK sends a credential over HTTPS only, so it gets a policy that adds none."""
    return DigitalTwinsClient(url, NoCredential(), authentication_policy=SansIOHTTPPolicy(), **options)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def options() -> Options:
    return Options()


@pytest.fixture
def instance(options: Options, clock: Clock) -> DigitalTwins:
    return DigitalTwins(options, clock)


@pytest.fixture
def url(instance: DigitalTwins) -> Iterator[str]:
    with serving(instance.wsgi) as address:
        yield address


@pytest.fixture
def client(url: str) -> DigitalTwinsClient:
    """Without retries, so that each answer is seen."""
    return sdk(url, retry_total=0)
