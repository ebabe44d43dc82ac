"""Where a stack keeps its Terraform state, and how another stack reads its outputs from there."""

from __future__ import annotations

from typing import Any, Protocol

from crosstwin.stacks.cdk import (
    AzurermBackend,
    DataTerraformRemoteStateAzurerm,
    DataTerraformRemoteStateGcs,
    DataTerraformRemoteStateLocal,
    DataTerraformRemoteStateS3,
    GcsBackend,
    LocalBackend,
    S3Backend,
    TerraformStack,
    TerraformVariable,
)
from crosstwin.terraform.finding import TERRAFORM_WITH_S3_STATE
from crosstwin.terraform.outputs import state_file
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.sections import AzurermState, DeployedReader, GcsState, S3State


class Outputs(Protocol):
    """The outputs of another stack, by name."""

    def get_string(self, output: str) -> str: ...


class GivenOutputs:
    """What twin.yaml says of a reader that was deployed by other means; its token is a Terraform variable."""

    def __init__(self, stack: TerraformStack, reader: DeployedReader) -> None:
        token = TerraformVariable(
            stack,
            reader.token_variable,
            type="string",
            sensitive=True,
            description="The inter-cloud token of a hot reader that was deployed by other means.",
        )
        self._values = {
            "hot_reader_url": reader.hot_reader_url,
            "hot_reader_last_entry_url": reader.hot_reader_last_entry_url,
            "inter_cloud_token": token.string_value,
        }

    def get_string(self, output: str) -> str:
        return self._values[output]


def keep_state(stack: TerraformStack, deployment: Deployment, stack_name: str) -> None:
    """Give the stack its backend, with locking and encryption on: a state holds the shared tokens."""
    state, place = deployment.state, _place(deployment, stack_name)
    if isinstance(state, S3State):
        S3Backend(stack, encrypt=True, kms_key_id=state.kms_key_id, **place)
        # CDKTF is older than S3's own lock.
        stack.add_override("terraform.backend.s3.use_lockfile", True)
        stack.add_override("terraform.required_version", TERRAFORM_WITH_S3_STATE)
    elif isinstance(state, AzurermState):
        AzurermBackend(stack, **place)  # Azure leases the blob and encrypts it in any case
    elif isinstance(state, GcsState):
        GcsBackend(stack, **place)  # as does Google Cloud, with a lock object
    else:
        LocalBackend(stack, **place)


def outputs_of(stack: TerraformStack, deployment: Deployment, producer: str) -> Outputs:
    """The outputs of the stack called `producer`, read from its backend when Terraform runs."""
    state, place = deployment.state, _place(deployment, producer)
    # As CDKTF's own references do: in a Terraform workspace, the producer's state of that workspace.
    place["workspace"] = "${terraform.workspace}"
    if isinstance(state, S3State):
        return DataTerraformRemoteStateS3(stack, producer, **place)
    if isinstance(state, AzurermState):
        return DataTerraformRemoteStateAzurerm(stack, producer, **place)
    if isinstance(state, GcsState):
        return DataTerraformRemoteStateGcs(stack, producer, **place)
    return DataTerraformRemoteStateLocal(stack, producer, **place)


def _place(deployment: Deployment, stack_name: str) -> dict[str, Any]:
    """What a backend and a reader of it have in common."""
    state = deployment.state
    key = f"{deployment.digital_twin_name}/{stack_name}"
    if isinstance(state, S3State):
        return {"bucket": state.bucket, "region": state.region, "key": f"{key}.tfstate"}
    if isinstance(state, AzurermState):
        return {
            "resource_group_name": state.resource_group_name,
            "storage_account_name": state.storage_account_name,
            "container_name": state.container_name,
            "key": f"{key}.tfstate",
            "use_azuread_auth": True,
        }
    if isinstance(state, GcsState):
        return {"bucket": state.bucket, "prefix": f"{state.prefix.strip('/')}/{key}" if state.prefix else key}
    # Relative to cdktf.out/stacks/<stack>; CDKTF's default writes this machine's absolute path into the JSON.
    return {"path": f"../../../{state_file(deployment, stack_name)}"}
