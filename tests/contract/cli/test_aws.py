"""The command against AWS's emulator: real Lambdas, Function URLs and a DynamoDB table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crosstwin.local import aws as local_aws
from tests.contract.cli.conftest import TOKEN, Crosstwin, write_state

pytestmark = pytest.mark.skipif(bool(local_aws.why_not()), reason=local_aws.why_not())


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[local_aws.AwsEmulator]:
    with local_aws.running_aws(tmp_path_factory.mktemp("aws")) as running:
        local_aws.create_reader(running, TOKEN)
        yield running


@pytest.fixture
def deployed(emulator: local_aws.AwsEmulator, folder: Path) -> local_aws.AwsEmulator:
    """As after `cdktf deploy l3-aws` to an emulator: its Function URLs are spelled as AWS spells them."""
    twin = (folder / "twin.yaml").read_text()
    (folder / "twin.yaml").write_text(
        twin.replace("eu-central-1}", f'eu-central-1, endpoint_url: "{emulator.endpoint_url}"}}')
    )
    client = emulator.client("lambda")
    outputs = {
        name: client.get_function_url_config(FunctionName=function)["FunctionUrl"]
        for name, function in (
            ("hot_reader_url", local_aws.HOT_READER),
            ("hot_reader_last_entry_url", local_aws.HOT_READER_LAST_ENTRY),
        )
    }
    assert all(url.endswith(".on.aws/") for url in outputs.values())
    table = {"inter_cloud_token": TOKEN, "hot_store_table_name": local_aws.TABLE}
    write_state(folder, "l3-aws", outputs | table)
    return emulator


def test_what_was_put_is_answered(crosstwin: Crosstwin, deployed: local_aws.AwsEmulator) -> None:
    put = crosstwin("put", "pump-7", "--sample", "130")
    assert (put.code, put.out) == (0, "pump-7: 130 records written to DynamoDB table local-hot\n"), put.err
    over_http = crosstwin("query", "pump-7", "--start", "-2h", "--json")
    assert over_http.code == 0, over_http.err
    answer = json.loads(over_http.out)
    assert [len(entry["values"]) for entry in answer["propertyValues"]] == [130, 130, 130]
    assert set(answer["propertyValues"][2]["values"][0]["value"]) == {"LongValue"}

    invoked = crosstwin(*("query", "pump-7", "--start", "-2h", "--json"), "--function", local_aws.HOT_READER)
    assert invoked.code == 0, invoked.err
    direct = json.loads(invoked.out)["propertyValues"]
    assert [len(entry["values"]) for entry in direct] == [130, 130, 130]
    assert set(direct[2]["values"][0]["value"]) == {"longValue"}
    assert direct[0]["entityPropertyReference"]["entityId"] == "pump-7"


def test_one_record_is_put_as_typed(crosstwin: Crosstwin, deployed: local_aws.AwsEmulator) -> None:
    time = "2026-01-15T11:30:00.25+01:00"
    done = crosstwin("put", "pump-7", "rpm=-7", "strokes=9007199254740993", "running=true", "--time", time)
    assert done.code == 0, done.err
    assert done.out == "pump-7: 1 record written to DynamoDB table local-hot\n"
    key: Any = {"iotDeviceId": {"S": "pump-7"}, "id": {"S": "2026-01-15T10:30:00.25Z"}}
    item = deployed.client("dynamodb").get_item(TableName=local_aws.TABLE, Key=key)["Item"]
    assert item == key | {
        "rpm": {"N": "-7"},
        "strokes": {"N": "9007199254740993"},
        "running": {"BOOL": True},
    }


def test_the_newest_value_by_direct_invocation(crosstwin: Crosstwin, deployed: local_aws.AwsEmulator) -> None:
    assert crosstwin("put", "pump-7", "rpm=1500").code == 0
    for arguments in ((), ("--function", local_aws.HOT_READER_LAST_ENTRY)):
        done = crosstwin("query", "pump-7", "rpm", "--last", *arguments)
        assert done.code == 0, done.err
        assert [line.split()[:2] for line in done.out.splitlines()[1:]] == [["rpm", "1500"]]


def test_a_table_and_an_emulator_can_be_given(crosstwin: Crosstwin, emulator: local_aws.AwsEmulator) -> None:
    where = ("--table", local_aws.TABLE, "--endpoint-url", emulator.endpoint_url)
    assert crosstwin("put", "pump-7", "rpm=1", *where).code == 0
    done = crosstwin("put", "pump-7", "rpm=1", "--table", "no-such-table", *where[2:])
    assert done.code == 1
    assert done.err.startswith("crosstwin: error: DynamoDB table no-such-table: ResourceNotFoundException")


def test_a_function_that_fails_or_is_missing_is_reported(
    crosstwin: Crosstwin, deployed: local_aws.AwsEmulator
) -> None:
    done = crosstwin("query", "pump-7", "--last", "--function", local_aws.HOT_READER)
    assert done.code == 1
    assert f"{local_aws.HOT_READER} answers histories: name its last-entry function" in done.told
    assert done.out == ""
    done = crosstwin("query", "pump-7", "--function", local_aws.HOT_READER_LAST_ENTRY)
    assert done.code == 1
    assert f"{local_aws.HOT_READER_LAST_ENTRY} answers last entries: name its function of his" in done.told
    done = crosstwin("query", "pump-7", "--function", "no-such-function")
    assert done.code == 1
    assert "ResourceNotFoundException: Lambda function no-such-function" in done.err
    assert "Traceback" not in done.err


def test_what_does_not_fit_the_twin_is_not_written(
    crosstwin: Crosstwin, deployed: local_aws.AwsEmulator
) -> None:
    def count() -> int:
        counted: int = deployed.client("dynamodb").scan(TableName=local_aws.TABLE, Select="COUNT")["Count"]
        return counted

    before = count()
    for arguments, told in {
        ("pump-7", "rpm=1", "runing=true"): "runing is not a property of pump-7; did you mean running?",
        ("pump-7", "rpm=1", "running=maybe"): "'maybe' is not a boolean; expected true or false",
        ("pump-7", "rpm=1", "rpm=2"): "rpm is given twice",
        ("pump-7", "rpm"): "'rpm' is not of the form name=value",
        ("pump-7", "rpm=1", "--time", "noon"): "'noon' is not a valid time",
        ("pump-7",): "give a device and NAME=VALUE",
        ("pump-9", "rpm=1"): "did you mean pump-7?",
        ("pump-7", "rpm=1", "--sample", "3"): "cannot be combined with NAME=VALUE or --time",
        ("temperature-sensor-1", "status=ok", "--table", "t"): "is on azure: name a device on AWS",
        ("--sample", "3", "--endpoint-url", "http://127.0.0.1:1"): "is on azure: name a device on AWS",
    }.items():
        done = crosstwin("put", *arguments)
        assert done.code == 2, arguments
        assert told in done.told
    # One store that is not deployed, and nothing is written to the others either.
    done = crosstwin("put", "--sample", "3")
    assert done.code == 1
    assert "l3-azure is not deployed" in done.err
    assert count() == before


def test_a_record_from_the_future_is_refused(crosstwin: Crosstwin, deployed: local_aws.AwsEmulator) -> None:
    """It would be the newest value until then. The tolerance is the persister's."""
    done = crosstwin("put", "pump-7", "rpm=1", "--time", "2314303943")
    assert done.code == 2
    assert "2043-05-03T22:12:23Z is" in done.err
    assert "future_tolerance_seconds" in done.err
    key: Any = {"iotDeviceId": {"S": "pump-7"}, "id": {"S": "2043-05-03T22:12:23Z"}}
    assert "Item" not in deployed.client("dynamodb").get_item(TableName=local_aws.TABLE, Key=key)
    soon = (datetime.now(UTC) + timedelta(seconds=300)).isoformat()
    assert crosstwin("put", "pump-7", "rpm=1", "--time", soon).code == 0


def test_lists_and_maps_are_put_as_declared_and_answered(
    crosstwin: Crosstwin, deployed: local_aws.AwsEmulator, folder: Path
) -> None:
    twin = (folder / "twin.yaml").read_text()
    assert "running: boolean" in twin
    nested = "position: {type: list, of: double}, fault: {type: map, of: string}, running: boolean"
    (folder / "twin.yaml").write_text(twin.replace("running: boolean", nested))

    time = "2026-01-15T12:00:00Z"
    done = crosstwin("put", "pump-7", "position=[1.5, 2.5]", 'fault={"code": "E1"}', "--time", time)
    assert done.code == 0, done.err
    arguments = ("--start", time, "--end", time, "--json")
    answer = json.loads(crosstwin("query", "pump-7", "position", "fault", *arguments).out)
    assert [entry["values"] for entry in answer["propertyValues"]] == [
        [{"time": time, "value": {"ListValue": [{"DoubleValue": 1.5}, {"DoubleValue": 2.5}]}}],
        [{"time": time, "value": {"MapValue": {"code": {"StringValue": "E1"}}}}],
    ]

    for value, message in (
        ("position=[1.5, null]", "position: null is not of type DOUBLE"),
        ("position=[1.5", "position: "),
        ('fault={"code": 7}', "fault: a number is not of type STRING"),
        (f"position={[0] * 51}", "position: a list of 51 elements; AWS IoT TwinMaker takes 50"),
    ):
        done = crosstwin("put", "pump-7", value, "--time", time)
        assert done.code == 2, value
        assert message in " ".join(done.err.replace("│", " ").split()), done.err
