"""The readers of all clouds over stores that are made to fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.reliability.runnable import Runnable
from benchmarks.reliability.store_faults import QUERY_TIMEOUT_SECONDS
from crosstwin.local import aws, azure, gcp
from crosstwin.local.azure import CosmosEmulator
from crosstwin.local.firestore_emulator import running_emulator
from crosstwin.local.process import free_port
from crosstwin.packages import functions
from crosstwin.readers.hot_stores.firestore import emulator_client
from tests.contract.functions.gcp.failing_firestore import HANG, LATE, RESOURCE_EXHAUSTED, FailingFirestore
from tests.store_gate import Answer, Asked, running_gate

TOKEN = "token-of-the-store-faults"
_TABLE = "faulty-hot"
_BOUNDED = {"QUERY_TIMEOUT_SECONDS": str(QUERY_TIMEOUT_SECONDS)}
_THROTTLING = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"


class RefusedError(Exception):
    """The store does not take such a record."""


@dataclass(frozen=True, slots=True)
class FaultyReader:
    """`history_url` takes queries for a device by whose name its store knows which fault to have.

    `down_url` is a reader whose store is not there. `stored_url` and `last_entry_url` read what `put` has
    stored, which raises RefusedError.
    """

    cloud: str
    history_url: str
    down_url: str
    stored_url: str
    last_entry_url: str
    put: Callable[[Mapping[str, Any]], None]


@contextmanager
def running_aws_reader(folder: Path) -> Iterator[FaultyReader]:
    """Deployed into ministack, with its DynamoDB behind a gate."""
    throttled = Answer(400, body=json.dumps({"__type": _THROTTLING, "message": "slow down"}).encode())
    with aws.running_aws(folder) as emulator, running_gate(emulator.endpoint_url) as gate:
        client = emulator.client("dynamodb")
        aws.create_hot_table(client, _TABLE)
        with _failing(throttled) as fault:
            gate.fault = fault

            def deploy(name: str, package: str, endpoint: str) -> str:
                variables = {
                    "DIGITAL_TWIN_INFO": "{}",
                    "INTER_CLOUD_TOKEN": TOKEN,
                    "DYNAMODB_TABLE_NAME": _TABLE,
                    "AWS_ENDPOINT_URL_DYNAMODB": endpoint,
                    **_BOUNDED,
                }
                aws.create_function(emulator, name, functions.build(package), variables)
                urls = emulator.client("lambda").create_function_url_config(
                    FunctionName=name, AuthType="NONE"
                )
                return emulator.function_url(urls["FunctionUrl"])

            def put(record: Mapping[str, Any]) -> None:
                item = {name: _attribute(value) for name, value in record.items()}
                try:
                    client.put_item(TableName=_TABLE, Item=item)
                except client.exceptions.ClientError as error:
                    raise RefusedError(str(error)) from error

            history_url = deploy("history", "aws/hot-reader", gate.endpoint)
            yield FaultyReader(
                "aws",
                history_url,
                deploy("down", "aws/hot-reader", f"http://127.0.0.1:{free_port()}"),
                history_url,
                deploy("last-entry", "aws/hot-reader-last-entry", gate.endpoint),
                put,
            )


@contextmanager
def running_azure_reader(folder: Path) -> Iterator[FaultyReader]:
    """The Function App, with cosmosdb-server behind a gate."""
    from azure.cosmos.exceptions import CosmosHttpResponseError

    throttled = Answer(429, {"x-ms-retry-after-ms": "1000"})
    with (
        azure.running_cosmos(folder) as cosmos,
        running_gate(cosmos.endpoint) as gate,
        _failing(throttled) as fault,
        azure.running_function_app(
            folder, {**azure.reader_variables(CosmosEmulator(gate.endpoint, cosmos.key), TOKEN), **_BOUNDED}
        ) as address,
        azure.running_function_app(
            folder / "down",
            azure.reader_variables(CosmosEmulator(f"http://127.0.0.1:{free_port()}", cosmos.key), TOKEN),
        ) as down,
    ):
        cosmos.create_container(azure.DATABASE, azure.CONTAINER)
        gate.fault = fault
        container = _cosmos_container(cosmos)

        def put(record: Mapping[str, Any]) -> None:
            try:
                container.create_item(dict(record))
            except (CosmosHttpResponseError, TypeError) as error:  # by the service, or by JSON
                raise RefusedError(str(error)) from error

        yield FaultyReader(
            "azure",
            address + azure.HOT_READER_PATH,
            down + azure.HOT_READER_PATH,
            address + azure.HOT_READER_PATH,
            address + azure.HOT_READER_LAST_ENTRY_PATH,
            put,
        )


@contextmanager
def running_gcp_reader(folder: Path) -> Iterator[FaultyReader]:
    """The functions over a server that fails in Firestore's place; the emulator has what is stored."""
    with ExitStack() as stack:
        failing = stack.enter_context(FailingFirestore())
        throttled = RESOURCE_EXHAUSTED
        failing.of_device = {"silent": HANG, "late": LATE, "slow": LATE, "throttled": throttled}
        emulator = stack.enter_context(running_emulator(folder))
        stored = stack.enter_context(gcp.running_reader(folder, TOKEN, emulator))
        over = {"failing": (failing.address, _BOUNDED), "down": (f"127.0.0.1:{free_port()}", {})}
        urls = {
            name: stack.enter_context(
                gcp.running_function(
                    folder / name, "hot_reader", {**gcp.reader_variables(address, TOKEN), **variables}
                )
            )
            for name, (address, variables) in over.items()
        }
        collection = emulator_client(emulator, gcp.DATABASE, gcp.PROJECT).collection(gcp.COLLECTION)

        def put(record: Mapping[str, Any]) -> None:
            collection.document().set(dict(record))

        yield FaultyReader(
            "gcp",
            urls["failing"],
            urls["down"],
            stored.hot_reader_url,
            stored.hot_reader_last_entry_url,
            put,
        )


STORES = {
    "aws": Runnable(running_aws_reader, (aws,)),
    "azure": Runnable(running_azure_reader, (azure,)),
    "gcp": Runnable(running_gcp_reader, (gcp,)),
}


@contextmanager
def _failing(throttled: Answer) -> Iterator[Callable[[Asked], Answer | None]]:
    """What a gate does with a query, by the device that it names; None lets it through."""
    ended = threading.Event()

    def fault(asked: Asked) -> Answer | None:
        if b'"throttled"' in asked.body:
            return throttled
        if b'"late"' in asked.body or b'"slow"' in asked.body:
            ended.wait(1)
        if b'"silent"' in asked.body:
            ended.wait(60)
        return None

    try:
        yield fault
    finally:
        ended.set()


def _cosmos_container(cosmos: CosmosEmulator) -> Any:
    from azure.cosmos import CosmosClient

    client = CosmosClient(cosmos.endpoint, cosmos.key, enable_endpoint_discovery=False)
    return client.get_database_client(azure.DATABASE).get_container_client(azure.CONTAINER)


def _attribute(value: Any) -> dict[str, Any]:
    """As DynamoDB is told a value, unchecked: boto3's own serializer would refuse what the store must."""
    if isinstance(value, bytes):
        return {"B": value}
    return {"S": value} if isinstance(value, str) else {"N": str(value)}
