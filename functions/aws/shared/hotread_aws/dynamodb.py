"""DynamoDB's Query over its HTTP API: an SDK's client takes longer, at the start and with every query.

botocore, which a Lambda's runtime has, is imported only where credentials have to be fetched.
Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException
from importlib.util import find_spec
from pathlib import Path
from ssl import SSLCertVerificationError
from typing import Any
from zlib import crc32

from crosstwin_contract.strict_json import loads_error
from hotread.clock import Clock
from hotread.connections import Connections, Response
from hotread.deadline import pause
from hotread.documented import documented
from hotread.env import require_env
from hotread.errors import StoreThrottled

from hotread_aws.attributes import parse_answer
from hotread_aws.sigv4 import Credentials, Signer

# The client gives up on a silent DynamoDB within 7 s, with a wait of up to 1 s: a connector waits 10 s.
_CONNECT_TIMEOUT = 2.0  # seconds
_READ_TIMEOUT = 3.0
_ATTEMPTS = 2
_LATEST_ATTEMPT = 4.0  # seconds after the first one
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


class DynamoDB:
    """The operation Query. Several threads may use it at the same time."""

    def __init__(self, url: str, region: str, credentials: Callable[[], Any]) -> None:
        self._signer = Signer(url, region)
        self._credentials = credentials
        self._clock = Clock()
        self._connections = Connections(
            url,
            os.environ.get("AWS_CA_BUNDLE") or bundled_certificates(),
            connect_timeout=_CONNECT_TIMEOUT,
            read_timeout=_READ_TIMEOUT,
        )

    def query(self, query: Mapping[str, Any], exact: str | None = None) -> dict[str, Any]:
        """DynamoDB's answer to a request of the API's operation Query, with plain records (attributes.py).

        `exact` names an attribute whose numbers keep all of their digits.

        Raises StoreThrottled; TimeIsUpError; DynamoDBError; UndocumentedAnswerError; OSError or HTTPException
        where DynamoDB cannot be reached; and botocore's NoCredentialsError or CredentialRetrievalError.
        """
        body = json.dumps(query).encode()
        started = time.monotonic()
        attempt = 0
        while True:
            attempt += 1
            try:
                response = self._post(body)
            except SSLCertVerificationError:
                raise  # no second attempt makes a certificate valid
            except (OSError, HTTPException):
                if _is_last(attempt, started):
                    raise
            else:
                if response.status == 200:
                    with documented("DynamoDB"):
                        return parse_answer(response.body, exact)
                error = _error(response)
                is_throttled = error.code in _THROTTLED
                is_wrong_time = error.code in _WRONG_TIME and self._clock.set_by(response)
                may_pass = is_throttled or is_wrong_time or error.status >= 500
                if not may_pass or _is_last(attempt, started):
                    if is_throttled:
                        raise StoreThrottled from error
                    raise error
                if is_wrong_time:
                    continue
            pause(random.uniform(0, _LONGEST_WAIT))  # noqa: S311 - not for security

    def _post(self, body: bytes) -> Response:
        headers = self._signer.headers(body, self._credentials(), self._clock.now())
        response = self._connections.post(body, headers)
        # DynamoDB's own, of the body as it sent it. The SDK compares it, too.
        checksum = response.headers.get("x-amz-crc32")
        if checksum is not None and checksum != str(crc32(response.body)):
            raise HTTPException("the answer does not have its checksum")
        return response


def connect() -> DynamoDB:
    """DynamoDB as the environment names it. Raises EnvironmentError for no region.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    """
    region = os.environ.get("AWS_REGION") or require_env("AWS_DEFAULT_REGION")
    return DynamoDB(endpoint(region), region, _credentials())


def _credentials() -> Callable[[], Any]:
    """A Lambda has them in its variables; with SnapStart, at an address that a variable names."""
    if access_key := os.environ.get("AWS_ACCESS_KEY_ID"):
        secret_key = require_env("AWS_SECRET_ACCESS_KEY")
        credentials = Credentials(access_key, secret_key, os.environ.get("AWS_SESSION_TOKEN") or None)
        return lambda: credentials
    # Only where it is used: its import takes longer than all others.
    from botocore.credentials import ContainerProvider
    from botocore.exceptions import NoCredentialsError
    from botocore.utils import ContainerMetadataFetcher

    fetcher: Any = ContainerMetadataFetcher(sleep=pause)
    provided = ContainerProvider(fetcher=fetcher).load()

    def fetched() -> Any:
        if provided is None:
            raise NoCredentialsError
        # It fetches them again before they expire.
        return provided.get_frozen_credentials()

    return fetched


def bundled_certificates() -> str | None:
    """The file of authorities that the SDK trusts. None: it has none; then those of the system count."""
    botocore = find_spec("botocore")  # does not import it
    if botocore is None or botocore.origin is None:
        return None
    file = Path(botocore.origin).with_name("cacert.pem")
    return str(file) if file.is_file() else None


def endpoint(region: str) -> str:
    """The address of DynamoDB in a region, or of an emulator in its place.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    """
    for variable in ("AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"):
        if url := os.environ.get(variable):
            return url
    domains = (domain for beginning, domain in _DOMAINS.items() if region.startswith(beginning))
    return f"https://dynamodb.{region}.{next(domains, 'amazonaws.com')}"


def _is_last(attempt: int, started: float) -> bool:
    return attempt == _ATTEMPTS or time.monotonic() - started > _LATEST_ATTEMPT


def _error(response: Response) -> DynamoDBError:
    """Of `{"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": ...}`.

    Of the message only the first line: for a wrong signature, the headers that were signed follow it, and
    with them the session's token.
    """
    found = loads_error(response.body)
    if not isinstance(found, dict):
        return DynamoDBError(response.status, "unknown error", "")
    code = str(found.get("__type", "")).rpartition("#")[2]
    message = str(found.get("message") or found.get("Message") or "").partition("\n")[0]
    return DynamoDBError(response.status, code, message)
