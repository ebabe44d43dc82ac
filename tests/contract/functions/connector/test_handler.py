"""The connector from its environment to its answer, on both routes; the local one on a real service."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from remote_reader.errors import InvalidReaderResponse, QueryTooLarge
from twin_connector.answer import HISTORY, LAST_ENTRY
from twin_connector.errors import LocalReaderError
from twin_connector.handler import Handler, connector

from crosstwin.local.aws import AwsEmulator, running_aws, why_not
from tests.contract.functions.connector import events
from tests.contract.functions.connector.conftest import Context
from tests.contract.functions.connector.events import HISTORY_EVENT, LAST_ENTRY_EVENT, TOKEN
from tests.contract.functions.connector.server import MisbehavingServer, answer

HOT_READER = "factory-hot-reader"
# In a hot reader's place: answers with the event that it got, or fails, as the component's name says.
HOT_READER_SOURCE = """
import json
import time

def lambda_handler(event, context):
    wanted = event.get("componentName")
    if wanted == "fail":
        raise ValueError("startTime is missing")
    if wanted == "silence":
        time.sleep(20)
    if wanted == "nothing":
        return None
    reference = {key: event[key] for key in ("entityId", "componentName")}
    if "startTime" not in event:
        return {"propertyValues": []}
    value = {"time": "2026-01-15T10:30:00Z", "value": {"stringValue": json.dumps(event)}}
    if wanted == "http":
        value["value"] = {"StringValue": "in the spelling of HTTP"}
    entries = [
        {"entityPropertyReference": {**reference, "propertyName": name}, "values": [value]}
        for name in event["selectedProperties"]
    ]
    return {"propertyValues": entries}
"""


def twin_info(hot: str) -> str:
    return json.dumps({"config_providers": {"layer_3_hot_provider": hot, "layer_4_provider": "aws"}})


@pytest.fixture(scope="module")
def lambda_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The endpoint of a Lambda service on loopback that runs HOT_READER."""
    if missing := why_not():
        pytest.skip(missing)
    with running_aws(tmp_path_factory.mktemp("ministack")) as aws:
        _deploy(aws)
        yield aws.endpoint_url


def _deploy(aws: AwsEmulator) -> None:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("lambda_function.py", HOT_READER_SOURCE)
    client = aws.client("lambda")
    client.create_function(
        FunctionName=HOT_READER,
        Runtime="python3.12",
        Role="arn:aws:iam::000000000000:role/hot-reader",
        Handler="lambda_function.lambda_handler",
        Code={"ZipFile": package.getvalue()},
    )
    client.get_waiter("function_active_v2").wait(FunctionName=HOT_READER, WaiterConfig={"Delay": 1})


@pytest.fixture
def local(lambda_service: str, monkeypatch: pytest.MonkeyPatch) -> Handler:
    """The history connector of a twin whose layers 3 and 4 are both on AWS."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", lambda_service)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("DIGITAL_TWIN_INFO", twin_info("aws"))
    monkeypatch.setenv("LOCAL_HOT_READER_NAME", HOT_READER)
    return connector(HISTORY)


def test_handler_routes_to_local_when_single_cloud(local: Handler, caplog: pytest.LogCaptureFixture) -> None:
    assert _event_of(local(HISTORY_EVENT, Context())) == HISTORY_EVENT
    last: Any = caplog.records[-1]
    assert (last.route, last.status, last.attempts) == ("local", 200, 1)


def test_dual_validation_config_providers_mismatch(
    server: MisbehavingServer, local: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A URL left over from when the hot data was on another cloud: nothing is sent to it."""
    server.will(answer(events.history()))
    monkeypatch.setenv("REMOTE_READER_URL", server.url)
    monkeypatch.setenv("INTER_CLOUD_TOKEN", TOKEN)
    assert _event_of(connector(HISTORY)(HISTORY_EVENT, Context())) == HISTORY_EVENT
    assert server.received == []


def _event_of(answer: dict[str, Any]) -> Any:
    """The event that HOT_READER got."""
    return json.loads(answer["propertyValues"][0]["values"][0]["value"]["stringValue"])


def test_a_local_answer_that_breaks_the_contract_is_raised(local: Handler) -> None:
    with pytest.raises(InvalidReaderResponse, match=f"{HOT_READER} answered with property 'temperature'"):
        local({**HISTORY_EVENT, "componentName": "http"}, Context())


def test_a_local_reader_that_fails_is_raised(local: Handler) -> None:
    with pytest.raises(LocalReaderError, match=f"{HOT_READER} failed: .*startTime is missing"):
        local({**HISTORY_EVENT, "componentName": "fail"}, Context())


@pytest.mark.parametrize("left", [0.5, 2.5])
def test_a_silent_local_reader_is_reported_in_time(local: Handler, left: float) -> None:
    started = time.monotonic()
    with pytest.raises(LocalReaderError, match=f"{HOT_READER} gave no complete answer within"):
        local({**HISTORY_EVENT, "componentName": "silence"}, Context(left))
    assert time.monotonic() - started < left


def test_a_local_reader_that_answers_nothing_is_raised(local: Handler) -> None:
    with pytest.raises(InvalidReaderResponse, match=f"{HOT_READER} answered with JSON that is not an object"):
        local({**HISTORY_EVENT, "componentName": "nothing"}, Context())


def test_the_local_answer_of_the_other_kind_is_raised(
    local: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InvalidReaderResponse, match="propertyValues that is not a map"):
        connector(LAST_ENTRY)(LAST_ENTRY_EVENT, Context())


def test_an_oversized_local_query_is_not_sent(local: Handler) -> None:
    with pytest.raises(QueryTooLarge):
        local({**HISTORY_EVENT, "selectedProperties": [f"{n:01000}" for n in range(7_000)]}, Context())


def test_a_local_reader_that_is_missing_is_named(local: Handler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCAL_HOT_READER_NAME", "no-such-reader")
    with pytest.raises(Exception, match="no-such-reader"):
        connector(HISTORY)(HISTORY_EVENT, Context())


@pytest.mark.parametrize("hot", ["azure", "gcp"])
def test_handler_routes_to_remote_when_multi_cloud(
    server: MisbehavingServer, monkeypatch: pytest.MonkeyPatch, hot: str
) -> None:
    monkeypatch.setenv("DIGITAL_TWIN_INFO", twin_info(hot))
    monkeypatch.setenv("REMOTE_READER_URL", server.url)
    monkeypatch.setenv("INTER_CLOUD_TOKEN", f"{TOKEN},older-token")
    server.will(answer(events.history()))
    assert connector(HISTORY)(HISTORY_EVENT, Context()) == events.history({"doubleValue": 23.5})
    server.will(answer(events.last_entry()))
    assert connector(LAST_ENTRY)(LAST_ENTRY_EVENT, Context()) == events.last_entry({"doubleValue": 23.5})
    assert [request.path for request in server.received] == ["/api/hot-reader"] * 2
    assert server.received[0].header("X-Inter-Cloud-Token") == [TOKEN]
