"""A second twin asks the readers of a first one, by `readers` in its twin.yaml and the file of `export`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import yaml

from crosstwin.local.twin import RunningTwin
from crosstwin.readers.hot_stores.telemetry import sample_records
from crosstwin.readers.inter_cloud_config import connection_id, read_connection
from crosstwin.terraform.finding import why_not
from crosstwin.twin import deployment
from tests.cdktf import cdktf
from tests.deploy.command import crosstwin
from tests.twinmaker import parse_history, parse_last_entry

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(bool(why_not()), reason=f"nothing can be deployed here: {why_not()}"),
]
CONNECTOR = "plant-azure-data-connector"


@pytest.fixture(scope="module")
def plant(mixed_twin: RunningTwin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTwin]:
    """The second twin: layer 4 alone, in the same AWS account. Its history URL has a slash at its end."""
    if "azure" in mixed_twin.missing:
        pytest.skip(mixed_twin.missing["azure"])
    folder = tmp_path_factory.mktemp("plant")
    file = folder / "config_inter_cloud.json"
    crosstwin(mixed_twin, "export", "azure", "--output", str(file))
    history, last = (
        read_connection(file, connection_id("azure", "aws", last=last)) for last in (False, True)
    )
    (device, *_) = mixed_twin.deployment.devices_on("azure")
    document = {
        "digital_twin_name": "plant",
        "providers": {
            "layer_3_hot_provider": "azure",
            "layer_4_provider": "aws",
            "layer_5_provider": "aws",
        },
        "devices": [{"id": device.id, "properties": dict(device.properties)}],
        "aws": {"region": "eu-central-1", "endpoint_url": mixed_twin.aws.endpoint_url},
        "readers": {
            "azure": {
                "hot_reader_url": history.url,
                "hot_reader_last_entry_url": last.url,
                "token_variable": "plant_reader_token",
            }
        },
    }
    (folder / "twin.yaml").write_text(yaml.safe_dump(document))
    mixed_twin.readers["azure"].put(sample_records(device, 5))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TF_VAR_plant_reader_token", history.token)
        cdktf(
            ["deploy", "l4-aws", "--auto-approve", "--skip-provider-lock"],
            twin_file=folder / "twin.yaml",
            folder=folder,
            log=folder / "cdktf.log",
        )
        twin = deployment.load(folder / "twin.yaml")
        yield replace(mixed_twin, deployment=twin, folder=folder)


def event(twin: RunningTwin) -> dict[str, Any]:
    (device,) = twin.deployment.devices
    return {
        "workspaceId": "plant",
        "entityId": device.id,
        "componentName": "telemetry",
        "selectedProperties": list(device.properties),
        "properties": {
            name: {"definition": {"dataType": {"type": type_.upper()}, "isTimeSeries": True}}
            for name, type_ in device.properties.items()
        },
        "startTime": "2026-01-01T00:00:00Z",
        "endTime": "2036-01-01T00:00:00Z",
    }


def invoke(twin: RunningTwin, function: str) -> tuple[bool, Any]:
    """Whether it failed, and its answer or error."""
    response = twin.aws.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event(twin)))
    return "FunctionError" in response, json.loads(response["Payload"].read())


def test_a_connector_answers_from_the_readers_of_another_twin(plant: RunningTwin) -> None:
    failed, answer = invoke(plant, CONNECTOR)
    assert not failed, answer
    assert all(len(entry["values"]) >= 5 for entry in parse_history(answer)["propertyValues"])
    failed, answer = invoke(plant, f"{CONNECTOR}-last-entry")
    assert not failed, answer
    (device,) = plant.deployment.devices
    assert parse_last_entry(answer)["propertyValues"].keys() == device.properties.keys()


def test_the_token_is_in_no_file_but_the_state(plant: RunningTwin) -> None:
    (token,) = {plant.readers["azure"].inter_cloud_token}
    holding = [
        path.relative_to(plant.folder)
        for path in plant.folder.rglob("*")
        if path.is_file() and token.encode() in path.read_bytes()
    ]
    assert sorted(map(str, holding)) == ["config_inter_cloud.json", "state/plant/l4-aws.tfstate"]


def test_crosstwin_asks_the_given_reader(plant: RunningTwin) -> None:
    (device,) = plant.deployment.devices
    answer = json.loads(crosstwin(plant, "query", device.id, "--last", "--json"))
    assert answer["propertyValues"].keys() == device.properties.keys()


def test_nothing_changes_with_a_second_plan(plant: RunningTwin) -> None:
    assert crosstwin(plant, "plan").splitlines()[-1] == "l4-aws: no changes"


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"INTER_CLOUD_TOKEN": "wrong"}, "401"),
        ({"REMOTE_READER_URL": "{address}/api/hot-readers"}, "404"),
        # The home page of the Function App.
        ({"REMOTE_READER_URL": "{address}"}, "the hot reader at 127.0.0.1 answered with"),
        ({"REMOTE_READER_URL": "https://{host}/api/hot-reader"}, "127.0.0.1 failed: [SSL:"),
        ({"REMOTE_READER_URL": "http://127.0.0.1:1/api/hot-reader"}, "Connection refused"),
        ({"REMOTE_READER_URL": "http://readers.example.com/"}, "plain HTTP to readers.example.com"),
        ({"REMOTE_READER_URL": "{address}/api/hot-reader/"}, ""),
    ],
)
def test_a_wrong_token_or_url_is_an_error_that_names_it(
    plant: RunningTwin, variables: dict[str, str], says: str
) -> None:
    url = plant.readers["azure"].hot_reader_url
    address = url.removesuffix("/api/hot-reader")
    client = plant.aws.client("lambda")
    before = client.get_function_configuration(FunctionName=CONNECTOR)["Environment"]["Variables"]
    changed = {
        name: value.format(address=address, host=address.removeprefix("http://"))
        for name, value in variables.items()
    }
    fast = {"REMOTE_READER_MAX_RETRIES": "0"}
    client.update_function_configuration(
        FunctionName=CONNECTOR, Environment={"Variables": {**before, **changed, **fast}}
    )
    failed, answer = invoke(plant, CONNECTOR)
    client.update_function_configuration(FunctionName=CONNECTOR, Environment={"Variables": before})
    assert failed == bool(says)
    assert says in json.dumps(answer)
    assert plant.readers["azure"].inter_cloud_token not in json.dumps(answer)
