"""What the program uses of CDKTF. Only this module imports it, so that its successor can take its place.

`make cdktn` synthesizes with CDK Terrain (`cdktn`) and compares the JSON.
"""

from cdktf import (
    App,
    AssetType,
    AzurermBackend,
    DataTerraformRemoteStateAzurerm,
    DataTerraformRemoteStateGcs,
    DataTerraformRemoteStateLocal,
    DataTerraformRemoteStateS3,
    GcsBackend,
    LocalBackend,
    LocalExecProvisioner,
    S3Backend,
    TerraformAsset,
    TerraformModule,
    TerraformOutput,
    TerraformResource,
    TerraformStack,
    TerraformVariable,
)

__all__ = [
    "App",
    "AssetType",
    "AzurermBackend",
    "DataTerraformRemoteStateAzurerm",
    "DataTerraformRemoteStateGcs",
    "DataTerraformRemoteStateLocal",
    "DataTerraformRemoteStateS3",
    "GcsBackend",
    "LocalBackend",
    "LocalExecProvisioner",
    "S3Backend",
    "TerraformAsset",
    "TerraformModule",
    "TerraformOutput",
    "TerraformResource",
    "TerraformStack",
    "TerraformVariable",
]
