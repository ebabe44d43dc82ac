"""Each cloud's Terraform provider block, and the versions a stack accepts.

Below the lower bounds something is missing: aws 6.28.0 is the first that grants a Function URL both
permissions that AWS has asked for since October 2025 (terraform-provider-aws issue 44829); azurerm 4.55 and
google 6.50 are what the modules were written against.
"""

from __future__ import annotations

from crosstwin import bindings
from crosstwin.deployment_sections import Aws, Azure, Gcp
from crosstwin.stacks.base import DeploymentStack

_AWS_VERSION = ">= 6.28.0, < 7"
# An emulator checks no permissions, so the modules' own lower bound does.
_AWS_EMULATOR_VERSION = ">= 5.100.0, < 7"
_EMULATED_SERVICES = (
    "cloudformation",
    "cloudwatch",
    "dynamodb",
    "iam",
    "kms",
    "lambda",
    "logs",
    "s3",
    "sts",
)


def use_aws(stack: DeploymentStack, aws: Aws) -> None:
    provider = bindings.provider_class("aws")
    if aws.endpoint_url is None:
        provider(stack, "aws", region=aws.region)
        stack.require_provider("aws", "hashicorp/aws", _AWS_VERSION)
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
    stack.require_provider("aws", "hashicorp/aws", _AWS_EMULATOR_VERSION)


def use_azure(stack: DeploymentStack, azure: Azure) -> None:
    provider = bindings.provider_class("azure")
    provider(stack, "azurerm", subscription_id=azure.subscription_id, features=[{}])
    stack.require_provider("azurerm", "hashicorp/azurerm", ">= 4.55, < 5")
    # There are no prebuilt bindings of azapi; the module uses it for what azurerm cannot do.
    stack.require_provider("azapi", "Azure/azapi", ">= 2.0, < 3")
    stack.add_override("provider.azapi", [{"subscription_id": azure.subscription_id}])


def use_gcp(stack: DeploymentStack, gcp: Gcp) -> None:
    provider = bindings.provider_class("gcp")
    provider(stack, "google", project=gcp.project, region=gcp.region)
    stack.require_provider("google", "hashicorp/google", ">= 6.50, < 8")
