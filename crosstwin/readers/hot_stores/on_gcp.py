"""The Firestore collection of a deployed l3-gcp."""

from __future__ import annotations

from crosstwin_contract.records import CROSSTWIN

from crosstwin.errors import Failure
from crosstwin.readers.hot_stores.deployed import (
    EMULATOR_ADDRESS,
    EMULATOR_PROJECT,
    DeployedStore,
    mapping_of,
)
from crosstwin.readers.hot_stores.firestore import FirestoreWriter, emulator_client
from crosstwin.terraform.outputs import required, stack_outputs
from crosstwin.twin.deployment import Deployment, in_use


def deployed(deployment: Deployment) -> DeployedStore:
    gcp = in_use(deployment.gcp)
    client, mapping = None, CROSSTWIN
    if existing := gcp.existing_hot_store:
        if existing.collection_group:
            raise Failure(f"collection group {existing.collection}: nothing can be written to it")
        database, collection = existing.database, existing.collection
        mapping = mapping_of(existing.records)
    else:
        outputs = stack_outputs(deployment, "l3-gcp")
        database = required(outputs, "hot_store_database", "l3-gcp")
        collection = required(outputs, "hot_store_collection", "l3-gcp")
        if address := outputs.get(EMULATOR_ADDRESS):
            project = required(outputs, EMULATOR_PROJECT, "l3-gcp")
            client = emulator_client(address, database, project)
    return DeployedStore(
        f"Firestore collection {collection}",
        FirestoreWriter(gcp.project, database, collection, client=client, mapping=mapping),
    )
