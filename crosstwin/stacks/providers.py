"""Each cloud's Terraform provider block, and the versions of it that a stack accepts.

The blocks are plain data: the classes of the packages `cdktf-cdktf-provider-*` write the same JSON
(`tests/stacks/test_provider_blocks.py` compares them), and importing them takes seconds and a gigabyte.
"""

from __future__ import annotations

from crosstwin.clouds import provider_versions
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
    if aws.endpoint_url is None:
        stack.use_provider("aws", "hashicorp/aws", provider_versions.AWS, {"region": aws.region})
        return
    block = {
        "region": aws.region,
        # The keys that emulators expect; nothing real can be reached with them.
        "access_key": "test",
        "secret_key": "test",
        "endpoints": [dict.fromkeys(_EMULATED_SERVICES, aws.endpoint_url.rstrip("/"))],
        "s3_use_path_style": True,
        "skip_credentials_validation": True,
        "skip_metadata_api_check": "true",
        "skip_region_validation": True,
    }
    stack.use_provider("aws", "hashicorp/aws", provider_versions.AWS_EMULATED, block)


def use_azure(stack: DeploymentStack, azure: Azure) -> None:
    subscription = {"subscription_id": azure.subscription_id}
    block = {
        "features": [{}],
        "resource_providers_to_register": list(_AZURE_RESOURCE_PROVIDERS),
        **subscription,
    }
    stack.use_provider("azurerm", "hashicorp/azurerm", provider_versions.AZURERM, block)
    # For what azurerm cannot do.
    stack.use_provider("azapi", "Azure/azapi", provider_versions.AZAPI, subscription)


def use_gcp(stack: DeploymentStack, gcp: Gcp) -> None:
    block = {"project": gcp.project, "region": gcp.region}
    stack.use_provider("google", "hashicorp/google", provider_versions.GOOGLE, block)
