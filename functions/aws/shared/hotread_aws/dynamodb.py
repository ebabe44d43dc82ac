"""DynamoDB's Query over its HTTP API: an SDK's client takes longer, at the start and with every query.

botocore, which a Lambda's runtime has, signs and finds the credentials.
Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http.client import HTTPException
from ssl import SSLCertVerificationError
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import NoCredentialsError
from botocore.httpsession import where as bundled_certificates
from hotread.connections import Connections, Response
from hotread.env import require_env
from hotread.errors import StoreThrottled

from hotread_aws.attributes import parse_answer

# The client gives up on a silent DynamoDB within 7 s, with a wait of up to 1 s: a connector waits 10 s.
_CONNECT_TIMEOUT = 2.0  # seconds
_READ_TIMEOUT = 3.0
_ATTEMPTS = 2
_LONGEST_WAIT = 1.0  # seconds; each wait is random, so that readers do not come back together
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
_THROTTLED = {
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
}
# With one of these, DynamoDB refuses a signature whose time is over 5 minutes from its own.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
_WRONG_TIME = {"InvalidSignatureException", "RequestExpired", "RequestTimeTooSkewed"}
_LEAST_SKEW = timedelta(minutes=4)
# By the beginning of the region's name; all others are in amazonaws.com.
_DOMAINS = {
    "cn-": "amazonaws.com.cn",
    "eusc-": "amazonaws.eu",
    "us-iso-": "c2s.ic.gov",
    "us-isob-": "sc2s.sgov.gov",
    "us-isof-": "csp.hci.ic.gov",
    "eu-isoe-": "cloud.adc-e.uk",
}


class DynamoDBError(Exception):
    """DynamoDB refused a query, or failed. `status` and `code`, such as AccessDeniedException."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code


class Credentials(NamedTuple):
    """What botocore's signer looks at."""

    access_key: str
    secret_key: str
    token: str | None


class DynamoDB:
    """The operation Query. Several threads may use it at the same time."""

    def __init__(self, url: str, region: str, credentials: Callable[[], Any] | None) -> None:
        self._url = url
        self._host = urlsplit(url).netloc
        self._region = region
        self._credentials = credentials
        self._clock_offset = timedelta()
        self._connections = Connections(
            url,
            os.environ.get("AWS_CA_BUNDLE") or bundled_certificates(),
            connect_timeout=_CONNECT_TIMEOUT,
            read_timeout=_READ_TIMEOUT,
        )

    def query(self, query: Mapping[str, Any]) -> dict[str, Any]:
        """DynamoDB's answer to a request of the API's operation Query, with plain records (attributes.py).

        Raises StoreThrottled; DynamoDBError; OSError or HTTPException where DynamoDB cannot be reached; and
        botocore's NoCredentialsError or CredentialRetrievalError.
        """
        body = json.dumps(query).encode()
        for _ in range(_ATTEMPTS - 1):
            try:
                response = self._post(body)
            except SSLCertVerificationError:
                raise  # no second attempt makes a certificate valid
            except (OSError, HTTPException):
                pass
            else:
                if response.status == 200:
                    break
                error = _error(response)
                if error.code in _WRONG_TIME and self._set_clock(response):
                    continue
                if error.code not in _THROTTLED and error.status < 500:
                    raise error
            time.sleep(random.uniform(0, _LONGEST_WAIT))  # noqa: S311 - not for security
        else:
            response = self._post(body)
        if response.status != 200:
            error = _error(response)
            if error.code in _THROTTLED:
                raise StoreThrottled from error
            raise error
        return parse_answer(response.body)

    def _post(self, body: bytes) -> Response:
        if self._credentials is None:
            raise NoCredentialsError
        headers = {
            "Content-Type": "application/x-amz-json-1.0",
            "Host": self._host,  # which the signer would take out of the URL
            "X-Amz-Target": "DynamoDB_20120810.Query",
        }
        request = AWSRequest("POST", self._url, data=body, headers=headers)
        _Signer(self._credentials(), self._region, self._clock_offset).add_auth(request)
        return self._connections.post(body, dict(request.headers.items()))

    def _set_clock(self, response: Response) -> bool:
        """Whether DynamoDB's clock is far from the one in use. If so, its own is used from then on."""
        try:
            offset = parsedate_to_datetime(response.headers.get("Date", "")) - datetime.now(UTC)
        except (TypeError, ValueError):  # there is no Date, or it has no zone
            return False
        if abs(offset - self._clock_offset) < _LEAST_SKEW:
            return False
        self._clock_offset = offset
        return True


class _Signer(SigV4Auth):
    """botocore's signer, by a clock that may differ from this machine's."""

    def __init__(self, credentials: Any, region: str, clock_offset: timedelta) -> None:
        super().__init__(credentials, "dynamodb", region)
        self._clock_offset = clock_offset

    def payload(self, request: AWSRequest) -> str:
        # As botocore does, but for a request that it prepares for sending just for that.
        return sha256(request.data or b"").hexdigest()

    def canonical_request(self, request: AWSRequest) -> str:
        if self._clock_offset:
            timestamp = (datetime.now(UTC) + self._clock_offset).strftime("%Y%m%dT%H%M%SZ")
            request.context["timestamp"] = timestamp
            request.headers.replace_header("X-Amz-Date", timestamp)
        return super().canonical_request(request)


def connect() -> DynamoDB:
    """DynamoDB as the environment names it. Raises EnvironmentError for no region.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    """
    region = os.environ.get("AWS_REGION") or require_env("AWS_DEFAULT_REGION")
    return DynamoDB(endpoint(region), region, _credentials())


def _credentials() -> Callable[[], Any] | None:
    """A Lambda has them in its variables; with SnapStart, at an address that a variable names."""
    if access_key := os.environ.get("AWS_ACCESS_KEY_ID"):
        secret_key = require_env("AWS_SECRET_ACCESS_KEY")
        credentials = Credentials(access_key, secret_key, os.environ.get("AWS_SESSION_TOKEN") or None)
        return lambda: credentials
    from botocore.credentials import ContainerProvider  # only where it is used: its import takes a while

    found = ContainerProvider().load()
    # It fetches them again before they expire.
    return None if found is None else found.get_frozen_credentials


def endpoint(region: str) -> str:
    """The address of DynamoDB in a region, or of an emulator in its place.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    """
    for variable in ("AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"):
        if url := os.environ.get(variable):
            return url
    domains = (domain for beginning, domain in _DOMAINS.items() if region.startswith(beginning))
    return f"https://dynamodb.{region}.{next(domains, 'amazonaws.com')}"


def _error(response: Response) -> DynamoDBError:
    """Of `{"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": ...}`."""
    try:
        found = json.loads(response.body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        return DynamoDBError(response.status, "unknown error", "")
    code = str(found.get("__type", "")).rpartition("#")[2]
    return DynamoDBError(response.status, code, str(found.get("message") or found.get("Message") or ""))
