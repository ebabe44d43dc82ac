"""The Cosmos DB container of a deployed l3-azure."""

from __future__ import annotations

from crosstwin_contract.records import CROSSTWIN

from crosstwin.clouds.azure_environment import azure_environment
from crosstwin.readers.hot_stores.cosmos import CosmosWriter
from crosstwin.readers.hot_stores.deployed import EMULATOR_KEY, DeployedStore, mapping_of
from crosstwin.terraform.outputs import required, stack_outputs
from crosstwin.twin.deployment import Deployment, in_use


def deployed(deployment: Deployment) -> DeployedStore:
    azure = in_use(deployment.azure)
    environment = azure_environment(azure.location)
    key, mapping = None, CROSSTWIN
    if existing := azure.existing_hot_store:
        endpoint = f"https://{existing.account_name}.{environment.cosmos_suffix}:443/"
        database, container = existing.database_name, existing.container_name
        mapping = mapping_of(existing.records)
    else:
        outputs = stack_outputs(deployment, "l3-azure")
        endpoint, database, container = (
            required(outputs, f"hot_store_{part}", "l3-azure")
            for part in ("endpoint", "database_name", "container_name")
        )
        key = outputs.get(EMULATOR_KEY)
    return DeployedStore(
        f"Cosmos DB container {container}",
        CosmosWriter(endpoint, database, container, key, authority=environment.authority, mapping=mapping),
    )
