"""What the readers ask of Cosmos DB, against the data actions that the module's roles grant.

The emulator enforces no roles; so the requests are noted, and each stands for the action that Microsoft's
reference gives for it (learn.microsoft.com/azure/cosmos-db/nosql/security/reference-data-plane-actions).
"""

from __future__ import annotations

from types import ModuleType

from crosstwin.local import azure
from tests.contract.functions.asking import record
from tests.contract.functions.azure.conftest import GatedReader
from tests.contract.functions.newest_record import newest_record
from tests.contract.security.grants import azure_grants
from tests.modules.conftest import MODULES
from tests.store_gate import Asked

PREFIX = "Microsoft.DocumentDB/databaseAccounts"
CONTAINERS = f"{PREFIX}/sqlDatabases/containers"


def data_action(request: Asked) -> str:
    """Raises AssertionError for a request that no granted action stands for."""
    parts = request.path.split("?")[0].strip("/").split("/")
    if request.is_query and request.headers.get("x-ms-documentdb-isquery", "").lower() == "true":
        return f"{CONTAINERS}/executeQuery"
    assert request.method == "GET", f"{request.method} {request.path} is more than reading"
    if "docs" in parts:
        return f"{CONTAINERS}/items/read"  # a point read: /dbs/<db>/colls/<coll>/docs/<id>
    # The account, its databases and containers, and a container's partition key ranges.
    return f"{PREFIX}/readMetadata"


def test_the_readers_ask_for_what_the_roles_grant_and_for_all_of_it(
    gated: GatedReader, cosmos_store: ModuleType, device: str
) -> None:
    gated.local.put([record(device, "10:00:00Z", n=1)])
    gated.gate.asked.clear()
    store = cosmos_store.CosmosStore(
        cosmos_store.connect(gated.gate.endpoint, azure.DATABASE, azure.CONTAINER, key=azure.KEY)
    )
    bounds = {"first_id": "2026", "last_id": "2027", "descending": False, "limit": None, "continuation": None}
    assert store.page(device, properties=["n"], **bounds).records
    assert newest_record(store, device, ["n"])

    used = {data_action(request) for request in gated.gate.asked}
    granted = {
        grant.action
        for grant in azure_grants(MODULES / "azure-hot-reader")
        if grant.action.startswith(PREFIX)
    }
    assert used == granted
