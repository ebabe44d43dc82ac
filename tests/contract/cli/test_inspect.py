"""`crosstwin inspect` and `crosstwin put` over an existing table, whose records have a form of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from typer.testing import CliRunner

from crosstwin.cli.app import app
from crosstwin.clouds.aws_options import client_options
from crosstwin.errors import Failure
from crosstwin.local.aws import REGION
from crosstwin.packages.places import ROOT
from crosstwin.twin.deployment import load
from tests.dynalite import running_dynalite
from tests.example_stores import Example, fill_table

FOLDER = ROOT / "examples" / "existing" / "aws-iot-rule"


@pytest.fixture(scope="module")
def dynalite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """With the table of an AWS IoT rule."""
    with running_dynalite(tmp_path_factory.mktemp("dynalite")) as url:
        fill_table(_client(url), Example.load(FOLDER, url))
        yield url


def _client(url: str) -> Any:
    return boto3.client("dynamodb", **client_options(REGION, url))


def test_inspect_prints_a_section_that_twin_yaml_takes(dynalite: str) -> None:
    command = ["inspect", "aws", "--table", FOLDER.name, "--endpoint-url", dynalite]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    assert done.output == (
        "aws:\n  existing_hot_store:\n    table_name: aws-iot-rule\n    records:\n      device: deviceId\n"
        "      time: ts\n      time_format: epoch_milliseconds\n      values: payload\n"
        "device_types:\n  device:\n    properties:\n      rpm: integer\n      temperature: double\n"
        "devices:\n- id: pump-7\n  type: device\n- id: pump-8\n  type: device\n"
    )
    shown = done.output.replace(FOLDER.name, "telemetry")
    assert f"```text\n{shown}```" in (ROOT / "docs/existing-stores.md").read_text()


def test_inspect_names_the_region_in_which_a_table_does_not_exist(dynalite: str) -> None:
    command = ["inspect", "aws", "--table", "no-such-table", "--endpoint-url", dynalite, "--region", REGION]
    expected = f"no-such-table in {REGION} does not exist; if it is in another region, add --region"
    assert expected in str(CliRunner().invoke(app, command).exception)


def test_inspect_says_that_a_store_may_have_more_than_it_read(dynalite: str) -> None:
    command = ["inspect", "aws", "--table", FOLDER.name, "--endpoint-url", dynalite, "--records", "1"]
    done = CliRunner().invoke(app, command)
    assert "crosstwin: inspect read 1 of the records; --records reads more" in done.stderr
    assert "crosstwin" not in done.stdout


@pytest.mark.parametrize(
    ("key", "times"),
    [
        ("S", [f"2026-01-15T10:{minute:02}:00Z" for minute in range(30)]),
        ("N", [str(1768471200 + second) for second in range(30)]),
    ],
)
def test_inspect_lists_every_device_as_csv_however_many_records_each_has(
    dynalite: str, tmp_path: Path, key: str, times: list[str]
) -> None:
    client, table = _client(dynalite), f"fleet-{key}"
    client.create_table(
        TableName=table,
        KeySchema=[
            {"AttributeName": "machine", "KeyType": "HASH"},
            {"AttributeName": "at", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "machine", "AttributeType": "S"},
            {"AttributeName": "at", "AttributeType": key},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    client.get_waiter("table_exists").wait(TableName=table, WaiterConfig={"Delay": 1})
    devices = [f"PMP-{n:03}" for n in range(40)]
    for device in (*devices, "no device!", "PMP-000\n"):
        items = [{"machine": {"S": device}, "at": {key: time}, "rpm": {"N": "1"}} for time in times]
        for batch in (items[:25], items[25:]):
            client.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": one}} for one in batch]})
    command = ["inspect", "aws", "--table", table, "--endpoint-url", dynalite, "--csv"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    assert "crosstwin: 2 more are no devices of twin.yaml, such as " in done.stderr
    # What it prints is a file that twin.yaml takes.
    (tmp_path / "fleet.csv").write_text(done.stdout)
    (tmp_path / "twin.yaml").write_text(
        "digital_twin_name: factory\n"
        "providers: {layer_3_hot_provider: aws, layer_4_provider: aws, layer_5_provider: aws}\n"
        "device_types: {device: {properties: {rpm: integer}}}\n"
        "devices_from: fleet.csv\n"
        "aws: {region: eu-central-1}\n"
    )
    assert sorted(device.id for device in load(tmp_path / "twin.yaml").devices) == devices


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["aws", "--table", "t"], "no region; add --region, or set AWS_DEFAULT_REGION"),
        (["azure", "--account", "a", "--database", "d", "--container", "c", "--key", "k"], "is not base64"),
        (["gcp", "--project", "p", "--collection", "c"], "no-such-file was not found"),
    ],
    ids=["region", "key", "credentials"],
)
def test_inspect_names_what_it_needs_to_connect(
    options: list[str], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("AWS_DEFAULT_REGION", "AWS_PROFILE", "FIRESTORE_EMULATOR_HOST"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "no-such-file")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "no-such-file")
    done = CliRunner().invoke(app, ["inspect", *options])
    assert isinstance(done.exception, Failure), done.output
    assert reason in str(done.exception)


@pytest.mark.parametrize(
    ("options", "command"),
    [
        (
            ["aws", "--table", "t", "--region", "eu-central-1"],
            "t in eu-central-1: Unable to locate credentials; run aws",
        ),
        (["azure", "--account", "a", "--database", "d", "--container", "c"], "; run az login"),
        (["gcp", "--project", "p", "--collection", "c"], "; run gcloud auth application-default login"),
    ],
    ids=["aws", "azure", "gcp"],
)
def test_without_a_sign_in_inspect_names_the_command_that_signs_in(
    options: list[str],
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for variable in [
        name for name in os.environ if name.startswith(("AWS_", "AZURE_", "GOOGLE_", "FIRESTORE"))
    ]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    # No machine of a cloud is asked whether this is one.
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "dev")
    done = CliRunner().invoke(app, ["inspect", *options])
    assert isinstance(done.exception, Failure), done.output
    assert command in str(done.exception)
    assert "\n" not in str(done.exception)
    assert not [record for record in caplog.records if record.name.startswith("azure.identity")]


def test_inspect_proposes_the_nearest_cloud() -> None:
    done = CliRunner().invoke(app, ["inspect", "azur", "--table", "t"])
    assert done.exit_code == 2
    assert "'azur' is not known here; did you mean azure?" in " ".join(done.output.replace("│", " ").split())


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp"])
def test_put_writes_no_sample_records_among_the_telemetry_of_an_existing_store(
    cloud: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = ROOT / "examples" / "existing" / f"digital-twin-manager-{cloud}" / "twin.yaml"
    monkeypatch.setenv("CROSSTWIN_FILE", str(twin))
    for device in ([], ["pump-7"]):
        done = CliRunner().invoke(app, ["put", *device, "--sample", "2"])
        assert done.exit_code == 2
        told = " ".join(done.output.replace("│", " ").split())
        assert f"would write made-up values among the telemetry of {cloud}.existing_hot_store" in told


def test_put_writes_in_the_form_of_the_existing_records(
    dynalite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (FOLDER / "twin.yaml").read_text().replace("table_name: telemetry", f"table_name: {FOLDER.name}")
    (tmp_path / "twin.yaml").write_text(text.replace("aws:\n", f"aws:\n  endpoint_url: {dynalite}\n"))
    monkeypatch.setenv("CROSSTWIN_FILE", str(tmp_path / "twin.yaml"))
    command = ["put", "pump-7", "rpm=1500", "temperature=23.5", "--time", "2026-01-15T10:30:00.5Z"]
    done = CliRunner().invoke(app, command)
    key = {"deviceId": {"S": "pump-7"}, "ts": {"N": "1768473000500"}}
    item = _client(dynalite).get_item(TableName=FOLDER.name, Key=key).get("Item")
    assert done.exit_code == 0, done.output
    assert item == {**key, "payload": {"M": {"rpm": {"N": "1500"}, "temperature": {"N": "23.5"}}}}
    # What is in an emulator is nobody's telemetry.
    assert CliRunner().invoke(app, ["put", "pump-7", "--sample", "2"]).exit_code == 0
