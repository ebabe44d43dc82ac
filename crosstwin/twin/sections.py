"""The sections of twin.yaml for each cloud and for the Terraform state."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

PRINCIPAL_ARN = r"^arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)/[A-Za-z0-9+=,.@_/-]+)$"


class Section(BaseModel):
    # strict: `token_generation: true` or `id: 7` is a slip, not something to convert silently.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


# What a CloudWatch alarm notifies.
AlarmAction = Annotated[str, Field(pattern=r"^arn:aws[a-z-]*:[^\s]+$")]


class AwsHotStore(Section):
    """A DynamoDB table that exists already."""

    table_name: str = Field(pattern=r"^[a-zA-Z0-9_.-]{3,255}$", description="the name of a DynamoDB table")


class DashboardAccess(Section):
    """Who may read the TwinMaker workspace for dashboards."""

    trusted_principal_arns: tuple[Annotated[str, Field(pattern=PRINCIPAL_ARN)], ...] = Field(
        strict=False,
        description="a list of ARNs of IAM roles, users or accounts; an empty one makes the policy alone",
    )


class Aws(Section):
    region: str = Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d+$", description="a region such as eu-central-1")
    endpoint_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]+/?$",
        description="an emulator, such as http://127.0.0.1:4566",
    )
    kms_key_arn: str | None = Field(
        default=None,
        pattern=r"^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/[A-Za-z0-9-]+$",
        description="the ARN of a KMS key",
    )
    max_concurrency: int = Field(
        default=20, ge=0, description="how many executions to reserve for each function; 0 reserves none"
    )
    alarm_actions: Annotated[tuple[AlarmAction, ...], Field(strict=False, max_length=5)] = Field(
        default=(), description="a list of up to five ARNs, such as of SNS topics"
    )
    existing_hot_store: AwsHotStore | None = Field(default=None, description="a mapping with table_name")
    dashboard_access: DashboardAccess | None = Field(
        default=None, description="a mapping with trusted_principal_arns"
    )


class AzureHotStore(Section):
    """A Cosmos DB container (partition key /iotDeviceId) that exists already."""

    resource_group_name: str = Field(min_length=1, max_length=90, description="the account's resource group")
    account_name: str = Field(pattern=r"^[a-z0-9-]{3,44}$", description="the name of a Cosmos DB account")
    database_name: str = Field(min_length=1, description="the name of a database")
    container_name: str = Field(min_length=1, description="the name of a container")


class Azure(Section):
    location: str = Field(pattern=r"^[A-Za-z0-9 ]+$", description="a location such as westeurope")
    subscription_id: str = Field(
        pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
        description="a subscription id (a UUID)",
    )
    resource_group_name: str | None = Field(
        default=None, min_length=1, max_length=90, description="a resource group that exists already"
    )
    existing_hot_store: AzureHotStore | None = Field(
        default=None,
        description="a mapping with resource_group_name, account_name, database_name and container_name",
    )


class GcpHotStore(Section):
    """A Firestore collection that exists already."""

    database: str = Field(
        pattern=r"^(\(default\)|[a-z][a-z0-9-]{2,61}[a-z0-9])$",
        description="a Firestore database: (default), or 4 to 63 lower-case letters, digits and '-'",
    )
    collection: str = Field(pattern=r"^[^/]+$", description="the name of a collection")


class Gcp(Section):
    project: str = Field(
        pattern=r"^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$",
        description="a project id: 6 to 30 lower-case letters, digits and '-'",
    )
    region: str = Field(pattern=r"^[a-z]+-[a-z]+\d+$", description="a region such as europe-west1")
    existing_hot_store: GcpHotStore | None = Field(
        default=None, description="a mapping with database and collection"
    )


class LocalState(Section):
    """Terraform state in files beside the generated stacks: for one person, on one machine."""

    backend: Literal["local"] = "local"


class S3State(Section):
    backend: Literal["s3"]
    bucket: str = Field(pattern=r"^[a-z0-9.-]{3,63}$", description="the name of a bucket")
    region: str = Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d+$", description="a region such as eu-central-1")
    kms_key_id: str | None = Field(default=None, min_length=1, description="the id or ARN of a KMS key")


class AzurermState(Section):
    backend: Literal["azurerm"]
    resource_group_name: str = Field(min_length=1, max_length=90, description="the account's resource group")
    storage_account_name: str = Field(
        pattern=r"^[a-z0-9]{3,24}$", description="the name of a storage account"
    )
    container_name: str = Field(pattern=r"^[a-z0-9-]{3,63}$", description="the name of a blob container")


class GcsState(Section):
    backend: Literal["gcs"]
    bucket: str = Field(pattern=r"^[a-z0-9._-]{3,222}$", description="the name of a bucket")
    prefix: str | None = Field(default=None, min_length=1, description="a folder within the bucket")


State = LocalState | S3State | AzurermState | GcsState
