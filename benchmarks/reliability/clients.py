"""The clients of a load: of readers over HTTP, and of connectors as TwinMaker invokes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import boto3
import requests
from botocore.config import Config

from benchmarks.reliability import telemetry
from benchmarks.reliability.load import Ask, Client
from crosstwin.clouds.aws_options import client_options
from crosstwin.local import aws
from crosstwin.local.reader import RunningReader

TOKEN = "token-of-the-load"
CONNECTOR = "data-connector"  # the name of the function that reads histories


class StatusError(RuntimeError):
    """A reader's answer of another status than 200: the status, then the body."""


def http_clients(reader: RunningReader) -> Callable[[int], list[Client]]:
    """Clients of both readers, by turns."""
    return lambda count: [
        Client(_http(reader.hot_reader_last_entry_url, telemetry.LAST_ENTRY_QUERY), telemetry.last_entry())
        if number % 2
        else Client(_http(reader.hot_reader_url, telemetry.HISTORY_QUERY), telemetry.history())
        for number in range(count)
    ]


def lambda_clients(emulator: aws.AwsEmulator) -> Callable[[int], list[Client]]:
    """Clients of both connectors, by turns, that invoke as TwinMaker does and never ask again."""
    config = Config(max_pool_connections=64, read_timeout=60, retries={"total_max_attempts": 1})
    client = boto3.client("lambda", config=config, **client_options(aws.REGION, emulator.endpoint_url))
    return lambda count: [
        Client(
            _invoke(client, f"{CONNECTOR}-last-entry", telemetry.LAST_ENTRY_QUERY),
            telemetry.last_entry(camel_case=True),
        )
        if number % 2
        else Client(_invoke(client, CONNECTOR, telemetry.HISTORY_QUERY), telemetry.history(camel_case=True))
        for number in range(count)
    ]


def _http(url: str, payload: Mapping[str, Any]) -> Callable[[], Ask]:
    def make() -> Ask:
        session = requests.Session()
        session.headers["X-Inter-Cloud-Token"] = TOKEN

        def ask() -> Any:
            response = session.post(url, json={"target_layer": "L3-hot", "payload": payload}, timeout=60)
            if response.status_code != 200:
                # Without the trace id, so that equal failures are counted as equal.
                raise StatusError(f"{response.status_code}: {response.text.partition('trace_id')[0]}")
            return response.json()

        return ask

    return make


def _invoke(client: Any, function: str, payload: Mapping[str, Any]) -> Callable[[], Ask]:
    event = json.dumps({"workspaceId": "factory", **payload})

    def ask() -> Any:
        response = client.invoke(FunctionName=function, Payload=event)
        body = response["Payload"].read()
        if response.get("FunctionError"):
            raise RuntimeError(body.decode())
        return json.loads(body)

    return lambda: ask
