"""Writes telemetry into Firestore: one document a record, named `<iotDeviceId>_<id>`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from crosstwin_contract.records import CROSSTWIN, DEVICE, RecordMapping
from crosstwin_contract.store_names import is_firestore_id, is_reserved_by_firestore
from crosstwin_contract.values import LONG_LIMIT
from google.api_core.exceptions import GoogleAPIError
from google.auth.exceptions import GoogleAuthError
from google.cloud.firestore import Client

from crosstwin.clouds.sign_in import explained
from crosstwin.errors import Failure
from crosstwin.readers.hot_stores.records import TelemetryRecord, batches, converted

# A request ends at 10 MiB: https://cloud.google.com/firestore/quotas#writes_and_transactions
MOST_IN_A_BATCH = 500
_TIMEOUT = 30.0  # seconds, for one batch
EMULATOR_VARIABLE = "FIRESTORE_EMULATOR_HOST"


class FirestoreWriter:
    """Puts records into one collection, or one of each device: `devices/{device}/telemetry`.

    `client` takes the place of `project` and `database`.
    """

    def __init__(
        self,
        project: str,
        database: str,
        collection: str,
        *,
        client: Client | None = None,
        mapping: RecordMapping = CROSSTWIN,
    ) -> None:
        self._mapping = mapping
        self._place = f"Firestore collection {collection} of {database} in {project}"
        self._project = project
        self._database = database
        self._collection = collection
        self._given_client = client

    def put(self, records: Iterable[TelemetryRecord]) -> None:
        """Writes all records; one with the device and id of an earlier one replaces it.

        Raises Failure for a value that is not telemetry (before its batch is written), and when the
        collection cannot be written; batches that were written before stay written.
        """
        try:
            client = self._client()
            for taken in batches(records, MOST_IN_A_BATCH, document_name):
                batch = client.batch()
                for record in taken:
                    collection = client.collection(self._collection_of(record["iotDeviceId"]))
                    item = converted(record, "gcp", _plain, self._mapping)
                    batch.set(collection.document(document_name(record)), item)
                batch.commit(timeout=_TIMEOUT)
        except (GoogleAPIError, GoogleAuthError) as error:
            raise Failure(f"{self._place}: {explained(error)}") from error

    def _collection_of(self, device: str) -> str:
        """Raises Failure where the name of the device would lead to another collection."""
        value = self._mapping.device_value(device)
        if DEVICE in self._collection and not is_firestore_id(value):
            raise Failure(f"{self._place}: {device!r} cannot be a part of a path in Firestore")
        return self._collection.replace(DEVICE, value)

    def _client(self) -> Client:
        if self._given_client is None:
            self._given_client = Client(project=self._project, database=self._database)
        return self._given_client


def emulator_client(address: str, database: str, project: str) -> Client:
    """A Firestore client of the emulator at `host:port`."""
    # The client knows an emulator by this variable alone, and reads it once, while it is made.
    before = os.environ.get(EMULATOR_VARIABLE)
    os.environ[EMULATOR_VARIABLE] = address
    try:
        return Client(project=project, database=database)
    finally:
        if before is None:
            del os.environ[EMULATOR_VARIABLE]
        else:
            os.environ[EMULATOR_VARIABLE] = before


def document_name(record: TelemetryRecord) -> str:
    """`<iotDeviceId>_<id>`, with `/` in it as `%2F` and `%` as `%25`: Firestore allows no slash in a name.

    Readers go by the fields, which stay as they are. The name only has to differ between records.
    """
    return f"{record['iotDeviceId']}_{record['id']}".replace("%", "%25").replace("/", "%2F")


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        if any(isinstance(item, list) for item in value):
            raise ValueError("Firestore holds no list within a list")
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        if reserved := next(filter(is_reserved_by_firestore, value), None):
            raise ValueError(f"Firestore reserves the key {reserved!r:.60}")
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, int) and not -LONG_LIMIT <= value < LONG_LIMIT:
        raise ValueError("Firestore holds integers of 64 bits")
    return value
