"""What all stacks share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from constructs import Construct

from crosstwin.clouds.base import HotCloud
from crosstwin.packages import functions
from crosstwin.stacks.cdk import AssetType, TerraformAsset, TerraformModule, TerraformOutput, TerraformStack
from crosstwin.stacks.state import keep_state
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.fields import Cloud

# Every module is copied beside the stack under its own name (see stacks/app.py).
MODULE: dict[str, Any] = {"skip_asset_creation_from_local_modules": True}
SENSITIVE_OUTPUTS = {"inter_cloud_token"}


class DeploymentStack(TerraformStack):
    """One Terraform stack of a deployment, with its backend. `files` are beside it, by name: their text."""

    def __init__(self, scope: Construct, name: str, deployment: Deployment) -> None:
        super().__init__(scope, name)
        self.deployment = deployment
        self.files: dict[str, str] = {}
        keep_state(self, deployment, name)

    def use(self, cloud: HotCloud[Any]) -> None:
        """Configure the cloud's Terraform providers, and accept the ranges of versions that it names."""
        section, use = self.deployment.section(cloud.name), self.deployment.use_of(cloud.name)
        for provider in cloud.providers(section, use):
            if provider.block is not None:
                required = {"source": provider.source, "version": provider.versions}
                self.add_override(f"terraform.required_providers.{provider.name}", required)
                self.add_override(f"provider.{provider.name}", [dict(provider.block)])
                self.files |= provider.files

    def function_inputs(self, hot_cloud: Cloud) -> dict[str, Any]:
        """The inputs that all modules with functions have in common."""
        return {
            **MODULE,
            "digital_twin_name": self.deployment.digital_twin_name,
            "digital_twin_info": self.deployment.digital_twin_info(hot_cloud),
            "tags": self.tags,
        }

    @property
    def tags(self) -> Mapping[str, str]:
        # Lower case and hyphens only: they are labels on Google Cloud.
        return {"digital-twin": self.deployment.digital_twin_name, "managed-by": "crosstwin"}

    def package(self, name: str) -> str:
        """The path of a function's zip, relative to the stack's folder, into which synthesis copies it."""
        return self.asset(functions.build(name))

    def asset(self, file: Path) -> str:
        """The same of a zip that is there already."""
        identity = f"{file.stem}-package"
        asset = self.node.try_find_child(identity)
        if not isinstance(asset, TerraformAsset):
            # The folder that holds the zip is named by the content.
            asset = TerraformAsset(
                self, identity, path=str(file), type=AssetType.FILE, asset_hash=file.parent.name
            )
        return asset.path

    def set_null(self, module: TerraformModule, names: Iterable[str]) -> None:
        """Gives these inputs of the module an explicit null, which CDKTF would leave out."""
        for name in names:
            module.add_override(name, "${null}")

    def export(self, module: TerraformModule, names: Iterable[str], prefix: str = "") -> None:
        """Outputs with the names of the module's, which is what other stacks and the CLI rely on."""
        for name in names:
            TerraformOutput(
                self,
                f"{prefix}{name}",
                value=module.get_string(name),
                sensitive=True if name in SENSITIVE_OUTPUTS else None,
            )
