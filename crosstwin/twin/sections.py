"""The section of twin.yaml for the Terraform state. Those of the clouds are in crosstwin/clouds/."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from crosstwin.clouds.aws import AwsRegion
from crosstwin.clouds.azure import ResourceGroupName
from crosstwin.clouds.base import Section


class LocalState(Section):
    """Terraform state in files beside the generated stacks: for one person, on one machine."""

    backend: Literal["local"] = "local"


class S3State(Section):
    backend: Literal["s3"]
    bucket: str = Field(pattern=r"^[a-z0-9.-]{3,63}$", description="the name of a bucket")
    region: AwsRegion = Field(description="a region such as eu-central-1")
    kms_key_id: str | None = Field(
        default=None, pattern=r"^[A-Za-z0-9:/_-]+$", description="the id, alias or ARN of a KMS key"
    )


class AzurermState(Section):
    backend: Literal["azurerm"]
    resource_group_name: ResourceGroupName = Field(description="the account's resource group")
    storage_account_name: str = Field(
        pattern=r"^[a-z0-9]{3,24}$", description="the name of a storage account"
    )
    container_name: str = Field(pattern=r"^[a-z0-9-]{3,63}$", description="the name of a blob container")


class GcsState(Section):
    backend: Literal["gcs"]
    bucket: str = Field(pattern=r"^[a-z0-9._-]{3,222}$", description="the name of a bucket")
    # Without braces: Terraform evaluates no backend, and CDKTF would.
    prefix: str | None = Field(
        default=None, pattern=r"^[^{}\x00-\x1f]+$", description="a folder within the bucket, without braces"
    )


State = LocalState | S3State | AzurermState | GcsState
