"""What the platform says to a function, over HTTP on its own machine: above all, tokens of its identity."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from http.client import HTTPException
from math import isfinite
from typing import Any, NamedTuple

from hotread.connections import Connections
from hotread.deadline import TimeIsUpError, pause

_CONNECT_TIMEOUT = 1.0  # seconds
_READ_TIMEOUT = 3.0
_ATTEMPTS = 2
_WAIT = 0.3  # seconds
_BUSY = {408, 429}
# What a header can hold, and any bearer token has: RFC 6750, section 2.1.
_TOKEN = re.compile(r"[\x21-\x7e]+")
_LONGEST_KEPT = 86_400.0  # seconds; as long as the tokens of a managed identity are valid
# After a failed renewal, a token that is still valid is used for so long before the next attempt: each takes
# 6 s where the endpoint is silent, and a query has 8.
_RENEWAL_PAUSE = 30.0  # seconds


class PlatformError(Exception):
    """The platform's endpoint does not answer, or not as documented."""


class Token(NamedTuple):
    text: str
    lifetime: float  # seconds for which it is still valid


class PlatformEndpoint:
    """Several threads may use it at the same time. `name` is how a message names it."""

    def __init__(self, name: str, url: str) -> None:
        self._name = name
        self._connections = Connections(url, "", connect_timeout=_CONNECT_TIMEOUT, read_timeout=_READ_TIMEOUT)

    def get(self, path: str, headers: Mapping[str, str]) -> bytes:
        """The body of the answer. Raises PlatformError, which names no header; TimeIsUpError."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                response = self._connections.request("GET", path, None, headers)
            except (OSError, HTTPException) as error:
                if attempt == _ATTEMPTS:
                    raise PlatformError(f"{self._name} does not answer: {error}") from error
            else:
                if response.status == 200:
                    return response.body
                if attempt == _ATTEMPTS or (response.status < 500 and response.status not in _BUSY):
                    raise PlatformError(f"{self._name} answers {response.status}: {response.body[:200]!r}")
            pause(_WAIT)
        raise AssertionError

    def token(self, path: str, headers: Mapping[str, str], lifetime: Callable[[Any], float]) -> Token:
        """The token in an answer of JSON, of which `lifetime` reads for how many seconds it is still valid.

        An end by the endpoint's clock can be over, or far off, where the function's clock is wrong: such a
        token is used, once or for a day. Raises as `get` does, and PlatformError for an answer that is not
        of the documented form: of `null`, a header would be "Bearer None".
        """
        body = self.get(path, headers)
        try:
            found = json.loads(body)
            text, seconds = found["access_token"], lifetime(found)
            if not isinstance(text, str) or not _TOKEN.fullmatch(text) or not isfinite(seconds):
                raise ValueError
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
            # Without its cause: the errors of parsers quote what they parse.
            raise PlatformError(f"{self._name} answers without a valid token, or without its end") from None
        return Token(text, min(max(0.0, seconds), _LONGEST_KEPT))


_NONE = "", 0.0


class KeptToken:
    """A token that is used until it expires. Several threads may use it at the same time.

    It is renewed when it is valid for less than `renewed_before` seconds. Where that fails, it is used on.
    """

    def __init__(
        self, fetch: Callable[[], Token], *, clock: Callable[[], float], renewed_before: float
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._renewed_before = renewed_before
        self._kept = _NONE
        self._renewal_at = 0.0

    def text(self) -> str:
        """Raises what `fetch` raises, if there is no token that is valid."""
        now, (text, expires) = self._clock(), self._kept
        if expires - now < self._renewed_before and now >= self._renewal_at:
            try:
                text, lifetime = self._fetch()
            except (PlatformError, TimeIsUpError):
                if expires <= now:
                    raise
                self._renewal_at = min(now + _RENEWAL_PAUSE, expires)
            else:
                self._kept = text, now + lifetime
        return text

    def forget(self) -> None:
        """For a token that is refused."""
        self._kept = _NONE
        self._renewal_at = 0.0
