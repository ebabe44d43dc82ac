"""dynalite, a DynamoDB of its own, for what the readers ask of their store."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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
        reading.meta.events.register(
            "provide-client-params.dynamodb.Query", lambda params, **_: self.queries.append(dict(params))
        )
        self.store = DynamoDBStore(reading, TABLE)
        self.put = DynamoDBWriter(TABLE, client=self.client).put


@pytest.fixture
def recorded(endpoint_url: str) -> Recorded:
    return Recorded(endpoint_url)


@pytest.fixture
def failing(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a DynamoDB that refuses every call with the error code of the parameter."""
    code: str = request.param

    class Refusing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps(
                {"__type": f"com.amazonaws.dynamodb#{code}", "message": "table 10.0.0.7"}
            ).encode()
            self.send_response(400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
