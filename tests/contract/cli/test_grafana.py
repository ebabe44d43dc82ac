"""`crosstwin grafana`: files, secrets, and what it says where something is missing."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.contract.cli.conftest import TOKEN, TWIN, Crosstwin, write_state

OUTPUTS = {
    "hot_reader_url": "https://reader.example.com/read",
    "hot_reader_last_entry_url": "https://reader.example.com/last",
    "inter_cloud_token": TOKEN,
}
FILES = {
    "provisioning/datasources/factory.yaml",
    "provisioning/dashboards/factory.yaml",
    "dashboards/factory/telemetry.json",
    "dashboards/factory/twinmaker.json",
}


@pytest.fixture
def deployed(folder: Path) -> None:
    for cloud in ("aws", "azure", "gcp"):
        write_state(folder, f"l3-{cloud}", OUTPUTS)
    write_state(folder, "l4-aws", {"workspace_id": "factory"})


def written(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


@pytest.mark.usefixtures("deployed")
def test_files_are_listed_and_hold_no_token(crosstwin: Crosstwin, folder: Path) -> None:
    done = crosstwin("grafana")
    assert done.code == 0, done.err
    assert set(done.out.split()) == {f"grafana/{file}" for file in FILES}
    assert written(folder / "grafana") == FILES
    assert TOKEN not in done.out + done.err
    for file in FILES:
        assert TOKEN not in (folder / "grafana" / file).read_text()
    assert "aws.dashboard_access" in done.told
    tokens = " ".join(f"CROSSTWIN_FACTORY_{cloud}_TOKEN" for cloud in ("AWS", "AZURE", "GCP"))
    assert f"the Grafana needs these variables: {tokens}" in done.told


@pytest.mark.usefixtures("deployed")
def test_azure_digital_twins_are_read_at_the_host_that_was_deployed(
    crosstwin: Crosstwin, folder: Path
) -> None:
    (folder / "twin.yaml").write_text(TWIN.replace("layer_4_provider: aws", "layer_4_provider: azure"))
    undeployed = crosstwin("grafana")
    assert (undeployed.code, "l4-azure is not deployed from this folder" in undeployed.told) == (1, True)
    model = {"dtmi:crosstwin:factory:device_0a0a0a0a;1": {"rpm": "integer", "running": "boolean"}}
    outputs = {"digital_twins_host": "plant.api.weu.digitaltwins.azure.net", "tenant_id": "22222222-2222"}
    state = write_state(folder, "l4-azure", outputs)
    document = json.loads(state.read_text())
    document["outputs"]["models"] = {"value": model, "type": ["map", ["map", "string"]]}
    state.write_text(json.dumps(document))
    done = crosstwin("grafana")
    assert done.code == 0, done.err
    twins = (folder / "grafana/dashboards/factory/digital-twins.json").read_text()
    assert "IS_OF_MODEL(T, 'dtmi:crosstwin:factory:device_0a0a0a0a;1')" in twins
    sources = (folder / "grafana/provisioning/datasources/factory.yaml").read_text()
    assert "url: https://plant.api.weu.digitaltwins.azure.net" in sources
    assert "https://login.microsoftonline.com/22222222-2222/oauth2/v2.0/token" in sources
    assert "TwinMaker" not in done.told
    assert not (folder / "grafana/dashboards/factory/twinmaker.json").exists()


@pytest.mark.usefixtures("deployed")
def test_dashboards_of_devices_that_are_gone_go_and_files_of_others_stay(
    crosstwin: Crosstwin, folder: Path
) -> None:
    dashboards = folder / "grafana/dashboards/factory"
    dashboards.mkdir(parents=True)
    for name in ("telemetry-2", "twinmaker-13", "telemetry-press"):
        generated = {"uid": f"factory-{name}", "tags": ["crosstwin", "factory"]}
        (dashboards / f"{name}.json").write_text(json.dumps(generated))
    for name in ("telemetry-of-night-shifts.json", "line-2.json"):
        copied = {"uid": "factory-telemetry", "tags": ["crosstwin", "factory"]}
        (dashboards / name).write_text(json.dumps(copied))
    (dashboards / "telemetry-3.json").write_text("not JSON")
    done = crosstwin("grafana")
    assert done.code == 0, done.err
    assert {file.name for file in dashboards.iterdir()} == {
        *("telemetry.json", "twinmaker.json"),
        *("telemetry-of-night-shifts.json", "line-2.json", "telemetry-3.json"),
    }


@pytest.mark.usefixtures("deployed")
def test_tokens_are_written_on_request_for_the_owner_alone(crosstwin: Crosstwin, folder: Path) -> None:
    done = crosstwin("grafana", "--output", "build/grafana", "--tokens")
    assert done.code == 0, done.err
    assert TOKEN not in done.out + done.err
    file = folder / "build/grafana/tokens.env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text() == "".join(
        f"CROSSTWIN_FACTORY_{cloud}_TOKEN={TOKEN}\n" for cloud in ("AWS", "AZURE", "GCP")
    )


@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize("stack", ["l3-gcp", "l4-aws"])
def test_nothing_is_written_if_a_stack_is_not_deployed(
    crosstwin: Crosstwin, folder: Path, stack: str
) -> None:
    (folder / f"state/factory/{stack}.tfstate").unlink()
    done = crosstwin("grafana")
    assert done.code == 1
    assert f"{stack} is not deployed from this folder" in done.told
    assert not (folder / "grafana").exists()


@pytest.mark.usefixtures("deployed")
def test_a_demo_with_layer_4_on_azure_is_read_from_its_hot_readers_alone(
    crosstwin: Crosstwin, folder: Path
) -> None:
    """A demo runs Azure Digital Twins without deploying l4-azure."""
    text = TWIN.replace(
        "aws: {region: eu-central-1}", "aws: {region: eu-central-1, endpoint_url: http://127.0.0.1:4566}"
    )
    (folder / "twin.yaml").write_text(text.replace("layer_4_provider: aws", "layer_4_provider: azure"))
    done = crosstwin("grafana")
    assert done.code == 0, done.err
    assert "the files query the hot readers only" in done.told
    assert "dashboards/factory/telemetry.json" in written(folder / "grafana")


@pytest.mark.usefixtures("deployed")
def test_an_emulated_twin_is_read_from_its_hot_readers_alone(crosstwin: Crosstwin, folder: Path) -> None:
    (folder / "state/factory/l4-aws.tfstate").unlink()
    emulated = "aws: {region: eu-central-1, endpoint_url: http://127.0.0.1:4566}"
    (folder / "twin.yaml").write_text(TWIN.replace("aws: {region: eu-central-1}", emulated))
    done = crosstwin("grafana")
    assert done.code == 0, done.err
    assert "over an emulator (aws.endpoint_url), the files query the hot readers only" in done.told
    assert written(folder / "grafana") == FILES - {"dashboards/factory/twinmaker.json"}


@pytest.mark.usefixtures("deployed")
def test_what_a_grafana_without_the_plugin_cannot_show_is_reported(
    crosstwin: Crosstwin, folder: Path
) -> None:
    (folder / "twin.yaml").write_text(TWIN.replace("layer_5_provider: aws", "layer_5_provider: azure"))
    done = crosstwin("grafana")
    assert done.code == 0, done.err
    assert "3D scenes need the panel of the TwinMaker plugin" in done.told


@pytest.mark.usefixtures("deployed")
def test_a_folder_that_cannot_be_written_is_reported(crosstwin: Crosstwin, folder: Path) -> None:
    (folder / "grafana").write_text("a file in the way")
    done = crosstwin("grafana")
    assert done.code == 1
    assert "cannot be written" in done.told
