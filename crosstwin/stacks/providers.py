"""Each cloud's Terraform provider block, and the versions of it that a stack accepts."""

from __future__ import annotations

from crosstwin.clouds import provider_versions
from crosstwin.stacks import bindings
from crosstwin.stacks.base import DeploymentStack
from crosstwin.twin.sections import Aws, Azure, Gcp

_EMULATED_SERVICES = (
    "cloudformation",
    "cloudwatch",
    "dynamodb",
    "iam",
    "kms",
    "lambda",
    "logs",
    "s3",
    "sqs",
    "sts",
)


# What the azure-hot-reader module creates. azurerm 5 registers none of them by itself, and in a subscription
# that never used one, the first apply fails with MissingSubscriptionRegistration.
_AZURE_RESOURCE_PROVIDERS = (
    "Microsoft.Authorization",
    "Microsoft.DocumentDB",
    "Microsoft.KeyVault",
    "Microsoft.OperationalInsights",
    "Microsoft.Storage",
    "Microsoft.Web",
    "microsoft.insights",  # azurerm compares the case
)


def use_aws(stack: DeploymentStack, aws: Aws) -> None:
    provider = bindings.provider_class("aws")
    if aws.endpoint_url is None:
        provider(stack, "aws", region=aws.region)
        stack.require_provider("aws", "hashicorp/aws", provider_versions.AWS)
        return
    provider(
        stack,
        "aws",
        region=aws.region,
        # The keys that emulators expect; nothing real can be reached with them.
        access_key="test",
        secret_key="test",  # noqa: S106
        endpoints=[dict.fromkeys(_EMULATED_SERVICES, aws.endpoint_url.rstrip("/"))],
        s3_use_path_style=True,
        skip_credentials_validation=True,
        skip_metadata_api_check="true",
        skip_region_validation=True,
    )
    stack.require_provider("aws", "hashicorp/aws", provider_versions.AWS_EMULATED)


def use_azure(stack: DeploymentStack, azure: Azure) -> None:
    provider = bindings.provider_class("azure")
    provider(
        stack,
        "azurerm",
        subscription_id=azure.subscription_id,
        features=[{}],
        resource_providers_to_register=list(_AZURE_RESOURCE_PROVIDERS),
    )
    stack.require_provider("azurerm", "hashicorp/azurerm", provider_versions.AZURERM)
    # There are no prebuilt bindings of azapi; the module uses it for what azurerm cannot do.
    stack.require_provider("azapi", "Azure/azapi", provider_versions.AZAPI)
    stack.add_override("provider.azapi", [{"subscription_id": azure.subscription_id}])


def use_gcp(stack: DeploymentStack, gcp: Gcp) -> None:
    provider = bindings.provider_class("gcp")
    provider(stack, "google", project=gcp.project, region=gcp.region)
    stack.require_provider("google", "hashicorp/google", provider_versions.GOOGLE)
