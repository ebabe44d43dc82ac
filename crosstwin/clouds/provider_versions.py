"""The Terraform, and the versions of its providers, that the stacks accept.

Below the lower bounds something is missing: aws 6.28.0 is the first that grants a Function URL both
permissions that AWS has asked for since October 2025 (terraform-provider-aws issue 44829); azurerm 4.78 is
the first with the names that azurerm 5 kept; google 6.50 is what the module was written against.
"""

from __future__ import annotations

# The modules' validations look at other variables, which Terraform has allowed since 1.9.
TERRAFORM = ">= 1.9"
# S3's own lock, without a DynamoDB table.
TERRAFORM_WITH_S3_STATE = ">= 1.10"

AWS = ">= 6.28.0, < 7"
# An emulator checks no permissions, so the modules' own lower bound does.
AWS_EMULATED = ">= 5.100.0, < 7"
AZURERM = ">= 4.78, < 6"
AZAPI = ">= 2.0, < 3"
TIME = ">= 0.9, < 1"
GOOGLE = ">= 6.50, < 9"


def accepts(constraint: str, version: str) -> bool:
    """Whether a version such as 6.28.1 meets all parts (`>=` and `<`) of a constraint."""
    found = _numbers(version)
    for part in constraint.split(","):
        operator, bound = part.split()
        limit = _numbers(bound)
        if not (found >= limit if operator == ">=" else found < limit):
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.partition("-")[0].split(".")]
    return tuple(numbers + [0] * (3 - len(numbers)))
