"""The hot reader of another cloud, asked over HTTPS with the shared token."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

import requests
from crosstwin_contract.envelope import hint_on_version
from crosstwin_contract.token import TOKEN_HEADER
from urllib3.util import parse_url

from remote_reader.envelope import encode_envelope
from remote_reader.errors import (
    InvalidReaderResponse,
    RemoteReaderError,
    RemoteReaderTimeout,
)
from remote_reader.exchange import EXCHANGE_ERRORS, Exchanges, Reply
from remote_reader.query import Query
from remote_reader.retries import Passing, retries, until_answered
from remote_reader.settings import RemoteSettings

# Load balancers close an idle connection after about a minute, and a frozen container does not notice:
# its next query would fail on it and wait for a retry.
_LONGEST_IDLE = 50.0  # seconds
_HEADERS = {
    "User-Agent": "crosstwin",
    "Accept": "application/json",
    "Accept-Encoding": "gzip",
    "Content-Type": "application/json",
}
# Its warnings quote what of an answer it could not parse, which may be telemetry.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)


class RemoteHotReader:
    """Asks one address, over one connection that is kept for as long as the container lives.

    `source_cloud` labels its queries in the reader's log. `first_wait` is the wait before the first retry, in
    seconds; `ca_bundle` a file of certificates to trust instead of the public ones.
    """

    def __init__(
        self,
        settings: RemoteSettings,
        *,
        source_cloud: str,
        first_wait: float = 1.0,
        ca_bundle: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._source_cloud = source_cloud
        self._host = str(parse_url(settings.url).host)
        self._retries = retries(settings.max_retries, first_wait)
        self._sleep = sleep
        self._clock = clock
        self._exchanges = Exchanges(ca_bundle or True)
        # Prepared once, which takes a fifth of a request's time; what differs between queries is little.
        self._url = requests.Request("POST", settings.url).prepare().url
        self._last_used = clock()

    def ask(self, payload: Mapping[str, Any], query: Query) -> Reply:
        """The reply of 200 to a query with this payload, its body not looked at.

        Raises QueryTooLarge before anything is sent, and any other error of `remote_reader.errors` after.
        """
        body = encode_envelope(payload, source_cloud=self._source_cloud, trace_id=query.trace.id)

        def passing(error: Exception) -> Passing | None:
            if not isinstance(error, RemoteReaderError):
                return None
            error.attempts = query.attempts
            if error.status == 400 and (hint := hint_on_version(payload, str(error))):
                error.args = (f"{error.args[0]}; {hint}",)
            return Passing(error.status, error.retry_after) if error.retryable else None

        return until_answered(
            lambda: self._attempt(body, query),
            passing,
            self._retries,
            query,
            sleep=self._sleep,
            clock=self._clock,
        )

    def refused(self, reply: Reply, error: InvalidReaderResponse, query: Query) -> InvalidReaderResponse:
        """The error about a body that is not an answer. Logs the structure of the body's beginning."""
        from remote_reader.failure import answer_failure

        return answer_failure(reply, error, self._host, self._settings.token, query)

    def _attempt(self, body: bytes, query: Query) -> Reply:
        """One exchange, whose reply is 200. Raises the error of whatever else it is."""
        seconds = min(self._settings.timeout_seconds, query.deadline - self._clock())
        if seconds <= 0:
            raise RemoteReaderTimeout(f"no time was left to ask the hot reader at {self._host}")
        query.attempts += 1
        query.status = None
        self._renew_idle_connection()
        try:
            reply = self._exchanges.exchange(self._request(body, query), seconds)
        except EXCHANGE_ERRORS as error:
            from remote_reader.failure import exchange_failure

            # Without the cause: its text and its objects hold the request, token included.
            raise exchange_failure(error, self._host, seconds, self._settings.token) from None
        query.status = reply.status
        if reply.status == 200:
            return reply
        from remote_reader.failure import status_failure

        raise status_failure(reply, self._host, self._settings.token, query)

    def _request(self, body: bytes, query: Query) -> requests.PreparedRequest:
        request = requests.PreparedRequest()
        request.method, request.url, request.body = "POST", self._url, body
        # requests' own kind of dictionary, of any case, takes three times as long to read.
        request.headers = {  # type: ignore[assignment]
            **_HEADERS,
            TOKEN_HEADER: self._settings.token,
            "traceparent": query.trace.traceparent,
            "Content-Length": str(len(body)),
        }
        return request

    def _renew_idle_connection(self) -> None:
        now = self._clock()
        if now - self._last_used > _LONGEST_IDLE:
            self._exchanges.close()
        self._last_used = now
