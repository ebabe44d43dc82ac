"""Whether each cloud would know who deploys. Where credentials were found is told, never what they are."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from crosstwin.doctor.check import Check
from crosstwin.twin.deployment import Deployment

# The first variables that each Terraform provider's documentation names.
_AZURE_VARIABLES = ("ARM_CLIENT_ID", "ARM_USE_MSI", "ARM_USE_OIDC")
_GCP_VARIABLES = (
    "GOOGLE_CREDENTIALS",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "GOOGLE_OAUTH_ACCESS_TOKEN",
    "GOOGLE_CLOUD_KEYFILE_JSON",
    "GCLOUD_KEYFILE_JSON",
)


def credentials(deployment: Deployment | None) -> Iterator[Check]:
    """For the clouds that a deployment really reaches."""
    if deployment is None:
        return
    for stack in deployment.stack_names:
        cloud = stack.removeprefix("l3-").removeprefix("l4-")
        emulated = cloud == "aws" and deployment.aws_is_emulated
        if stack == "l4-aws" and "l3-aws" in deployment.stack_names:
            continue
        if not emulated:
            found, missing = {"aws": _aws, "azure": _azure, "gcp": _gcp}[cloud]()
            yield Check(f"credentials of {cloud}", stack, needed=True, where=found, missing=missing)


def _aws() -> tuple[str, str]:
    import boto3
    from botocore.exceptions import BotoCoreError

    try:
        found = boto3.Session().get_credentials()
    except BotoCoreError as error:
        return "", f"boto3: {error}"
    if found is None:
        return "", "boto3 finds none: aws configure, or AWS_PROFILE, or AWS_ACCESS_KEY_ID"
    return f"boto3, by {found.method}", ""


def _azure() -> tuple[str, str]:
    if named := _variable(_AZURE_VARIABLES):
        return f"${named}", ""
    command = shutil.which("az")
    if command is None:
        return "", f"neither ${_AZURE_VARIABLES[0]} nor the Azure CLI (az)"
    profile = Path(os.environ.get("AZURE_CONFIG_DIR") or Path.home() / ".azure") / "azureProfile.json"
    try:
        signed_in = bool(json.loads(profile.read_text(encoding="utf-8-sig"))["subscriptions"])
    except (OSError, ValueError, KeyError, TypeError):
        signed_in = False
    return (f"{command}, signed in", "") if signed_in else ("", f"{command} is not signed in: az login")


def _gcp() -> tuple[str, str]:
    if named := _variable(_GCP_VARIABLES):
        return f"${named}", ""
    folder = Path(os.environ.get("CLOUDSDK_CONFIG") or Path.home() / ".config/gcloud")
    file = folder / "application_default_credentials.json"
    if file.is_file():
        return str(file), ""
    return "", f"neither ${_GCP_VARIABLES[0]} nor {file}: gcloud auth application-default login"


def _variable(names: tuple[str, ...]) -> str | None:
    return next((name for name in names if os.environ.get(name, "").strip()), None)
