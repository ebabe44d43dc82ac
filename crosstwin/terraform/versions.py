"""The versions of Terraform that the stacks accept. Those of providers are in crosstwin/clouds/."""

from __future__ import annotations

from packaging.specifiers import SpecifierSet

# The modules' validations look at other variables, which Terraform has allowed since 1.9.
TERRAFORM = ">= 1.9"
# S3's own lock, without a DynamoDB table.
TERRAFORM_WITH_S3_STATE = ">= 1.10"


def accepts(constraint: str, version: str) -> bool:
    """Whether a version such as 6.28.1 meets all parts of a constraint such as `>= 6.28.0, < 7`."""
    return SpecifierSet(constraint).contains(version, prereleases=True)
