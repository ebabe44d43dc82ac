"""A Lambda's answer as AWS IoT TwinMaker would read it, by botocore's own model of the service."""

from __future__ import annotations

import json
from typing import Any

import boto3
from botocore.parsers import create_parser

_MODEL = boto3.client("iottwinmaker", region_name="eu-central-1").meta.service_model


def parse_history(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer of a `dataReader`. Fails if the model does not know a part of it, by this name."""
    return _parse("GetPropertyValueHistory", answer)


def parse_last_entry(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer of an `attributePropertyValueReaderByEntity`, likewise."""
    return _parse("GetPropertyValue", answer)


def _parse(operation: str, answer: dict[str, Any]) -> dict[str, Any]:
    shape = _MODEL.operation_model(operation).output_shape
    response = {"body": json.dumps(answer).encode(), "headers": {}, "status_code": 200}
    parsed: dict[str, Any] = create_parser("rest-json").parse(response, shape)
    parsed.pop("ResponseMetadata")
    assert parsed == answer, "botocore dropped or changed a part of the answer"
    return parsed
