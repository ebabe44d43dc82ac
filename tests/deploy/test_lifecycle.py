"""A deployment's life with the cdktf command: deploy, an empty second plan, a query, destroy."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from crosstwin.local.cdktf import cdktf, environment
from crosstwin.local.terraform import Terraform, find_terraform, why_not
from crosstwin.local.twin import RunningTwin, running_twin
from crosstwin.packages import ROOT
from tests.deploy.conftest import quiet_step

pytestmark = pytest.mark.skipif(bool(why_not()), reason=f"nothing can be deployed here: {why_not()}")


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTwin]:
    with running_twin(ROOT / "twin.yaml", tmp_path_factory.mktemp("aws-only"), quiet_step) as twin:
        yield twin


def terraform() -> Terraform:
    found = find_terraform()
    assert found is not None
    return found


def run_terraform(twin: RunningTwin, stack: str, *arguments: str) -> int:
    """In the folder of a stack. Returns Terraform's exit code."""
    done = subprocess.run(
        [str(terraform().executable), *arguments, "-input=false", "-no-color"],
        cwd=twin.folder / "cdktf.out/stacks" / stack,
        env={**os.environ, **environment(twin.twin_file, twin.folder, terraform())},
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout, done.stderr)  # noqa: T201 - pytest shows it when a test fails
    return done.returncode


def functions(twin: RunningTwin) -> set[str]:
    found = twin.aws.client("lambda").list_functions()["Functions"]
    return {function["FunctionName"] for function in found}


def ask(twin: RunningTwin, token: str, **payload: Any) -> requests.Response:
    envelope = {
        "target_layer": "L3-hot",
        "payload": {"iotDeviceId": "pump-7", "selectedProperties": ["rpm"], **payload},
    }
    headers = {"X-Inter-Cloud-Token": token}
    return requests.post(twin.readers["aws"].hot_reader_url, json=envelope, headers=headers, timeout=30)


def test_create_hot_reader_http_endpoint(twin: RunningTwin) -> None:
    assert functions(twin) == {"factory-hot-reader", "factory-hot-reader-last-entry"}
    urls = {
        twin.aws.client("lambda").get_function_url_config(FunctionName=name)["AuthType"]
        for name in functions(twin)
    }
    assert urls == {"NONE"}


def test_hot_reader_with_function_url(twin: RunningTwin) -> None:
    reader = twin.readers["aws"]
    reader.put([{"iotDeviceId": "pump-7", "id": "2026-01-15T10:30:00Z", "rpm": 900, "running": True}])
    hour = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}
    answer = ask(twin, reader.inter_cloud_token, **hour)
    assert answer.json()["propertyValues"][0]["values"] == [
        {"time": "2026-01-15T10:30:00Z", "value": {"IntegerValue": 900}}
    ]
    assert ask(twin, "wrong", **hour).status_code == 401


@pytest.mark.parametrize("stack", ["l3-aws", "l4-aws"])
def test_a_second_plan_is_empty(twin: RunningTwin, stack: str) -> None:
    # -detailed-exitcode: 0 nothing to do, 1 error, 2 changes.
    assert run_terraform(twin, stack, "plan", "-detailed-exitcode") == 0


def test_the_token_is_marked_sensitive_and_is_in_no_generated_file(twin: RunningTwin) -> None:
    state = json.loads((twin.folder / "state/factory/l3-aws.tfstate").read_text())
    assert state["outputs"]["inter_cloud_token"]["sensitive"] is True
    token = twin.readers["aws"].inter_cloud_token
    assert len(token) >= 64
    written = [path for path in (twin.folder / "cdktf.out").rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if token.encode() in path.read_bytes()]
    assert token not in (twin.folder / "cdktf.log").read_text()


def test_destroy_leaves_nothing(twin: RunningTwin) -> None:
    """Last in this file."""
    cdktf(
        ["destroy", "l3-aws", "l4-aws", "--auto-approve", "--skip-provider-lock"],
        twin_file=twin.twin_file,
        folder=twin.folder,
        terraform=terraform(),
        log=twin.folder / "destroy.log",
    )
    assert functions(twin) == set()
    assert twin.aws.client("dynamodb").list_tables()["TableNames"] == []


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


def test_destroy_dt_data_connector_components(tmp_path: Path) -> None:
    with running_twin(ROOT / "examples/azure-to-aws/twin.yaml", tmp_path, quiet_step) as twin:
        assert len(functions(twin)) == 2
        assert run_terraform(twin, "l4-aws", "destroy", "-auto-approve") == 0
        assert functions(twin) == set()
