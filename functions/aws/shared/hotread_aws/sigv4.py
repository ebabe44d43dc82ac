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
        token = {"x-amz-security-token": credentials.token} if credentials.token else {}
        headers = {  # in the order of their names, as they are signed
            "content-type": "application/x-amz-json-1.0",
            "host": self._host,
            "x-amz-date": now,
            **token,
            "x-amz-target": "DynamoDB_20120810.Query",
        }
        names = ";".join(headers)
        # Several spaces are signed as one.
        lines = "".join(f"{name}:{' '.join(value.split())}\n" for name, value in headers.items())
        request = f"POST\n{self._path}\n\n{lines}\n{names}\n{sha256(body).hexdigest()}"
        scope = f"{now[:8]}/{self._region}/dynamodb/aws4_request"
        text = f"{_ALGORITHM}\n{now}\n{scope}\n{sha256(request.encode()).hexdigest()}"
        signature = hmac.digest(signing_key(credentials.secret_key, scope), text.encode(), "sha256").hex()
        credential = f"{credentials.access_key}/{scope}"
        headers["authorization"] = (
            f"{_ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={signature}"
        )
        return headers


@lru_cache(maxsize=1)
def signing_key(secret_key: str, scope: str) -> bytes:
    """The key for a day, region and service: 20150830/us-east-1/iam/aws4_request."""
    key = f"AWS4{secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
