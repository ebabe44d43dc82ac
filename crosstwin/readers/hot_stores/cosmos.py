"""Writes telemetry into a Cosmos DB container: Crosstwin's own records, or those of a mapping."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from azure.core.exceptions import AzureError
from azure.cosmos import ContainerProxy, CosmosClient
from crosstwin_contract.doubles import of_doubles
from crosstwin_contract.partitions import fields_of, partition_of
from crosstwin_contract.records import CROSSTWIN, RecordMapping, at
from crosstwin_contract.stored_times import INTEGERS_OF_DOUBLES
from crosstwin_contract.writing import put_at

from crosstwin.clouds.sign_in import azure_credential, explained
from crosstwin.errors import Failure
from crosstwin.readers.hot_stores.records import TelemetryRecord, batches, converted

# Cosmos DB writes one item a request, so several requests are under way at a time.
MOST_IN_A_BATCH = 500
_WRITERS = 8
# Characters that Cosmos DB, or its SDK, refuses in an id.
_REFUSED = re.compile(r"[/\\?#\t\r\n]")


class CosmosWriter:
    """Puts records into one container.

    `key` is an account key or an emulator's; without one, the operator's own sign-in counts
    (DefaultAzureCredential: `az login`, environment variables, a managed identity) at `authority`, a host
    such as login.microsoftonline.us; without one, AZURE_AUTHORITY_HOST or the public cloud's.
    """

    def __init__(
        self,
        endpoint: str,
        database: str,
        container: str,
        key: str | None = None,
        *,
        authority: str | None = None,
        mapping: RecordMapping = CROSSTWIN,
    ) -> None:
        self._mapping = mapping if mapping is CROSSTWIN else of_doubles(mapping)
        self._place = f"Cosmos DB container {container} of {database} at {endpoint}"
        self._endpoint = endpoint
        self._database = database
        self._container = container
        self._key = key
        self._authority = authority
        self._of_thread = threading.local()
        self._paths: list[tuple[str, ...]] | None = None
        self._writers = ThreadPoolExecutor(_WRITERS, thread_name_prefix="cosmos-writer")

    def put(self, records: Iterable[TelemetryRecord]) -> None:
        """Writes all records; one with the device and id of an earlier one replaces it.

        Raises Failure for a value that is not telemetry (before its batch is written), and when the
        container cannot be written; batches that were written before stay written.
        """
        try:
            for batch in batches(records, MOST_IN_A_BATCH, self._item_id):
                list(self._writers.map(self._upsert, [self._item(record) for record in batch]))
        except AzureError as error:
            raise Failure(f"{self._place}: {explained(error)}") from error

    def _item(self, record: TelemetryRecord) -> dict[str, Any]:
        item = converted(record, "azure", _plain, self._mapping)
        if self._mapping is CROSSTWIN:
            return item
        item["id"] = self._item_id(record)
        if self._mapping.partition_key:
            levels = partition_of(self._mapping, record["iotDeviceId"], record["id"])
            for fields, level in zip(self._partition_fields(), levels, strict=True):
                if at(item, fields) != level:  # the device can be a level, and is there already
                    put_at(item, fields, level)
        return item

    def _item_id(self, record: TelemetryRecord) -> str:
        """An item's `id`, unique in its partition: its time or device where the mapping has them there."""
        if self._mapping.time == "id":
            return str(self._mapping.times.value_of(record["id"]))
        if self._mapping.device == "id":
            return self._mapping.device_value(record["iotDeviceId"])
        return _REFUSED.sub("-", f"{record['iotDeviceId']}_{record['id']}")

    def _partition_fields(self) -> list[tuple[str, ...]]:
        """Where an item has each level of its partition key."""
        if self._paths is None:
            paths = self._mapping.partition_key_paths or self.container().read()["partitionKey"]["paths"]
            self._paths = [fields_of(path) for path in paths]
        return self._paths

    def _upsert(self, item: dict[str, Any]) -> None:
        self.container().upsert_item(item)

    def container(self) -> ContainerProxy:
        """Of this thread."""
        # A client for each thread: with azure-cosmos 4.17 threads change each other's response headers.
        container: ContainerProxy | None = getattr(self._of_thread, "container", None)
        if container is None:
            container = self._of_thread.container = self._connect()
        return container

    def _connect(self) -> ContainerProxy:
        client = (
            CosmosClient(self._endpoint, self._key, enable_endpoint_discovery=False)
            if self._key
            else CosmosClient(self._endpoint, azure_credential(self._authority))
        )
        return client.get_database_client(self._database).get_container_client(self._container)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return float(value)
    # Numbers are doubles: https://learn.microsoft.com/azure/cosmos-db/nosql/query/constants
    if isinstance(value, int) and abs(value) > INTEGERS_OF_DOUBLES:
        raise ValueError("Cosmos DB holds integers of 53 bits")
    return value
