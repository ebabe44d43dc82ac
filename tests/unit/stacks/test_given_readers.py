"""Readers that were deployed by other means: layer 4 connects to them, and no stack is made for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from crosstwin.errors import Failure, TwinFileError
from crosstwin.terraform.outputs import reader_outputs
from crosstwin.twin import deployment
from crosstwin.twin.producers import producers
from tests.unit.stacks.twin import AZURE, Twin, twin_yaml

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
        ("azure", {"hot_reader_url": "http://readers.example.com/"}, "readers.azure.hot_reader_url"),
        (
            "azure",
            {"hot_reader_url": "https://user:pass@readers.example.com/"},
            "readers.azure.hot_reader_url",
        ),
        ("azure", {"hot_reader_url": '${file("/etc/passwd")}'}, "readers.azure.hot_reader_url"),
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
