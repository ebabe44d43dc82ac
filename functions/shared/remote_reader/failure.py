"""What went wrong in one attempt, by name, and whether another attempt may help.

A cold start compiles what it imports, so this is imported where something failed.
"""

from __future__ import annotations

import http.client
import logging
import ssl

import requests
import urllib3.exceptions
from crosstwin_contract.excerpt import excerpt, without_token
from crosstwin_contract.strict_json import loads_error
from hotread.log import log

from remote_reader.errors import (
    AuthenticationError,
    ConnectorError,
    InvalidReaderResponse,
    RemoteReaderError,
    RemoteReaderTimeout,
)
from remote_reader.exchange import Reply, TimeIsUpError
from remote_reader.query import Query
from remote_reader.retries import RETRIED_STATUSES

_LONGEST_MESSAGE = 500  # characters of a reader's own message


def status_failure(reply: Reply, host: str, token: str, query: Query) -> ConnectorError:
    """The error for a reply that is not 200. It quotes the reader's own error, nothing else of the body.

    Logs the structure of a body without one.
    """
    status = reply.status
    reason = reader_error(reply.body, token)
    if reply.body and not reason:
        _log_excerpt(reply, token, query)
    message = f"the hot reader at {host} answered {status}" + (f": {reason}" if reason else "")
    if status in (401, 403):
        return AuthenticationError(f"{message}; it does not accept the token", status=status)
    if 200 <= status < 300:
        return InvalidReaderResponse(f"{message}, expected 200")
    if 300 <= status < 400:
        return RemoteReaderError(f"{message}, a redirect; redirects are not followed", status=status)
    if status == 404 and not reason:
        # An Azure Functions host without functions answers so. A reader itself never does.
        message += "; the URL is wrong, or the function app there failed to start (its log says why)"
    return RemoteReaderError(
        message,
        status=status,
        retryable=status in RETRIED_STATUSES,
        retry_after=reply.headers.get("Retry-After"),
    )


def answer_failure(
    reply: Reply, error: InvalidReaderResponse, host: str, token: str, query: Query
) -> InvalidReaderResponse:
    """The error about a body that is not an answer. Logs the structure of the body's beginning."""
    _log_excerpt(reply, token, query)
    return InvalidReaderResponse(f"the hot reader at {host} answered with {without_token(str(error), token)}")


def exchange_failure(error: Exception, host: str, seconds: float, token: str) -> ConnectorError:
    """The error for an exchange that ended without a reply."""
    found = _exchange_failure(error, host, seconds)
    found.args = tuple(without_token(str(part), token) for part in found.args)
    return found


def _exchange_failure(error: Exception, host: str, seconds: float) -> ConnectorError:
    timeouts = (TimeIsUpError, requests.Timeout, urllib3.exceptions.TimeoutError)
    if isinstance(error, timeouts):
        return RemoteReaderTimeout(
            f"the hot reader at {host} gave no complete answer within {seconds:.3g} s", retryable=True
        )
    if isinstance(error, InvalidReaderResponse):
        return InvalidReaderResponse(f"the hot reader at {host} answered with {error}")
    if isinstance(error, urllib3.exceptions.DecodeError):
        return InvalidReaderResponse(f"the hot reader at {host} answered with a body that does not unpack")
    cause = _root(error)
    connection = isinstance(error, requests.ConnectionError | urllib3.exceptions.HTTPError)
    # A certificate that does not verify now will not verify in a second.
    retryable = connection and not isinstance(cause, ssl.SSLCertVerificationError)
    return RemoteReaderError(
        f"the exchange with the hot reader at {host} failed: {_described(cause)}", retryable=retryable
    )


def reader_error(body: bytes, token: str) -> str:
    """Code and message out of `{"error": {"code": "…", "message": "…"}}`; empty if there are none.

    The token is taken out before the cut, which could leave its beginning, and after it in other spellings.
    """
    try:
        error = loads_error(body)["error"]
        message = f"{error['code']}: {error['message']}".replace(token, "***")
        return without_token(message[:_LONGEST_MESSAGE], token)
    except (KeyError, TypeError):
        return ""


def _log_excerpt(reply: Reply, token: str, query: Query) -> None:
    log(
        logging.WARNING,
        "the hot reader gave no answer",
        trace_id=query.trace.id,
        status=reply.status,
        content_type=without_token(reply.headers.get("Content-Type", "")[:100], token),
        size=len(reply.body),
        excerpt=excerpt(reply.body, token),
    )


def _described(cause: BaseException) -> str:
    """The system's own message. What a parser says quotes the answer, telemetry included: its name only."""
    incomplete = (http.client.IncompleteRead, urllib3.exceptions.IncompleteRead)
    if isinstance(cause, OSError | urllib3.exceptions.NewConnectionError) or type(cause) in incomplete:
        return str(cause)
    return f"the answer is not valid HTTP ({type(cause).__name__})"


def _root(error: BaseException) -> BaseException:
    """The innermost cause, which says what happened; the outer layers repeat it with the whole URL."""
    inner = getattr(error, "reason", None) or next(
        (part for part in error.args if isinstance(part, BaseException)), None
    )
    return _root(inner) if isinstance(inner, BaseException) else error
