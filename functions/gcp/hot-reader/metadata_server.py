"""What Google Cloud's metadata server says to a function: its project, and tokens of its service account.

Source: https://cloud.google.com/compute/docs/metadata/predefined-metadata-keys
"""

from __future__ import annotations

import os
import re
import time

from hotread.platform_endpoint import KeptToken, PlatformEndpoint, PlatformError, Token

_PATH = "/computeMetadata/v1/"
_HEADERS = {"Metadata-Flavor": "Google"}
_PROJECT = re.compile(r"[A-Za-z0-9.:_-]+")  # old ones have their domain: example.com:twin
# The server returns the same token until about 4 minutes before its end.
_RENEWED_BEFORE = 225.0  # seconds


class MetadataServer:
    """Several threads may use it at the same time. `GCE_METADATA_HOST` names another server."""

    def __init__(self) -> None:
        host = os.environ.get("GCE_METADATA_HOST") or "metadata.google.internal"
        self._endpoint = PlatformEndpoint("the metadata server", f"http://{host}")
        self._token = KeptToken(self._fetched, clock=time.monotonic, renewed_before=_RENEWED_BEFORE)

    def project(self) -> str:
        """The project's id. Raises PlatformError; TimeIsUpError."""
        found = self._endpoint.get(f"{_PATH}project/project-id", _HEADERS).decode(errors="replace")
        if not _PROJECT.fullmatch(found):
            raise PlatformError("the metadata server answers without the id of a project")
        return found

    def token(self) -> str:
        """Raises PlatformError; TimeIsUpError, if the query ends before there is one."""
        return self._token.text()

    def forget_token(self) -> None:
        """For a token that Google refuses: the clock of a machine that was suspended can be late."""
        self._token.forget()

    def _fetched(self) -> Token:
        return self._endpoint.token(
            f"{_PATH}instance/service-accounts/default/token",
            _HEADERS,
            lambda found: float(found["expires_in"]),
        )
