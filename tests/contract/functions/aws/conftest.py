"""dynalite, a DynamoDB of its own, for what the readers ask of their store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import pytest
from hotread_aws.store import DynamoDBStore

from crosstwin.clouds.aws_options import client_options
from crosstwin.local.aws import create_hot_table
from crosstwin.readers.hot_stores.dynamodb import DynamoDBWriter
from tests.dynalite import readers_client, running_dynalite

TABLE = "telemetry"


@pytest.fixture(scope="session")
def endpoint_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_dynalite(tmp_path_factory.mktemp("dynalite")) as url:
        create_hot_table(client(url), TABLE)
        yield url


def client(url: str) -> Any:
    return boto3.client("dynamodb", **client_options("eu-central-1", url))


class Recorded:
    """A store over the real table, and the queries it sent."""

    def __init__(self, url: str) -> None:
        self.client = client(url)
        self.queries: list[dict[str, Any]] = []
        reading = readers_client(url)
        ask = reading.query

        def query(asked: Mapping[str, Any], exact: str | None = None) -> dict[str, Any]:
            self.queries.append(dict(asked))
            return ask(asked, exact)

        reading.query = query  # type: ignore[method-assign]
        self.store = DynamoDBStore(reading, TABLE)
        self.put = DynamoDBWriter(TABLE, client=self.client).put


@pytest.fixture
def recorded(endpoint_url: str) -> Recorded:
    return Recorded(endpoint_url)
