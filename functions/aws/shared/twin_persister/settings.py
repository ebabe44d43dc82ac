"""What the persister's environment says, read at its start."""

from __future__ import annotations

import json
from dataclasses import dataclass

from crosstwin_contract.values import TWINMAKER_ELEMENTS
from hotread.env import integer, require_env

DIGITAL_TWIN_INFO = "DIGITAL_TWIN_INFO"
TABLE_NAME = "DYNAMODB_TABLE_NAME"
# As AWS IoT SiteWise has it for the values that it is sent.
# https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_BatchPutAssetPropertyValue.html
_FUTURE_TOLERANCE = 600


@dataclass(frozen=True, slots=True)
class Settings:
    """`future_tolerance` is in seconds; `most_elements` of a list or map, None for any number."""

    table_name: str
    future_tolerance: int
    most_elements: int | None


def from_environment() -> Settings:
    """Raises OSError naming the variable that is missing or not valid."""
    try:
        info = json.loads(require_env(DIGITAL_TWIN_INFO))
        layer_4 = info.get("config_providers", {}).get("layer_4_provider")
    except (ValueError, AttributeError, RecursionError):
        raise OSError(f"the environment variable {DIGITAL_TWIN_INFO} is not a JSON object") from None
    return Settings(
        table_name=require_env(TABLE_NAME),
        future_tolerance=integer(
            "FUTURE_TOLERANCE_SECONDS", otherwise=_FUTURE_TOLERANCE, least=0, most=24 * 3600
        ),
        most_elements=TWINMAKER_ELEMENTS if layer_4 == "aws" else None,
    )
