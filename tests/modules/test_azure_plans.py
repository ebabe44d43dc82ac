"""modules/azure-hot-reader after its first apply: what later plans change, replace and keep."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("grpc")

from tests.modules import schema_provider
from tests.modules.conftest import SchemaTerraform
from tests.modules.hot_reader_module import QUERY_SETTINGS
from tests.modules.module_source import Module, items
from tests.modules.plans import (
    Deployed,
    check_no_protection,
    check_protection,
    forgotten_children,
    refusal,
)
from tests.modules.replacements import REPLACEMENTS

NAME = "azure-hot-reader"
INFO = {"config": {"digital_twin_name": "factory"}, "config_providers": {"layer_3_hot_provider": "azure"}}
# With azurerm 4.78, whose arguments that 5 no longer has are left out, as the provider's own upgrade does.
STATE_OF_0_1 = Path(__file__).parent / "states" / "azure-hot-reader-0.1.json"
APP = "azurerm_function_app_flex_consumption.hot_reader"
# Settings, grants and the app name these by text that stays true, and live on without them. The roles belong
# to the account; code.tf deploys again after the storage account, and the app's settings follow Application
# Insights.
INDEPENDENT = [
    *(
        (f"azurerm_cosmosdb_sql_{parent}.hot", child)
        for parent in ("database", "container")
        for child in (
            "azapi_resource_action.app_settings",
            "azurerm_cosmosdb_sql_role_assignment.read_metadata",
            "azurerm_cosmosdb_sql_role_assignment.read_records",
            "azurerm_cosmosdb_sql_role_definition.read_metadata",
            "azurerm_cosmosdb_sql_role_definition.read_records",
        )
    ),
    ("azurerm_application_insights.hot_reader", APP),
    ("azurerm_storage_account.hot_reader", APP),
    ("azurerm_storage_account.hot_reader", "azapi_resource_action.app_settings"),
    ("azurerm_storage_container.deployment", APP),
]


@pytest.fixture
def terraform(module_copy: Callable[[str], SchemaTerraform]) -> SchemaTerraform:
    terraform = module_copy(NAME)
    (terraform.folder / "hot-reader.zip").write_bytes(b"code")
    return terraform


@pytest.fixture
def undeployed(terraform: SchemaTerraform) -> Deployed:
    return Deployed(
        terraform.run,
        terraform.folder,
        digital_twin_name="factory",
        digital_twin_info=json.dumps(INFO),
        location="westeurope",
        hot_reader_package="hot-reader.zip",
        tags={"team": "plant"},
    )


@pytest.fixture
def deployed(undeployed: Deployed) -> Deployed:
    undeployed.apply()
    return undeployed


def test_azure_second_plan_is_empty(deployed: Deployed) -> None:
    assert deployed.actions() == {}


def test_azure_upgrade_from_0_1_replaces_the_package_alone(undeployed: Deployed, tmp_path: Path) -> None:
    shutil.copy(STATE_OF_0_1, tmp_path / NAME / "terraform.tfstate")
    actions = undeployed.actions()
    replaced = {address for address, action in actions.items() if action in ("replace", "delete")}
    assert replaced == {"azurerm_storage_blob.package", "azapi_resource_action.code"}
    # What docs/upgrading.md names.
    alarms = [address for address in actions if address.startswith("azurerm_monitor_scheduled_query")]
    assert len(alarms) == 3
    assert actions["azapi_resource_action.app_settings"] == "update"
    assert actions["terraform_data.deletion_protection"] == "create"


def test_azure_children_are_planned_again_with_their_parents(
    deployed: Deployed, modules: dict[str, Module]
) -> None:
    assert forgotten_children(deployed, modules[NAME], independent=INDEPENDENT) == []


@pytest.mark.parametrize(
    ("changed", "planned"),
    [
        ({"max_concurrency": 60}, {"azapi_update_resource.hot_reader": "update"}),
        ({"memory_mb": 2048}, {"azapi_update_resource.hot_reader": "update"}),
        (
            {"instance_concurrency": 16},
            {
                "azapi_update_resource.hot_reader": "update",
                "azapi_resource_action.app_settings": "update",
            },
        ),
        (
            {"timeout_seconds": 60},
            {
                "azapi_resource_action.app_settings": "update",
                'azurerm_monitor_scheduled_query_rules_alert_v2.hot_reader["duration"]': "update",
            },
        ),
    ],
)
def test_azure_a_change_of_the_app_goes_past_azurerm(
    deployed: Deployed, changed: dict[str, int], planned: dict[str, str]
) -> None:
    """azurerm would write AzureWebJobsStorage into its settings, and the app could not start for a while."""
    assert deployed.actions(**changed) == planned


@pytest.mark.parametrize(("changed", "expected"), QUERY_SETTINGS)
def test_azure_query_settings_reach_the_app(
    deployed: Deployed, changed: dict[str, int], expected: dict[str, str]
) -> None:
    settings = deployed.plan(**changed).after("azapi_resource_action.app_settings")["body"]["properties"]
    assert {name: settings[name] for name in expected} == expected


def test_azure_a_change_of_tags_replaces_nothing_and_spares_the_app(deployed: Deployed) -> None:
    planned = deployed.actions(tags={"team": "line-2"})
    assert {action for address, action in planned.items() if not address.startswith("data.")} == {"update"}
    assert APP not in planned
    assert planned["azapi_resource_action.tags"] == "update"


def test_azure_new_code_is_a_new_blob_and_a_deployment(
    deployed: Deployed, terraform: SchemaTerraform
) -> None:
    (terraform.folder / "hot-reader.zip").write_bytes(b"new code")
    assert deployed.actions() == {
        "azurerm_storage_blob.package": "replace",
        "azapi_resource_action.code": "replace",
    }


def test_azure_a_rotation_replaces_no_resource_of_azure(deployed: Deployed) -> None:
    planned = deployed.actions(token_generation=2)
    assert planned.pop('terraform_data.inter_cloud_token["2"]') == "create"
    # One secret for each generation; Resource Manager cannot delete the one before.
    assert planned == {
        "azapi_resource_action.token_secret": "replace",
        "azapi_resource_action.app_settings": "update",
    }


@pytest.mark.parametrize("address", [f"{APP}", "azurerm_storage_account.hot_reader"])
def test_azure_code_is_deployed_again_where_it_is_gone(deployed: Deployed, address: str) -> None:
    assert deployed.actions(f"-replace={address}")["azapi_resource_action.code"] == "replace"


def test_azure_a_deployment_that_failed_is_made_by_the_next_apply(
    undeployed: Deployed, terraform: SchemaTerraform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform takes a package (202), the poll says Failed: the apply fails, and nothing is recorded."""

    def fails(provider: schema_provider.Provider, request: bytes) -> bytes:
        if (schema_provider.asked_for(request) or {}).get("action") == "extensions/onedeploy":
            return schema_provider.refusal("Failed to perform action: Failed")
        return applied(provider, request)

    applied = schema_provider.applied
    monkeypatch.setattr(schema_provider, "applied", fails)
    with pytest.raises(AssertionError, match="Failed to perform action"):
        undeployed.apply()
    assert undeployed.actions()["azapi_resource_action.code"] == "create"
    monkeypatch.undo()
    undeployed.apply()

    monkeypatch.setattr(schema_provider, "applied", fails)
    (terraform.folder / "hot-reader.zip").write_bytes(b"new code")
    with pytest.raises(AssertionError, match="Failed to perform action"):
        undeployed.apply()
    assert undeployed.actions() == {"azapi_resource_action.code": "create"}


@pytest.mark.parametrize(("module", "name"), [(NAME, "hot_reader"), ("azure-digital-twins", "connector")])
def test_azure_azurerm_never_updates_an_app(modules: dict[str, Module], module: str, name: str) -> None:
    """Each argument either replaces the app or is ignored: an update by azurerm breaks its settings."""
    terraform_type = "azurerm_function_app_flex_consumption"
    app = modules[module].resource("resource", terraform_type, name)
    given = {name for name, _ in items(app)} - {"lifecycle"}
    ignored = set(app["lifecycle"][0]["ignore_changes"])
    assert given - REPLACEMENTS[terraform_type].arguments <= ignored
    assert "app_settings" in ignored
    assert not ignored & REPLACEMENTS[terraform_type].arguments


# What a plan may not take away.

STORE = ("azurerm_cosmosdb_account.hot[0]", "azurerm_cosmosdb_sql_database.hot[0]")
STORE += ("azurerm_cosmosdb_sql_container.hot[0]",)
EXISTING = {"account_name": "plant", "database_name": "telemetry", "container_name": "hot"}


def test_azure_a_new_location_is_refused_and_says_how_to_move(deployed: Deployed) -> None:
    message = refusal(lambda: deployed.actions(location="northeurope"))
    assert "was deployed in westeurope, and location is now northeurope" in message
    assert "To move: deploy a twin of another name there, copy the container" in message
    assert deployed.actions(location="West Europe")  # the same to Azure: not refused


def test_azure_an_existing_store_in_place_of_the_made_one_is_refused(deployed: Deployed) -> None:
    message = refusal(
        lambda: deployed.actions(existing_hot_store={"resource_group_name": "plant", **EXISTING})
    )
    assert "existing_hot_store would delete that store with its telemetry" in message


def test_azure_a_renamed_twin_keeps_its_store(deployed: Deployed) -> None:
    planned = deployed.actions(digital_twin_name="plant")
    assert planned[APP] == "replace"
    kept = (*STORE, "azurerm_resource_group.hot_reader[0]", 'terraform_data.inter_cloud_token["1"]')
    assert set(kept) & set(planned) == set()
    deployed.apply(digital_twin_name="plant")
    assert deployed.actions() == {}


@pytest.mark.parametrize("arguments", [["-destroy"], *([f"-replace={address}"] for address in STORE)])
def test_azure_protection_refuses_before_anything_is_deleted(
    deployed: Deployed, arguments: list[str]
) -> None:
    check_protection(deployed, *arguments)


def test_azure_without_protection_destroy_deletes_all(deployed: Deployed) -> None:
    check_no_protection(deployed)


def test_azure_an_operator_who_says_so_can_move(deployed: Deployed) -> None:
    deployed.apply(deletion_protection=False)
    deployed.apply("-replace=terraform_data.deployed", location="northeurope")
    assert deployed.state()["azurerm_cosmosdb_account.hot[0]"]["location"] == "northeurope"
    assert deployed.actions() == {}
