"""The hot store of a deployed cloud, ready to be written to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from crosstwin.clouds.azure_environment import azure_environment
from crosstwin.errors import Failure
from crosstwin.terraform.outputs import required, stack_outputs
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.fields import Cloud

# Outputs that only the reader of a demo has: the key of its Cosmos DB, the `host:port` of its Firestore.
EMULATOR_KEY, EMULATOR_ADDRESS = "emulator_key", "emulator_address"


class Writer(Protocol):
    def put(self, records: Iterable[Mapping[str, Any]]) -> None: ...


@dataclass(frozen=True, slots=True)
class DeployedStore:
    """`name` says which store it is, for people."""

    name: str
    writer: Writer


def deployed_hot_store(deployment: Deployment, cloud: Cloud, outdir: Path | None = None) -> DeployedStore:
    """The hot store of the cloud's l3 stack; one that existed before is in twin.yaml itself.

    Raises Failure if the stack is not deployed, or if the cloud's SDK is not installed.
    """
    return {"aws": _aws, "azure": _azure, "gcp": _gcp}[cloud](deployment, outdir)


def dynamodb_table(name: str, region: str | None, endpoint_url: str | None) -> DeployedStore:
    from crosstwin.readers.hot_stores.dynamodb import DynamoDBWriter

    return DeployedStore(f"DynamoDB table {name}", DynamoDBWriter(name, region, endpoint_url))


def _aws(deployment: Deployment, outdir: Path | None) -> DeployedStore:
    aws = deployment.aws
    if aws is None:
        raise Failure("twin.yaml has no section aws")
    if aws.existing_hot_store:
        name = aws.existing_hot_store.table_name
    else:
        name = required(stack_outputs(deployment, "l3-aws", outdir), "hot_store_table_name", "l3-aws")
    return dynamodb_table(name, aws.region, aws.endpoint_url)


def _azure(deployment: Deployment, outdir: Path | None) -> DeployedStore:
    try:
        from crosstwin.readers.hot_stores.cosmos import CosmosWriter
    except ModuleNotFoundError as error:
        raise _no_sdk("Cosmos DB", "azure-cosmos", error) from error
    azure = deployment.azure
    if azure is None:
        raise Failure("twin.yaml has no section azure")
    environment = azure_environment(azure.location)
    key = None
    if existing := azure.existing_hot_store:
        endpoint = f"https://{existing.account_name}.{environment.cosmos_suffix}:443/"
        database, container = existing.database_name, existing.container_name
    else:
        outputs = stack_outputs(deployment, "l3-azure", outdir)
        endpoint, database, container = (
            required(outputs, f"hot_store_{part}", "l3-azure")
            for part in ("endpoint", "database_name", "container_name")
        )
        key = outputs.get(EMULATOR_KEY)
    return DeployedStore(
        f"Cosmos DB container {container}",
        CosmosWriter(endpoint, database, container, key, authority=environment.authority),
    )


def _gcp(deployment: Deployment, outdir: Path | None) -> DeployedStore:
    try:
        from crosstwin.readers.hot_stores.firestore import FirestoreWriter
    except ModuleNotFoundError as error:
        raise _no_sdk("Firestore", "google-cloud-firestore", error) from error
    if deployment.gcp is None:
        raise Failure("twin.yaml has no section gcp")
    existing = deployment.gcp.existing_hot_store
    client = None
    if existing:
        database, collection = existing.database, existing.collection
    else:
        outputs = stack_outputs(deployment, "l3-gcp", outdir)
        database = required(outputs, "hot_store_database", "l3-gcp")
        collection = required(outputs, "hot_store_collection", "l3-gcp")
        if address := outputs.get(EMULATOR_ADDRESS):
            from crosstwin.local.gcp import emulator_client

            client = emulator_client(address)
    return DeployedStore(
        f"Firestore collection {collection}",
        FirestoreWriter(deployment.gcp.project, database, collection, client=client),
    )


def _no_sdk(store: str, package: str, error: ModuleNotFoundError) -> Failure:
    return Failure(
        f"writing to {store} needs {package} (no module {error.name}): pip install 'crosstwin[local]'"
    )
