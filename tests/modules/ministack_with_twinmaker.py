"""The emulator of AWS, with what ministack does not have.

TwinMaker's resources in CloudFormation are kept as records, so that a stack of aws-twinmaker can be created,
updated and deleted. Templates are found by the host name of their bucket. A file in the folder that $FAULTS
names makes the next call of its name fail once.
"""

from __future__ import annotations

import os
import runpy
from pathlib import Path
from typing import Any
from urllib.parse import ParseResult, urlparse

from ministack.core.responses import error_response_json
from ministack.services import lambda_svc
from ministack.services.cloudformation import helpers
from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS

import crosstwin.local

FAULTS = Path(os.environ["FAULTS"])
_REGION, _ACCOUNT = "eu-central-1", "000000000000"
_update_code = lambda_svc._update_code


def fails(call: str) -> bool:
    wanted = FAULTS / call
    if wanted.exists():
        wanted.unlink()
        return True
    return False


def create(logical_id: str, properties: dict[str, Any], _stack: str) -> tuple[str, dict[str, str]]:
    if fails("UpdateStack"):
        raise ValueError("TwinMaker did not answer")
    workspace = properties["WorkspaceId"]
    if isinstance(workspace, dict):
        raise ValueError(f"{logical_id}: WorkspaceId is not resolved")
    return workspace, {"Arn": f"arn:aws:iottwinmaker:{_REGION}:{_ACCOUNT}:workspace/{workspace}"}


def by_path(url: str) -> ParseResult:
    """https://bucket.s3.region.amazonaws.com/key -> https://s3.region.amazonaws.com/bucket/key"""
    parsed = urlparse(url)
    bucket, found, host = parsed.netloc.partition(".s3.")
    return parsed._replace(netloc=f"s3.{host}", path=f"/{bucket}{parsed.path}") if found else parsed


def update_code(name: str, data: dict[str, Any]) -> Any:
    if fails("UpdateFunctionCode"):
        return error_response_json("InvalidParameterValueException", "Could not unzip uploaded file.", 400)
    return _update_code(name, data)


if __name__ == "__main__":
    for kind in ("Workspace", "ComponentType", "Entity"):
        _RESOURCE_HANDLERS[f"AWS::IoTTwinMaker::{kind}"] = {"create": create, "delete": lambda *_: None}
    lambda_svc._update_code = update_code
    helpers.urlparse = by_path
    runpy.run_path(str(Path(crosstwin.local.__file__).with_name("ministack_server.py")), run_name="__main__")
