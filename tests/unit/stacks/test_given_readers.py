"""Readers that were deployed by other means: layer 4 connects to them, and no stack is made for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crosstwin.errors import Failure, TwinFileError
from crosstwin.local.aws import AwsEmulator
from crosstwin.local.twin_files import write_twin_file
from crosstwin.terraform.outputs import reader_outputs
from crosstwin.twin import deployment
from crosstwin.twin.producers import producers
from tests.unit.stacks.twin import AWS, AZURE, Twin, twin_yaml

Synthesized = Callable[[str], Twin]

URLS = {
    "hot_reader_url": "https://readers.example.com/api/hot-reader",
    "hot_reader_last_entry_url": "https://readers.example.com/api/hot-reader-last-entry",
}
READERS = json.dumps({"azure": {**URLS, "token_variable": "plant_reader_token"}})
GIVEN = twin_yaml("gcp", devices="  - {id: pump-7, hot_provider: azure, properties: {rpm: integer}}")
GIVEN = GIVEN.replace(AZURE, "") + f"readers: {READERS}\n"


def test_a_connector_asks_a_given_reader_and_there_is_no_stack_for_it(synthesized: Synthesized) -> None:
    twin = synthesized(GIVEN)
    assert twin.stacks == ["l3-gcp", "l4-aws"]
    stack = twin.json("l4-aws")
    connector: dict[str, Any] = stack["module"]["azure-connector"]
    assert connector["remote_reader_url"] == URLS["hot_reader_url"]
    assert connector["remote_reader_last_entry_url"] == URLS["hot_reader_last_entry_url"]
    assert connector["inter_cloud_token"] == "${var.plant_reader_token}"
    assert stack["variable"]["plant_reader_token"] == {
        "description": "The inter-cloud token of a hot reader that was deployed by other means.",
        "sensitive": True,
        "type": "string",
    }
    assert list(stack["data"]["terraform_remote_state"]) == ["l3-gcp"]
    assert producers(deployment.parse(GIVEN)) == ("l3-gcp",)


def test_digital_twins_on_azure_are_kept_from_a_given_reader(synthesized: Synthesized) -> None:
    readers = json.dumps({"gcp": {**URLS, "token_variable": "plant_reader_token"}})
    text = twin_yaml("gcp", layer_4="azure", more=f"readers: {readers}")
    twin = synthesized(text)
    assert twin.stacks == ["l4-azure"]
    module = twin.modules("l4-azure")["digital-twins"]
    assert module["remote_reader_last_entry_urls"] == {"gcp": URLS["hot_reader_last_entry_url"]}
    assert module["inter_cloud_tokens"] == {"gcp": "${var.plant_reader_token}"}


def test_commands_take_the_token_from_where_terraform_does(monkeypatch: pytest.MonkeyPatch) -> None:
    found = deployment.parse(GIVEN)
    monkeypatch.delenv("TF_VAR_plant_reader_token", raising=False)
    with pytest.raises(Failure, match="set TF_VAR_plant_reader_token to the token of the reader on azure"):
        reader_outputs(found, "azure")
    monkeypatch.setenv("TF_VAR_plant_reader_token", "the-token")
    outputs = reader_outputs(found, "azure")
    assert (outputs.hot_reader_url, outputs.inter_cloud_token) == (URLS["hot_reader_url"], "the-token")


@pytest.mark.parametrize(
    ("cloud", "changes", "says"),
    [
        (
            "azure",
            {"hot_reader_url": "http://readers.example.com/"},
            "readers.azure.hot_reader_url: plain HTTP to readers.example.com would send the token",
        ),
        (
            "azure",
            {"hot_reader_last_entry_url": "http://127.0.0.1:8080/"},
            "readers.azure: plain HTTP is for an AWS emulator (aws.endpoint_url); use https",
        ),
        (
            "azure",
            {"hot_reader_url": "https://user:pass@readers.example.com/"},
            "readers.azure.hot_reader_url: contains a user name or a password",
        ),
        (
            "azure",
            {"hot_reader_url": '${file("/etc/passwd")}'},
            "readers.azure.hot_reader_url: is not a URL; expected https://<host>/<path>",
        ),
        (
            "azure",
            {"hot_reader_url": "https://${var.host}/x"},
            "readers.azure.hot_reader_url: is not a URL; expected https://<host>/<path>",
        ),
        ("azure", {"token_variable": "a-b"}, "readers.azure.token_variable"),
        ("aws", {}, "layer_4_provider is aws, which needs the stack l3-aws"),
        ("gpc", {}, 'readers.gpc: "gpc" is not a provider (aws, azure, gcp); did you mean gcp?'),
    ],
)
def test_a_reader_that_cannot_be_is_refused(cloud: str, changes: dict[str, str], says: str) -> None:
    readers = {cloud: {**URLS, "token_variable": "plant_reader_token", **changes}}
    with pytest.raises(TwinFileError) as refused:
        deployment.parse(GIVEN.replace(READERS, json.dumps(readers)))
    assert says in str(refused.value)


@pytest.mark.parametrize("path", ["", "/", "/api/hot-reader/", "/a%20b?code=1"])
def test_a_url_reaches_the_connector_as_it_is(synthesized: Synthesized, path: str) -> None:
    url = f"https://readers.example.com:8443{path}"
    twin = synthesized(GIVEN.replace(URLS["hot_reader_url"] + '"', url + '"'))
    assert twin.modules("l4-aws")["azure-connector"]["remote_reader_url"] == url


def test_a_reader_on_this_machine_is_for_an_emulator(synthesized: Synthesized) -> None:
    text = GIVEN.replace("https://readers.example.com", "http://127.0.0.1:8080")
    text = text.replace("aws: {", "aws: {endpoint_url: http://127.0.0.1:4566, ")
    url = synthesized(text).modules("l4-aws")["azure-connector"]["remote_reader_url"]
    assert url == "http://127.0.0.1:8080/api/hot-reader"


def test_a_given_reader_on_aws_needs_no_section_aws() -> None:
    readers = json.dumps({"aws": {**URLS, "token_variable": "plant_reader_token"}})
    found = deployment.parse(twin_yaml("aws", layer_4="azure", more=f"readers: {readers}").replace(AWS, ""))
    assert (found.aws, found.stack_names, found.warnings) == (None, ("l4-azure",), ())


def test_a_demo_takes_an_emulator_in_the_place_of_a_given_reader(tmp_path: Path) -> None:
    """It neither asks the real reader, nor needs its token."""
    (tmp_path / "twin.yaml").write_text(GIVEN)
    emulator = AwsEmulator("http://127.0.0.1:4566", tmp_path / "log")
    twin = tmp_path / "demo.yaml"
    wanted = deployment.load(tmp_path / "twin.yaml")
    found = write_twin_file(tmp_path / "twin.yaml", twin, emulator, wanted, {})
    assert (found.readers, found.deployed_clouds) == ({}, ("azure", "gcp"))
    assert "readers.example.com" not in twin.read_text()
