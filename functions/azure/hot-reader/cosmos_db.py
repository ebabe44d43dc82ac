"""Cosmos DB's queries over its REST API: the SDK takes longer, at the start and with every query.

Each query is of one partition, whose key is in a header, so that Cosmos DB's gateway can answer it.
Source: https://learn.microsoft.com/rest/api/cosmos-db/querying-cosmosdb-resources-using-the-rest-api
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Mapping
from email.utils import formatdate
from http.client import HTTPException
from ssl import SSLCertVerificationError
from typing import Any, NamedTuple
from urllib.parse import quote

from authorization import Authorize
from crosstwin_contract.store_names import COSMOS_FIELDS
from crosstwin_contract.strict_json import loads_error
from hotread.clock import Clock
from hotread.connections import Response
from hotread.deadline import DEADLINE, pause
from hotread.documented import documented, objects
from hotread.errors import StoreThrottled
from regions import Regions

_VERSION = "2020-07-15"
# With the time limits in regions.py, a silent Cosmos DB is given up within 7 s: a connector waits 10 s.
_ATTEMPTS = 2
_LATEST_ATTEMPT = 4.0  # seconds after the first one
_LONGEST_WAIT = 0.5  # seconds; each wait is random, so that readers do not come back together
# A throttled query is sent again when Cosmos DB asks for it, but the waits are no longer than this in all.
_THROTTLED = 429
_THROTTLED_ATTEMPTS = 3
_LONGEST_THROTTLED = 1.0  # seconds
_UNSAID_WAIT = 0.2
_LONGEST_WISH = 3600.0
# Of the service, and of a partition that moves.
# https://learn.microsoft.com/rest/api/cosmos-db/http-status-codes-for-cosmosdb
_PASSING = {408, 410, 449, 500, 502, 503, 504}
# 403: the account is no longer, or not yet, in this region.
# https://learn.microsoft.com/azure/cosmos-db/conceptual-resilient-sdk-applications
_NO_ACCOUNT_HERE = 1008
# With one of these, Cosmos DB refuses a date that is far from its own.
# https://learn.microsoft.com/azure/cosmos-db/nosql/troubleshoot-forbidden
_WRONG_TIME = {401, 403}


class CosmosDBError(Exception):
    """Cosmos DB refused a query, or failed: 404/1003, a status and Cosmos DB's own detail of it."""

    def __init__(self, response: Response) -> None:
        self.status = response.status
        self.substatus = response.headers.get("x-ms-substatus", "0")
        super().__init__(f"{self.status}/{self.substatus}: {_message(response.body)}")

    @property
    def is_of_region(self) -> bool:
        """Whether a second attempt may succeed, in another region if there is one."""
        is_elsewhere = self.status == 403 and self.substatus == str(_NO_ACCOUNT_HERE)
        return is_elsewhere or self.status in _PASSING


class Documents(NamedTuple):
    """A page of a query's result: what it selects of each item.

    `continuation` asks for the next page; None: there are no more.
    """

    documents: list[Any]
    continuation: str | None


class CosmosDB:
    """The queries of one container. Several threads may use it at the same time."""

    def __init__(self, endpoint: str, database: str, container: str, authorize: Authorize) -> None:
        self._link = f"dbs/{database}/colls/{container}"
        self._path = f"/{quote(self._link)}/docs"
        self._authorize = authorize
        self._clock = Clock()
        self._regions = Regions(endpoint)

    def query(
        self,
        text: str,
        values: Mapping[str, Any],
        *,
        partition: tuple[str, ...],
        size: int,
        continuation: str | None = None,
    ) -> Documents:
        """The next page that has documents, of `size` at most. `partition` has all levels of the key.

        Raises StoreThrottled; TimeIsUpError; CosmosDBError; UndocumentedAnswerError; OSError or HTTPException
        where Cosmos DB cannot be reached; and PlatformError.
        """
        body = json.dumps(
            {
                "query": text,
                "parameters": [{"name": name, "value": value} for name, value in values.items()],
            }
        ).encode()
        headers = {
            "Content-Type": "application/query+json",
            "x-ms-documentdb-isquery": "True",
            "x-ms-documentdb-partitionkey": json.dumps(partition),
            "x-ms-max-item-count": str(size),
        }
        while True:
            if continuation is not None:
                headers["x-ms-continuation"] = continuation
            response = self._answer(body, headers)
            DEADLINE.get().is_answered = True
            with documented("Cosmos DB"):
                documents = json.loads(response.body)["Documents"]
                if type(documents) is not list:
                    raise TypeError
            continuation = response.headers.get("x-ms-continuation") or None
            # An empty page need not be the last one: it can be all that was looked through in its time.
            if documents or continuation is None:
                return Documents(documents, continuation)

    def _answer(self, body: bytes, headers: Mapping[str, str]) -> Response:
        started = time.monotonic()
        failed = throttled = 0
        waited = 0.0
        while True:
            region = self._regions.current()
            try:
                response = region.request("POST", self._path, body, self._signed("POST", "docs", headers))
            except SSLCertVerificationError:
                self._regions.refused(region)
                raise  # no second attempt makes a certificate valid
            except (OSError, HTTPException):
                self._regions.leave(region)
                failed += 1
                if _is_last(failed, started):
                    raise
            else:
                if response.status == 200:
                    self._regions.learn(self._account)
                    return response
                error = CosmosDBError(response)
                if error.status == _THROTTLED:
                    wish = _seconds(response.headers.get("x-ms-retry-after-ms"))
                    wait, throttled = max(0.0, _UNSAID_WAIT if wish is None else wish), throttled + 1
                    waited += wait
                    if throttled == _THROTTLED_ATTEMPTS or waited > _LONGEST_THROTTLED:
                        raise StoreThrottled(_retry_after(wish)) from error
                    pause(wait)
                    continue
                if not error.is_of_region and self._regions.refused(region):
                    continue
                failed += 1
                is_wrong_time = error.status in _WRONG_TIME and self._clock.set_by(response)
                if _is_last(failed, started) or not (error.is_of_region or is_wrong_time):
                    raise error
                if error.is_of_region:
                    self._regions.leave(region)
            pause(random.uniform(0, _LONGEST_WAIT))  # noqa: S311 - not for security

    def _account(self) -> Any:
        """The account's properties, such as its regions; None if Cosmos DB refuses them."""
        headers = self._signed("GET", "", {})
        response = self._regions.current().request("GET", "/", None, headers)
        return json.loads(response.body) if response.status == 200 else None

    def _signed(self, method: str, kind: str, headers: Mapping[str, str]) -> dict[str, str]:
        date = formatdate(self._clock.now(), usegmt=True)
        return {
            **headers,
            "Accept": "application/json",
            "User-Agent": "crosstwin",
            "x-ms-version": _VERSION,
            "x-ms-date": date,
            "Authorization": self._authorize(method, kind, self._link if kind else "", date),
        }


def _is_last(failed: int, started: float) -> bool:
    return failed == _ATTEMPTS or time.monotonic() - started > _LATEST_ATTEMPT


def items(documents: list[Any]) -> list[dict[str, Any]]:
    """The documents as items, without Cosmos DB's own fields. Raises UndocumentedAnswerError."""
    with documented("Cosmos DB"):
        found = objects(documents)
    if found and not COSMOS_FIELDS.isdisjoint(found[0]):
        return [{name: value for name, value in item.items() if name not in COSMOS_FIELDS} for item in found]
    return found


def _retry_after(wish: float | None) -> int:
    """Cosmos DB's wish in whole seconds, 1 at least: in milliseconds it is too fine for HTTP."""
    return max(1, math.ceil(min(wish or 0, _LONGEST_WISH)))


def _seconds(milliseconds: str | None) -> float | None:
    try:
        seconds = float(milliseconds or "") / 1000
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) else None


def _message(body: bytes) -> str:
    """Of `{"code": "BadRequest", "message": "…"}`."""
    found = loads_error(body)
    return str(found.get("message", "")) if isinstance(found, dict) else "unknown error"
