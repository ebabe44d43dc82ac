"""The emulator of AWS, with what ministack does not have.

TwinMaker's resources in CloudFormation (`twinmaker_emulator`), so that the stacks of aws-twinmaker can be
created, updated and deleted; the file `twinmaker.jsonl` in the folder that $FAULTS names has their order.
Templates are found by the host name of their bucket. A file in that folder makes the next call of its name
fail once.
"""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path
from typing import Any
from urllib.parse import ParseResult, urlparse

from ministack.core.responses import error_response_json
from ministack.services import lambda_svc
from ministack.services.cloudformation import helpers
from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS

import crosstwin.local

sys.path.insert(0, str(Path(__file__).parent))  # started as a file, which sees no package
from twinmaker_emulator import TwinMaker  # type: ignore[import-not-found]

FAULTS = Path(os.environ["FAULTS"])
_update_code = lambda_svc._update_code


def fails(call: str) -> bool:
    wanted = FAULTS / call
    if wanted.exists():
        wanted.unlink()
        return True
    return False


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
    _RESOURCE_HANDLERS.update(TwinMaker(FAULTS / "twinmaker.jsonl", fails).handlers())
    lambda_svc._update_code = update_code
    helpers.urlparse = by_path
    runpy.run_path(str(Path(crosstwin.local.__file__).with_name("ministack_server.py")), run_name="__main__")
