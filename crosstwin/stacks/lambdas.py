"""What twin.yaml says about Lambda functions, for every module that has some."""

from __future__ import annotations

from typing import Any

from cdktf import TerraformModule

from crosstwin.twin.sections import Aws


def lambda_inputs(aws: Aws) -> dict[str, Any]:
    return {"kms_key_arn": aws.kms_key_arn, "max_concurrency": aws.max_concurrency or None}


def alarm_inputs(aws: Aws) -> dict[str, Any]:
    """None in an emulator: it tells alarms back incompletely, so that no second plan would be empty."""
    return {"alarms": {"enabled": aws.endpoint_url is None, "actions": list(aws.alarm_actions)}}


def reserve_no_concurrency(module: TerraformModule, aws: Aws) -> None:
    """Where twin.yaml reserves none, pass the module an explicit null, which CDKTF would leave out."""
    if aws.max_concurrency == 0:
        module.add_override("max_concurrency", "${null}")
