"""The component type that the page about AWS shows for a workspace that exists."""

from __future__ import annotations

import json
import re

import boto3
from botocore.validate import validate_parameters

from crosstwin.packages.places import ROOT


def test_twinmakers_api_takes_the_component_type_for_an_existing_workspace() -> None:
    page = (ROOT / "docs/deployment/aws.md").read_text()
    (shown,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    client = boto3.client("iottwinmaker", region_name="eu-central-1")
    shape = client.meta.service_model.operation_model("CreateComponentType").input_shape
    validate_parameters(json.loads(shown), shape)
    assert json.loads(shown)["functions"].keys() == {
        "dataReaderByEntity",
        "attributePropertyValueReaderByEntity",
    }
