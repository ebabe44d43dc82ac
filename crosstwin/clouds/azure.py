"""Azure: hot readers are a Function App beside a Cosmos DB container."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import Field

from crosstwin.clouds import regions
from crosstwin.clouds.azure_digital_twins import UUID, ActionGroup, DigitalTwins
from crosstwin.clouds.azure_environment import azure_environment
from crosstwin.clouds.base import HotCloud, Provider, Section, Use, first_set
from crosstwin.clouds.package import HOTREAD, LINUX_X86_64, Package, Requirements
from crosstwin.clouds.records import RECORDS, AzureRecords

# https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
ResourceGroupName = Annotated[str, Field(pattern=r"^[\w._()-]{0,89}[\w_()-]$")]


class AzureHotStore(Section):
    """An existing Cosmos DB container, whose partition key is the device."""

    resource_group_name: ResourceGroupName = Field(description="the account's resource group")
    account_name: str = Field(pattern=r"^[a-z0-9-]{3,44}$", description="the name of a Cosmos DB account")
    database_name: str = Field(min_length=1, description="the name of a database")
    container_name: str = Field(min_length=1, description="the name of a container")
    records: AzureRecords | None = Field(default=None, description=RECORDS)


class Azure(Section):
    location: str = Field(pattern=r"^[A-Za-z0-9 ]+$", description="a location such as westeurope")
    subscription_id: str = Field(
        pattern=UUID,
        description="a subscription id (a UUID)",
    )
    resource_group_name: ResourceGroupName | None = Field(
        default=None, description="a resource group that exists already"
    )
    existing_hot_store: AzureHotStore | None = Field(
        default=None,
        description="a mapping with resource_group_name, account_name, database_name and container_name",
    )
    alarm_actions: Annotated[tuple[ActionGroup, ...], Field(strict=False, max_length=5)] = Field(
        default=(), description="a list of up to five resource ids of action groups"
    )
    digital_twins: DigitalTwins = Field(
        default=DigitalTwins(),
        description="where layer 4 is azure, a mapping with refresh_seconds, existing_instance, "
        "data_history or reader_principal_ids",
    )


# What the modules create. azurerm 5 registers none of them by itself, and in a subscription that never used
# one, the first apply fails with MissingSubscriptionRegistration.
_RESOURCE_PROVIDERS = (
    "Microsoft.Authorization",
    "Microsoft.KeyVault",
    "Microsoft.OperationalInsights",
    "Microsoft.Storage",
    "Microsoft.Web",
    "microsoft.insights",  # azurerm compares the case
)

# 4.78 is the first with the names that azurerm 5 kept.
_AZURERM_VERSIONS = ">= 4.78, < 6"
_AZAPI_VERSIONS = ">= 2.0, < 3"
_TIME_VERSIONS = ">= 0.9, < 1"

# The first variables that the Terraform provider's documentation names.
_VARIABLES = ("ARM_CLIENT_ID", "ARM_USE_MSI", "ARM_USE_OIDC")


# Azure Functions looks for dependencies in that folder; a remote build times out at 60 seconds.
_VENDORED = ".python_packages/lib/site-packages/"


class AzureCloud(HotCloud[Azure]):
    name = "azure"
    synonyms = ("microsoft",)
    title = "Azure"
    store = "Cosmos DB"
    section = Azure
    section_description = "a mapping with location and subscription_id"
    module = ("azure_hot_reader", "AzureHotReader")
    outputs = (
        "hot_reader_url",
        "hot_reader_last_entry_url",
        "inter_cloud_token",
        "hot_store_endpoint",
        "hot_store_database_name",
        "hot_store_container_name",
    )
    readers: ClassVar = {"hot_reader_package": "azure/hot-reader"}
    packages: ClassVar = {
        "azure/hot-reader": Package(
            {"azure/hot-reader": "", **HOTREAD},
            Requirements(
                "azure/hot-reader/requirements.txt",
                python="3.12",
                platforms=LINUX_X86_64,
            ),
            vendored_prefix=_VENDORED,
        ),
        "azure/digital-twin-data-connector": Package(
            {
                "azure/digital-twin-data-connector": "",
                **HOTREAD,
                "shared/remote_reader": "remote_reader/",
            },
            Requirements(
                "azure/digital-twin-data-connector/requirements.txt",
                python="3.12",
                platforms=LINUX_X86_64,
            ),
            vendored_prefix=_VENDORED,
        ),
    }

    def providers(self, section: Azure, use: Use) -> tuple[Provider, ...]:
        subscription = {"subscription_id": section.subscription_id}
        if environment := azure_environment(section.location).name:
            subscription["environment"] = environment
        block = {
            "features": [{}],
            "resource_providers_to_register": sorted({*_RESOURCE_PROVIDERS, *_of_the_twin(section, use)}),
            **subscription,
        }
        return (
            Provider("hashicorp/azurerm", _AZURERM_VERSIONS, block),
            # For what azurerm cannot do.
            Provider("Azure/azapi", _AZAPI_VERSIONS, subscription),
            Provider("hashicorp/time", _TIME_VERSIONS, None),
        )

    def inputs(self, section: Azure) -> dict[str, Any]:
        store = section.existing_hot_store
        return {
            "existing_hot_store": None if store is None else store.model_dump(exclude_none=True),
            "location": section.location,
            "resource_group_name": section.resource_group_name,
            "alarms": {"actions": list(section.alarm_actions)},
        }

    def warnings(self, section: Azure, use: Use) -> Iterable[tuple[str, str]]:
        del use
        yield "location", regions.azure_warning(section.location)

    def credentials(self) -> tuple[str, str]:
        if named := first_set(_VARIABLES):
            return f"${named}", ""
        command = shutil.which("az")
        if command is None:
            no_cli = "the Azure CLI (az) is not on the PATH: install it, then az login"
            return "", f"${_VARIABLES[0]} is not set, and {no_cli}"
        profile = Path(os.environ.get("AZURE_CONFIG_DIR") or Path.home() / ".azure") / "azureProfile.json"
        try:
            signed_in = bool(json.loads(profile.read_text(encoding="utf-8-sig"))["subscriptions"])
        except (OSError, ValueError, KeyError, TypeError):
            signed_in = False
        return (f"{command}, signed in", "") if signed_in else ("", f"{command} is not signed in: az login")


def _of_the_twin(section: Azure, use: Use) -> Iterator[str]:
    """The resource providers that not every twin needs."""
    if use.hot_readers:
        yield "Microsoft.DocumentDB"
    if use.layer_4:
        yield "Microsoft.DigitalTwins"
        if section.digital_twins.data_history is not None:
            yield "Microsoft.EventHub"


CLOUD = AzureCloud()
