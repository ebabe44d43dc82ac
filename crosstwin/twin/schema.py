"""The JSON Schema of twin.yaml, from the model. Editors use it to complete and check the file."""

from __future__ import annotations

import json
from typing import Any

from crosstwin.twin.deployment import Deployment


def schema() -> dict[str, Any]:
    """Without checks of several fields, such as a parent that does not exist or a missing section."""
    of_model = Deployment.model_json_schema(by_alias=True)
    of_model["required"].remove("devices")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **of_model,
        "title": "twin.yaml of Crosstwin",
        "anyOf": [{"required": ["devices"]}, {"required": ["devices_from"]}],
    }


def schema_text() -> str:
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
