"""AWS Signature Version 4 of the one request that a reader sends, a POST; tests compare it with botocore's.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

from __future__ import annotations

import hmac
import time
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote, urlsplit

_ALGORITHM = "AWS4-HMAC-SHA256"
_TYPE = "application/x-amz-json-1.0"
_TARGET = "DynamoDB_20120810.Query"


class Credentials(NamedTuple):
    access_key: str
    secret_key: str
    token: str | None


class Signer:
    """Signs queries to DynamoDB at one URL. Several threads may use it at the same time."""

    def __init__(self, url: str, region: str) -> None:
        parts = urlsplit(url)
        self._path = quote(parts.path or "/", safe="/~")  # once more than it is sent
        self._host = parts.netloc
        self._region = region

    def headers(self, body: bytes, credentials: Credentials, seconds: float) -> dict[str, str]:
        """The headers to send with the body. The time is in seconds since 1970."""
        now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(seconds))
        headers = {"content-type": _TYPE, "host": self._host, "x-amz-date": now, "x-amz-target": _TARGET}
        name = token = ""
        if credentials.token:
            headers["x-amz-security-token"] = credentials.token
            name = "x-amz-security-token;"
            # Several spaces are signed as one.
            token = f"x-amz-security-token:{' '.join(credentials.token.split())}\n"
        # In the order of their names.
        names = f"content-type;host;x-amz-date;{name}x-amz-target"
        lines = f"content-type:{_TYPE}\nhost:{self._host}\nx-amz-date:{now}\n{token}x-amz-target:{_TARGET}\n"
        request = f"POST\n{self._path}\n\n{lines}\n{names}\n{sha256(body).hexdigest()}"
        scope = f"{now[:8]}/{self._region}/dynamodb/aws4_request"
        text = f"{_ALGORITHM}\n{now}\n{scope}\n{sha256(request.encode()).hexdigest()}"
        signed = _begun(credentials.secret_key, scope).copy()
        signed.update(text.encode())
        headers["authorization"] = (
            f"{_ALGORITHM} Credential={credentials.access_key}/{scope}, "
            f"SignedHeaders={names}, Signature={signed.hexdigest()}"
        )
        return headers


@lru_cache(maxsize=1)
def _begun(secret_key: str, scope: str) -> hmac.HMAC:
    """What begins each signature of a day. OpenSSL takes longer to look for the algorithm than to use it."""
    return hmac.new(signing_key(secret_key, scope), digestmod="sha256")


def signing_key(secret_key: str, scope: str) -> bytes:
    """The key for a day, region and service: 20150830/us-east-1/iam/aws4_request."""
    key = f"AWS4{secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
