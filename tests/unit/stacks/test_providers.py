"""Provider blocks, and the versions that a stack accepts."""

from __future__ import annotations

import configparser
from collections.abc import Callable

import pytest

from tests.modules.conftest import MODULES
from tests.modules.module_source import Module
from tests.unit.stacks.twin import AWS, Twin, twin_yaml

Synthesized = Callable[[str], Twin]

# The namespaces of Azure in which the azure-hot-reader module creates its resources.
RESOURCE_PROVIDERS = {
    "azurerm_application_insights": "microsoft.insights",
    "azurerm_cosmosdb_account": "Microsoft.DocumentDB",
    "azurerm_cosmosdb_sql_container": "Microsoft.DocumentDB",
    "azurerm_cosmosdb_sql_database": "Microsoft.DocumentDB",
    "azurerm_cosmosdb_sql_role_assignment": "Microsoft.DocumentDB",
    "azurerm_cosmosdb_sql_role_definition": "Microsoft.DocumentDB",
    "azurerm_function_app_flex_consumption": "Microsoft.Web",
    "azurerm_key_vault": "Microsoft.KeyVault",
    "azurerm_log_analytics_saved_search": "Microsoft.OperationalInsights",
    "azurerm_log_analytics_workspace": "Microsoft.OperationalInsights",
    "azurerm_log_analytics_workspace_table": "Microsoft.OperationalInsights",
    "azurerm_monitor_scheduled_query_rules_alert_v2": "microsoft.insights",
    "azurerm_role_assignment": "Microsoft.Authorization",
    "azurerm_service_plan": "Microsoft.Web",
    "azurerm_storage_account": "Microsoft.Storage",
    "azurerm_storage_blob": "Microsoft.Storage",
    "azurerm_storage_container": "Microsoft.Storage",
}
# Each subscription has them.
ALWAYS_REGISTERED = {"azurerm_resource_group"}

EMULATOR = AWS.replace("}", ', endpoint_url: "http://127.0.0.1:4566/"}')


@pytest.mark.parametrize(
    ("stack", "versions"),
    [
        ("l3-aws", {"aws": ("hashicorp/aws", ">= 6.28.0, < 7")}),
        ("l4-aws", {"aws": ("hashicorp/aws", ">= 6.28.0, < 7")}),
        (
            "l3-azure",
            {"azurerm": ("hashicorp/azurerm", ">= 4.78, < 6"), "azapi": ("Azure/azapi", ">= 2.0, < 3")},
        ),
        ("l3-gcp", {"google": ("hashicorp/google", ">= 6.50, < 9")}),
    ],
)
def test_required_providers(
    stack: str, versions: dict[str, tuple[str, str]], synthesized: Synthesized
) -> None:
    """Ranges, not the exact versions that the bindings were made from."""
    cloud = stack.removeprefix("l3-") if stack != "l4-aws" else "aws"

    assert synthesized(twin_yaml(cloud)).json(stack)["terraform"]["required_providers"] == {
        name: {"source": source, "version": version} for name, (source, version) in versions.items()
    }


def test_aws_for_real_has_a_region_and_no_keys(synthesized: Synthesized) -> None:
    assert synthesized(twin_yaml("aws")).json("l3-aws")["provider"] == {"aws": [{"region": "eu-central-1"}]}


def test_aws_emulated(synthesized: Synthesized) -> None:
    twin = synthesized(twin_yaml("aws", more=EMULATOR))
    stack = twin.json("l3-aws")
    (provider,) = stack["provider"]["aws"]
    (file,) = provider["shared_config_files"]
    config = configparser.ConfigParser()
    config.read(twin.folder("l3-aws") / file)

    # Of all services. The user's own profile and configuration are not read.
    assert dict(config["default"]) == {"endpoint_url": "http://127.0.0.1:4566"}
    assert provider["profile"] == "default"
    assert (provider["access_key"], provider["secret_key"]) == ("test", "test")
    assert stack["terraform"]["required_providers"]["aws"]["version"] == ">= 5.100.0, < 7"


def test_azure(synthesized: Synthesized) -> None:
    subscription = "00000000-0000-0000-0000-000000000000"

    assert synthesized(twin_yaml("azure")).json("l3-azure")["provider"] == {
        "azurerm": [
            {
                "features": [{}],
                "subscription_id": subscription,
                "resource_providers_to_register": sorted(set(RESOURCE_PROVIDERS.values())),
            }
        ],
        "azapi": [{"subscription_id": subscription}],
    }


def test_google(synthesized: Synthesized) -> None:
    assert synthesized(twin_yaml("gcp")).json("l3-gcp")["provider"] == {
        "google": [{"project": "some-project", "region": "europe-west1"}]
    }


def test_azure_registers_the_resource_provider_of_each_resource() -> None:
    module = Module.load(MODULES / "azure-hot-reader")
    used = {name for name, _, _ in module.resources("resource") if name.startswith("azurerm_")}
    assert used - ALWAYS_REGISTERED == set(RESOURCE_PROVIDERS)
