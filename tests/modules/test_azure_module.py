"""modules/azure-hot-reader: what it asks for, read from its HCL."""

from __future__ import annotations

import pytest

from tests.modules.module_source import Module
from tests.modules.plans import children

NAME = "azure-hot-reader"


@pytest.fixture
def module(modules: dict[str, Module]) -> Module:
    return modules[NAME]


def test_azure_settings_are_what_the_hot_reader_requires(module: Module) -> None:
    settings = set(module.locals()["app_settings"])
    assert settings >= {
        "DIGITAL_TWIN_INFO",
        "INTER_CLOUD_TOKEN",
        "COSMOS_ENDPOINT",
        "COSMOS_DATABASE",
        "COSMOS_CONTAINER",
    }
    assert settings >= {"PYTHON_THREADPOOL_THREAD_COUNT", "PYTHON_ISOLATE_WORKER_DEPENDENCIES"}
    # A key is for emulators; a connection string keeps the host from using its identity.
    assert not settings & {"COSMOS_KEY", "AzureWebJobsStorage"}
    assert settings >= {"AzureWebJobsStorage__accountName", "AzureWebJobsStorage__credential"}


def test_azure_identity_may_read_and_nothing_else(module: Module) -> None:
    actions = [
        action.strip('"')
        for terraform_type, _, body in module.resources("resource")
        if terraform_type == "azurerm_cosmosdb_sql_role_definition"
        for permission in body["permissions"]
        for action in permission["data_actions"]
    ]
    assert sorted(actions) == [
        "Microsoft.DocumentDB/databaseAccounts/readMetadata",
        "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery",
    ]
    roles = {key: grant["role"].strip('"') for key, grant in module.locals()["hot_reader_roles"].items()}
    # The host writes to its own storage account; its documentation asks for this role.
    assert roles == {"storage": "Storage Blob Data Owner", "token": "Key Vault Secrets User"}


def test_azure_settings_come_after_the_grants_they_need(module: Module) -> None:
    settings = module.resource("resource", "azapi_resource_action", "app_settings")
    assert {reference[2:-1] for reference in settings["depends_on"]} >= {
        "azapi_resource_action.token_secret",
        "time_sleep.role_assignments",
    }
    assert {
        "azurerm_role_assignment.hot_reader",
        "azurerm_cosmosdb_sql_role_assignment.read_metadata",
        "azurerm_cosmosdb_sql_role_assignment.read_records",
    } == {parent for parent, names in children(module).items() if "time_sleep.role_assignments" in names}


def test_azure_first_deployment_waits_for_the_roles_and_ends(module: Module) -> None:
    wait = module.resource("resource", "time_sleep", "role_assignments")
    assert wait["create_duration"] == '"120s"'
    code = module.resource("resource", "azapi_resource_action", "code")
    assert '"AuthorizationPermissionMismatch"' in code["retry"]["error_message_regex"]
    assert code["timeouts"][0]["create"] == '"15m"'
    assert code["depends_on"] == ["${azapi_resource_action.app_settings}"]


def test_azure_new_code_is_deployed_and_a_new_link_alone_is_not(module: Module) -> None:
    lifecycle = module.resource("resource", "azapi_resource_action", "code")["lifecycle"][0]
    assert lifecycle["ignore_changes"] == ["body", "retry", "timeouts"]
    assert "${azurerm_storage_blob.package}" in lifecycle["replace_triggered_by"]
    blob = module.resource("resource", "azurerm_storage_blob", "package")
    assert "${filesha256(var.hot_reader_package)}" in blob["name"]


@pytest.mark.parametrize("output", ["hot_reader_url", "hot_reader_last_entry_url"])
def test_azure_urls_wait_for_the_code(module: Module, output: str) -> None:
    assert module.waits_for(output) == {
        "azapi_resource_action.code",
        "azapi_resource_action.token_reference",
    }


def test_azure_token_waits_until_it_is_accepted(module: Module) -> None:
    assert "azapi_resource_action.app_settings" in module.waits_for("inter_cloud_token")
