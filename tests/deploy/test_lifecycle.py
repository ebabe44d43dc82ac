"""What cdktf has deployed: functions that answer, an empty second plan, no token where it must not be."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from crosstwin.local.twin import RunningTwin
from crosstwin.terraform.finding import why_not
from tests.deploy.command import functions, run_terraform

pytestmark = pytest.mark.skipif(bool(why_not()), reason=f"nothing can be deployed here: {why_not()}")


def ask(twin: RunningTwin, token: str, **payload: Any) -> requests.Response:
    envelope = {
        "target_layer": "L3-hot",
        "payload": {"iotDeviceId": "pump-7", "selectedProperties": ["rpm"], **payload},
    }
    headers = {"X-Inter-Cloud-Token": token}
    return requests.post(twin.readers["aws"].hot_reader_url, json=envelope, headers=headers, timeout=30)


def test_create_hot_reader_http_endpoint(aws_only_twin: RunningTwin) -> None:
    assert functions(aws_only_twin) == {"factory-hot-reader", "factory-hot-reader-last-entry"}
    urls = {
        aws_only_twin.aws.client("lambda").get_function_url_config(FunctionName=name)["AuthType"]
        for name in functions(aws_only_twin)
    }
    assert urls == {"NONE"}


def test_hot_reader_with_function_url(aws_only_twin: RunningTwin) -> None:
    reader = aws_only_twin.readers["aws"]
    reader.put([{"iotDeviceId": "pump-7", "id": "2026-01-15T10:30:00Z", "rpm": 900, "running": True}])
    hour = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}
    answer = ask(aws_only_twin, reader.inter_cloud_token, **hour)
    assert answer.json()["propertyValues"][0]["values"] == [
        {"time": "2026-01-15T10:30:00Z", "value": {"IntegerValue": 900}}
    ]
    assert ask(aws_only_twin, "wrong", **hour).status_code == 401


@pytest.mark.parametrize("stack", ["l3-aws", "l4-aws"])
def test_a_second_plan_is_empty(
    aws_only_twin: RunningTwin, stack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever emulator the variables of the user's shell name."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    # -detailed-exitcode: 0 nothing to do, 1 error, 2 changes.
    assert run_terraform(aws_only_twin, stack, "plan", "-detailed-exitcode") == 0


def test_the_token_is_marked_sensitive_and_is_in_no_generated_file(aws_only_twin: RunningTwin) -> None:
    state = json.loads((aws_only_twin.folder / "state/factory/l3-aws.tfstate").read_text())
    assert state["outputs"]["inter_cloud_token"]["sensitive"] is True
    token = aws_only_twin.readers["aws"].inter_cloud_token
    assert len(token) >= 64
    written = [path for path in (aws_only_twin.folder / "cdktf.out").rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if token.encode() in path.read_bytes()]
    logs = [*aws_only_twin.folder.glob("*.log")]
    assert "terraform.log" in {log.name for log in logs}
    assert not [log for log in logs if token in log.read_text()]


def test_create_dt_data_connector_components(mixed_twin: RunningTwin) -> None:
    expected = {
        f"factory-{cloud}-data-connector{suffix}"
        for cloud in mixed_twin.deployment.foreign_clouds
        for suffix in ("", "-last-entry")
    }
    assert {name for name in functions(mixed_twin) if "connector" in name} == expected
    for name in expected:
        variables = _variables(mixed_twin, name)
        reader = mixed_twin.readers["azure" if "azure" in name else "gcp"]
        url = reader.hot_reader_last_entry_url if name.endswith("entry") else reader.hot_reader_url
        assert variables["REMOTE_READER_URL"] == url
        assert variables["INTER_CLOUD_TOKEN"] == reader.inter_cloud_token


def _variables(twin: RunningTwin, function: str) -> dict[str, str]:
    configuration = twin.aws.client("lambda").get_function_configuration(FunctionName=function)
    variables: dict[str, str] = configuration["Environment"]["Variables"]
    return variables
