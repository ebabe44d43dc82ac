"""The least that gets the same data: the reader's queries by a plain call, and the answers turned into JSON.

What a store refuses to go without is in it, such as DynamoDB's signature; no records are made.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from email.utils import formatdate
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlsplit

_TARGET = "DynamoDB_20120810.Query"
_SIGNED = "content-type;host;x-amz-date;x-amz-target"


class DynamoDBFloor:
    """Signed with the standard library, over one kept connection."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        self._connection = HTTPConnection(self._host)

    def read(self, query: Mapping[str, Any]) -> str:
        """All pages of a query, as JSON."""
        items: list[Any] = []
        start: Any = None
        while True:
            page = self.first_page({**query, "ExclusiveStartKey": start} if start else query)
            items += page["Items"]
            start = page.get("LastEvaluatedKey")
            if not start:
                return json.dumps(items)

    def first_page(self, query: Mapping[str, Any]) -> Any:
        body = json.dumps(query).encode()
        now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        kind = "application/x-amz-json-1.0"
        lines = f"content-type:{kind}\nhost:{self._host}\nx-amz-date:{now}\nx-amz-target:{_TARGET}\n"
        request = f"POST\n/\n\n{lines}\n{_SIGNED}\n{hashlib.sha256(body).hexdigest()}"
        scope = f"{now[:8]}/eu-central-1/dynamodb/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        key = b"AWS4test"
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        authorization = (
            f"AWS4-HMAC-SHA256 Credential=test/{scope}, SignedHeaders={_SIGNED}, Signature={signature}"
        )
        headers = {
            "Content-Type": kind,
            "X-Amz-Date": now,
            "X-Amz-Target": _TARGET,
            "Authorization": authorization,
        }
        self._connection.request("POST", "/", body, headers)
        return json.loads(self._connection.getresponse().read())


class CosmosFloor:
    """Cosmos DB's REST API over one kept connection, with the largest pages that it gives.

    Source: https://learn.microsoft.com/rest/api/cosmos-db/query-documents
    """

    def __init__(self, endpoint: str, database: str, container: str, key: str) -> None:
        self._connection = HTTPConnection(urlsplit(endpoint).netloc)
        self._link = f"dbs/{database}/colls/{container}"
        self._key = base64.b64decode(key)

    def read(self, text: str, values: Mapping[str, str], device: str) -> str:
        """All pages of a query, as JSON."""
        parameters = [{"name": name, "value": value} for name, value in values.items()]
        body = json.dumps({"query": text, "parameters": parameters})
        found: list[Any] = []
        continuation = ""
        while True:
            date = formatdate(usegmt=True)
            signed = f"post\ndocs\n{self._link}\n{date.lower()}\n\n"
            signature = base64.b64encode(hmac.digest(self._key, signed.encode(), "sha256")).decode()
            headers = {
                "Authorization": quote(f"type=master&ver=1.0&sig={signature}", safe=""),
                "Content-Type": "application/query+json",
                "x-ms-date": date,
                "x-ms-version": "2020-07-15",
                "x-ms-documentdb-isquery": "True",
                "x-ms-documentdb-partitionkey": json.dumps([device]),
                "x-ms-max-item-count": "-1",
                **({"x-ms-continuation": continuation} if continuation else {}),
            }
            self._connection.request("POST", f"/{self._link}/docs", body, headers)
            response = self._connection.getresponse()
            found += json.loads(response.read())["Documents"]
            continuation = response.headers.get("x-ms-continuation", "")
            if not continuation:
                return json.dumps(found)


class FirestoreFloor:
    """Firestore's REST API over one kept connection, of which only the plain values are taken; without pages.

    Source: https://firebase.google.com/docs/firestore/reference/rest/v1/projects.databases.documents/runQuery
    """

    def __init__(self, address: str, client: Any) -> None:
        self._connection = HTTPConnection(address)
        self._path = f"/v1/{client._database_string}/documents:runQuery"

    def body(self, query: Any) -> str:
        """What a query of the client library sends."""
        from google.protobuf.json_format import MessageToDict

        return json.dumps({"structuredQuery": MessageToDict(query._to_protobuf()._pb)})

    def read(self, body: str) -> str:
        """All documents of a query, as JSON."""
        headers = {"Content-Type": "application/json", "Authorization": "Bearer owner"}
        self._connection.request("POST", self._path, body, headers)
        found = json.loads(self._connection.getresponse().read())
        return json.dumps(
            [
                {name: next(iter(value.values())) for name, value in one["document"]["fields"].items()}
                for one in found
                if "document" in one
            ]
        )
