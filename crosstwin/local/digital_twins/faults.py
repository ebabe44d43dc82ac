"""An answer that is not success."""

from __future__ import annotations

from collections.abc import Mapping


class Fault(Exception):
    """An HTTP status with the service's own error code and a message."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})


def invalid_argument(message: str) -> Fault:
    return Fault(400, "InvalidArgument", message)


def validation_failed(message: str) -> Fault:
    return Fault(400, "ValidationFailed", message)
