"""Azure's clouds: the public one, and those of governments and of China, by a location's name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AzureEnvironment:
    """`name` is that of the azurerm and azapi providers, `authority` the host at which a user signs in.

    Both are None for the public cloud, which is the default of the providers and of the SDK. `grafana` is the
    name in Grafana's Azure SDK.
    """

    name: str | None
    cosmos_suffix: str
    authority: str | None
    grafana: str


# Microsoft's list: https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure
PUBLIC = AzureEnvironment(None, "documents.azure.com", None, "AzureCloud")
US_GOVERNMENT = AzureEnvironment(
    "usgovernment", "documents.azure.us", "login.microsoftonline.us", "AzureUSGovernment"
)
CHINA = AzureEnvironment("china", "documents.azure.cn", "login.chinacloudapi.cn", "AzureChinaCloud")


def azure_environment(location: str) -> AzureEnvironment:
    """The cloud that a location such as `westeurope` or `US Gov Virginia` is in."""
    name = location.replace(" ", "").lower()
    if name.startswith(("usgov", "usdod")):
        return US_GOVERNMENT
    return CHINA if name.startswith("china") else PUBLIC
