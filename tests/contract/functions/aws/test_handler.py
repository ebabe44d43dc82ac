"""The deployed entry points: their environment, a Function URL's events, a direct invocation."""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from crosstwin_contract.token import is_accepted
from hotread.errors import InvalidQuery

from crosstwin.packages.places import ROOT
from tests.contract.functions.aws.conftest import TABLE, Recorded
from tests.contract.functions.aws.scripted_dynamodb import refused, scripted_dynamodb
from tests.contract.functions.loading import load_module
from tests.dynalite import aws_variables
from tests.unit.core.query_log import QUERY_FIELDS

TOKEN = "a-token"
VARIABLES = {"DIGITAL_TWIN_INFO": "{}", "INTER_CLOUD_TOKEN": TOKEN, "DYNAMODB_TABLE_NAME": TABLE}
PAYLOAD = {
    "iotDeviceId": "handler-device",
    "selectedProperties": ["n"],
    "startTime": "2026-01-15T10:00:00Z",
    "endTime": "2026-01-15T11:00:00Z",
}
CONTEXT = SimpleNamespace(aws_request_id="request-1", get_remaining_time_in_millis=lambda: 30_000)
Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


def start(function: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Imports an entry point as Lambda's cold start does, in a process of its own."""
    paths = [ROOT / "functions/aws" / function, ROOT / "functions/aws/shared", ROOT / "functions/shared"]
    return subprocess.run(
        [sys.executable, "-c", "import lambda_function"],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
            "AWS_DEFAULT_REGION": "eu-central-1",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in VARIABLES.items() if key != name}


@pytest.mark.parametrize("function", ["hot-reader", "hot-reader-last-entry"])
@pytest.mark.parametrize("name", VARIABLES)
def test_an_entry_point_does_not_start_without_its_environment(function: str, name: str) -> None:
    for variables in (without(name), {**VARIABLES, name: " "}):
        done = start(function, **variables)
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1] == f"OSError: the environment variable {name} is missing or empty"


def test_hot_reader_last_entry_require_env_digital_twin_info() -> None:
    assert (
        "DIGITAL_TWIN_INFO is missing"
        in start("hot-reader-last-entry", **without("DIGITAL_TWIN_INFO")).stderr
    )


def test_hot_reader_last_entry_require_env_dynamodb_table() -> None:
    done = start("hot-reader-last-entry", **without("DYNAMODB_TABLE_NAME"))
    assert "DYNAMODB_TABLE_NAME is missing" in done.stderr


def test_an_entry_point_starts_with_its_environment() -> None:
    assert start("hot-reader", **VARIABLES).returncode == 0


def load(function: str, endpoint_url: str, monkeypatch: pytest.MonkeyPatch) -> Handler:
    for name, value in (VARIABLES | aws_variables(endpoint_url)).items():
        monkeypatch.setenv(name, value)
    path = ROOT / "functions/aws" / function / "lambda_function.py"
    handler: Handler = load_module(path).lambda_handler
    return handler


@pytest.fixture
def handler(recorded: Recorded, endpoint_url: str, monkeypatch: pytest.MonkeyPatch) -> Handler:
    recorded.put([{"iotDeviceId": "handler-device", "id": "2026-01-15T10:30:00Z", "n": 5}])
    return load("hot-reader", endpoint_url, monkeypatch)


def url_event(
    body: str, *, encoded: bool = False, token: str = TOKEN, accept: str = "identity"
) -> dict[str, Any]:
    """Payload format 2.0, as a Function URL sends it."""
    return {
        "version": "2.0",
        "headers": {"x-inter-cloud-token": token, "accept-encoding": accept},
        "requestContext": {"http": {"method": "POST"}},
        "body": base64.b64encode(body.encode()).decode() if encoded else body,
        "isBase64Encoded": encoded,
    }


@pytest.mark.parametrize("encoded", [False, True])
def test_a_function_url_may_encode_the_body(handler: Handler, encoded: bool) -> None:
    body = json.dumps({"target_layer": "L3-hot", "payload": PAYLOAD})
    response = handler(url_event(body, encoded=encoded), CONTEXT)
    assert (response["statusCode"], response["headers"]) == (200, {"Content-Type": "application/json"})
    (entry,) = json.loads(response["body"])["propertyValues"]
    assert entry["values"] == [{"time": "2026-01-15T10:30:00Z", "value": {"IntegerValue": 5}}]


def test_a_function_url_gets_a_packed_answer_in_base64(handler: Handler, recorded: Recorded) -> None:
    rows = [
        {"iotDeviceId": "packed", "id": f"2026-01-15T10:{n // 60:02}:{n % 60:02}Z", "n": n} for n in range(50)
    ]
    recorded.put(rows)
    body = json.dumps({"target_layer": "L3-hot", "payload": {**PAYLOAD, "iotDeviceId": "packed"}})
    plain, packed = (handler(url_event(body, accept=accept), CONTEXT) for accept in ("identity", "gzip"))
    assert (plain["isBase64Encoded"], packed["isBase64Encoded"]) == (False, True)
    assert packed["headers"]["Content-Encoding"] == "gzip"
    assert gzip.decompress(base64.b64decode(packed["body"])).decode() == plain["body"]


def test_a_function_url_is_guarded_by_the_token(handler: Handler) -> None:
    assert handler(url_event("{}", token="wrong"), CONTEXT)["statusCode"] == 401


def test_a_direct_invocation_needs_no_token_and_answers_in_camel_case(handler: Handler) -> None:
    answer = handler({**PAYLOAD, "workspaceId": "w", "entityId": "e"}, CONTEXT)
    assert answer["propertyValues"][0]["values"][0]["value"] == {"integerValue": 5}


def test_a_direct_invocation_raises(handler: Handler) -> None:
    with pytest.raises(InvalidQuery, match="workspaceId is missing"):
        handler({**PAYLOAD, "entityId": "e"}, CONTEXT)


def test_a_query_is_logged_with_the_fields_that_the_metrics_are_made_of(
    handler: Handler, caplog: pytest.LogCaptureFixture
) -> None:
    """As a record's own attributes, which Lambda's JSON format writes beside level and message."""
    handler(url_event(json.dumps({"target_layer": "L3-hot", "payload": PAYLOAD})), CONTEXT)
    handler({**PAYLOAD, "workspaceId": "w", "entityId": "e"}, CONTEXT)
    lines = [record for record in caplog.records if record.name == "hotread"]
    assert [line.route for line in lines] == ["http:history", "twinmaker:history"]  # type: ignore[attr-defined]
    for line in lines:
        assert line.__dict__.keys() >= QUERY_FIELDS
        assert (line.levelname, line.rows) == ("INFO", 1)  # type: ignore[attr-defined]
    assert lines[1].trace_id == "request-1"  # type: ignore[attr-defined]


def test_handles_dynamodb_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_dynamodb() as failing:
        failing.will(refused("ResourceNotFoundException"))
        handler = load("hot-reader", failing.url, monkeypatch)
        response = handler(url_event(json.dumps({"target_layer": "L3-hot", "payload": PAYLOAD})), CONTEXT)
    assert response["statusCode"] == 500
    assert json.loads(response["body"])["error"] == {
        "code": "STORE_FAILED",
        "message": "the hot store could not be read",
    }


def test_token_comparison_timing_safe() -> None:
    """A wrong first character takes as long as a wrong last one: medians of many runs, taken in turns."""
    token = "t" * 4096
    wrong = {"first": "x" + token[1:], "last": token[:-1] + "x"}
    times: dict[str, list[int]] = {name: [] for name in wrong}
    for _ in range(3000):
        for name, presented in wrong.items():
            started = time.perf_counter_ns()
            is_accepted(presented, (token,))
            times[name].append(time.perf_counter_ns() - started)
    first, last = (sorted(found)[len(found) // 2] for found in times.values())
    assert abs(first - last) < 0.1 * first
