"""What is known of a remote reader before any query."""

from __future__ import annotations

from typing import NamedTuple

DEFAULT_TIMEOUT_SECONDS = 10.0
DEFAULT_MAX_RETRIES = 3


class RemoteSettings(NamedTuple):
    """The hot reader of another cloud.

    `timeout_seconds` is for one attempt in full, from connecting to the answer's last byte.
    """

    url: str
    token: str
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS
    max_retries: int = DEFAULT_MAX_RETRIES

    def __repr__(self) -> str:
        """Without the token."""
        return f"RemoteSettings(url={self.url!r})"
