"""The sections of twin.yaml for the Terraform state and existing readers."""

from __future__ import annotations

from typing import Annotated, Literal

from crosstwin_contract.url import parse_reader_url
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from crosstwin.clouds.aws import AwsRegion
from crosstwin.clouds.azure import ResourceGroupName
from crosstwin.clouds.base import PROPERTY, Section


def _reader_url(text: str) -> str:
    """By the connectors' own rule. It leaves no braces, which Terraform would evaluate."""
    try:
        return parse_reader_url(text).url
    except ValueError as error:
        raise PydanticCustomError(PROPERTY, "{reason}", {"reason": str(error)}) from None


ReaderUrl = Annotated[
    str, AfterValidator(_reader_url), Field(json_schema_extra={"pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"})
]


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


class DeployedReader(Section):
    """A hot reader that was deployed by other means: layer 4 connects to it, and there is no stack for it."""

    hot_reader_url: ReaderUrl = Field(description="the https URL of its histories")
    hot_reader_last_entry_url: ReaderUrl = Field(description="the https URL of its last entries")
    token_variable: str = Field(
        pattern=r"^[a-z][a-z0-9_]{0,63}$",
        description="the Terraform variable with its token: set TF_VAR_<name> in the environment",
    )

    @property
    def is_on_this_machine(self) -> bool:
        """Whether a URL is plain HTTP, so of loopback: no cloud reaches it."""
        urls = self.hot_reader_url, self.hot_reader_last_entry_url
        return any(url.lower().startswith("http:") for url in urls)

    @property
    def environment_variable(self) -> str:
        return f"TF_VAR_{self.token_variable}"
