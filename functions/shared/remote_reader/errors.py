"""What a connector raises. No message holds a token or a telemetry value."""

from __future__ import annotations


class ConnectorError(Exception):
    """The base of everything the connector raises by name."""


class QueryTooLarge(ConnectorError):
    """The query is larger than a Lambda's payload may be; it was not sent."""


class InvalidReaderResponse(ConnectorError):
    """A reader answered with success, but not with an answer."""


class RemoteReaderError(ConnectorError):
    """The remote reader did not answer the query.

    Attributes: `status` (its last HTTP status, None if there was none), `attempts` (requests made),
    `retryable` (whether another attempt may help), `retry_after` (the header's text).
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retryable: bool = False,
        retry_after: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retryable = retryable
        self.retry_after = retry_after
        self.attempts = 1

    def __str__(self) -> str:
        """The message and the number of attempts, so that TwinMaker's users see it too."""
        attempts = "1 attempt" if self.attempts == 1 else f"{self.attempts} attempts"
        return f"{super().__str__()} ({attempts})"


class AuthenticationError(RemoteReaderError):
    """The remote reader refused the token (401, 403)."""


class RemoteReaderTimeout(RemoteReaderError):
    """The remote reader gave no complete answer in time."""
