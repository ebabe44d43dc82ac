"""The regions of a Cosmos DB account: where the first one fails, another one answers."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

import certifi
from hotread.connections import Connections
from hotread.deadline import TimeIsUpError

_CONNECT_TIMEOUT = 2.0  # seconds
_READ_TIMEOUT = 3.0
_KEPT = 300.0  # seconds for which the list counts, and for which a region that failed is not asked


class Regions:
    """Connections to one region at a time. Several threads may use it at the same time.

    The account's own address leads to its first region. The account names the others, in the order in which
    they take its place.
    Source: https://learn.microsoft.com/rest/api/cosmos-db/get-database-account-properties
    """

    def __init__(self, endpoint: str) -> None:
        self._first = endpoint
        self._others: list[str] = []
        self._connections = {endpoint: _connections(endpoint)}
        self._current = endpoint
        self._back_at = self._learn_at = 0.0

    def current(self) -> Connections:
        if self._current != self._first and time.monotonic() >= self._back_at:
            self._current = self._first
        return self._connections[self._current]

    def leave(self, failed: Connections) -> None:
        """Asks the next region from now on, if there is one. `failed` is what `current` returned."""
        current = self._current
        if not self._others or failed is not self._connections[current]:
            return  # or another thread has left it
        all_ = [self._first, *self._others]
        following = all_[(all_.index(current) + 1) % len(all_)] if current in all_ else self._first
        if following not in self._connections:
            self._connections[following] = _connections(following)
        self._back_at = time.monotonic() + _KEPT
        self._current = following

    def refused(self, region: Connections) -> bool:
        """Asks the first region from now on. Returns whether `region`, which refused a query, is another one.

        Another region can refuse all: with private endpoints, DNS needs an entry for each region.
        Source: https://learn.microsoft.com/azure/cosmos-db/how-to-configure-private-endpoints
        """
        if region is self._connections[self._first]:
            return False
        self._current = self._first
        return True

    def learn(self, account: Callable[[], Any]) -> None:
        """Asks for the account's regions, unless it is known. Without an answer, what is known counts."""
        if time.monotonic() < self._learn_at:
            return
        self._learn_at = time.monotonic() + _KEPT
        try:
            locations = account()["readableLocations"]
            # Of the first region, the account's own address is known to answer.
            others = [location["databaseAccountEndpoint"] for location in locations[1:]]
            if all(map(self._is_address, others)):
                self._others = others
        except (OSError, HTTPException, LookupError, RecursionError, TimeIsUpError, TypeError, ValueError):
            return

    def _is_address(self, url: Any) -> bool:
        """Whether it is a URL, and a token that is sent there is encrypted, if it is at the first region."""
        if not isinstance(url, str):
            return False
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0 and parts.scheme == urlsplit(self._first).scheme


def _connections(endpoint: str) -> Connections:
    return Connections(
        endpoint,
        os.environ.get("SSL_CERT_FILE") or certifi.where(),
        connect_timeout=_CONNECT_TIMEOUT,
        read_timeout=_READ_TIMEOUT,
    )
