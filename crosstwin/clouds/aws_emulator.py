"""Keeps Terraform with the AWS emulator that a stack is for, whatever the shell's variables name.

Sources: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html and
https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/custom-service-endpoints.
Provider 5.100 sent requests elsewhere with each kind of variable, and with an empty value it did not.
AWS_PROFILE, AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE change nothing: the block names its own profile,
file and keys.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

# Beside the stack: where all services are. The block `endpoints` would name them one by one, and costs the
# provider 1.3 s of processor time at each of its two validations a plan (5.100: for each of the 300 services
# that it knows, it prints all of them).
CONFIG = "aws-config"

# With an endpoint of FIPS or of both IP versions, the SDK does not look at the file.
_PRECEDING = re.compile(
    r"AWS_ENDPOINT_URL(_\w+)?|(TF_)?AWS_(DYNAMODB|IAM|S3|STS)_ENDPOINT"
    r"|AWS_IGNORE_CONFIGURED_ENDPOINT_URLS|AWS_USE_(FIPS|DUALSTACK)_ENDPOINT"
)
_ADDRESS = re.compile(r"^endpoint_url = (.*)$", re.MULTILINE)


def config(endpoint_url: str) -> str:
    """The text of CONFIG."""
    return f"[default]\nendpoint_url = {endpoint_url.rstrip('/')}\n"


def preceding(endpoint_url: str) -> list[str]:
    """The variables of this program that lead elsewhere than to this address, and precede CONFIG."""
    address = endpoint_url.rstrip("/")
    return sorted(
        name
        for name, value in os.environ.items()
        if _PRECEDING.fullmatch(name) and value.rstrip("/") != address and value.lower() not in ("", "false")
    )


def variables(stack: Path) -> dict[str, str]:
    """Empty values for those, where the stack in this folder is for an emulator. The others have none."""
    try:
        text = (stack / CONFIG).read_text(encoding="utf-8")
    except OSError:
        return {}
    address = _ADDRESS.search(text)
    return dict.fromkeys(preceding(address[1] if address else ""), "")
