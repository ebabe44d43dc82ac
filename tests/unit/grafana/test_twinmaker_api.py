"""Pattern C asks TwinMaker's API for what the AWS SDK would ask it for."""

from __future__ import annotations

import io
import json
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from urllib3 import HTTPResponse

from crosstwin.grafana import infinity
from tests.unit.grafana.conftest import queries, twin, written

RANGE = {"${__timeFrom:date:iso}": "2026-01-15T10:00:00Z", "${__timeTo:date:iso}": "2026-01-15T11:00:00.5Z"}


def sent_by_the_sdk(operation: str, region: str, **parameters: Any) -> Any:
    """The request of one call, which goes nowhere."""
    client = boto3.client(
        "iottwinmaker", region_name=region, aws_access_key_id="key", aws_secret_access_key="secret"
    )
    sent: list[AWSPreparedRequest] = []

    def answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        sent.append(request)
        return AWSResponse(request.url, 200, {}, HTTPResponse(io.BytesIO(b"{}"), preload_content=False))

    client.meta.events.register("before-send", answer)
    getattr(client, operation)(**parameters)
    (request,) = sent
    return request


@pytest.mark.parametrize("path", ["/history", "/value"])
def test_requests_are_those_of_the_aws_sdk(path: str) -> None:
    found = written(twin("aws", "aws", "azure"))
    query = next(one for one in queries(found.dashboards["twinmaker.json"]) if one["url"] == path)
    (source,) = (one for one in found.data_sources if one["uid"] == query["datasource"]["uid"])
    assert source["type"] == infinity.PLUGIN
    body = query["url_options"]["data"].replace("${device:doublequote}", '"temperature-sensor-1"')
    for name, value in RANGE.items():
        body = body.replace(name, value)
    operation = "get_property_value_history" if path == "/history" else "get_property_value"
    region = source["jsonData"]["aws"]["region"]
    request = sent_by_the_sdk(operation, region, workspaceId="factory", **json.loads(body))
    assert source["url"] + query["url"] == request.url
    assert json.loads(body) == json.loads(request.body)
    scope = f"{region}/{source['jsonData']['aws']['service']}/aws4_request"
    assert scope in request.headers["Authorization"].decode()
