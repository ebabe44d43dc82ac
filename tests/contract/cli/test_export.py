"""`crosstwin export`, and `crosstwin query --config`, which needs no state."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest

from tests.contract.cli.conftest import TOKEN, Crosstwin, RunningReader, write_state

DEVICE = "temperature-sensor-1"
RANGE = ("--start", "2026-01-15T10:00:00Z", "--end", "2026-01-15T11:00:00Z")
AZURE = "azure_l3_to_aws_l4_hot_reader"
FILE = "config_inter_cloud.json"


@pytest.fixture
def deployed(folder: Path, reader: RunningReader) -> None:
    outputs = {
        "hot_reader_url": reader.url,
        "hot_reader_last_entry_url": reader.last_entry_url,
        "inter_cloud_token": TOKEN,
    }
    for cloud in ("aws", "azure", "gcp"):
        write_state(folder, f"l3-{cloud}", outputs)


@pytest.mark.usefixtures("deployed")
def test_both_connections_of_every_hot_cloud_are_exported(crosstwin: Crosstwin, folder: Path) -> None:
    done = crosstwin("export")
    assert done.code == 0, done.err
    assert TOKEN not in done.out + done.err
    file = folder / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    connections = json.loads(file.read_text())["connections"]
    assert list(connections) == [line.split()[0] for line in done.out.splitlines()]
    assert set(connections) == {
        f"{cloud}_l3_to_aws_l4_hot_reader{suffix}"
        for cloud in ("aws", "azure", "gcp")
        for suffix in ("", "_last_entry")
    }


@pytest.mark.usefixtures("deployed")
def test_a_cloud_can_be_chosen_and_others_are_kept(crosstwin: Crosstwin, folder: Path) -> None:
    assert crosstwin("export", "gcp", "--output", "handed.json").code == 0
    assert crosstwin("export", "azure", "--output", "handed.json").code == 0
    connections = json.loads((folder / "handed.json").read_text())["connections"]
    assert {name.split("_")[0] for name in connections} == {"azure", "gcp"}


@pytest.mark.usefixtures("deployed")
def test_nothing_is_written_if_a_stack_is_not_deployed(crosstwin: Crosstwin, folder: Path) -> None:
    (folder / "state/factory/l3-gcp.tfstate").unlink()
    done = crosstwin("export")
    assert done.code == 1
    assert "l3-gcp is not deployed from this folder" in done.told
    assert not (folder / FILE).exists()


def test_a_cloud_without_devices_is_wrong_usage(crosstwin: Crosstwin) -> None:
    done = crosstwin("export", "oracle")
    assert done.code == 2
    assert "no device of twin.yaml has its hot data on oracle; they have it on aws, azure, gcp" in done.told


@pytest.mark.usefixtures("deployed")
def test_readers_are_asked_by_the_file_alone(crosstwin: Crosstwin, folder: Path) -> None:
    assert crosstwin("export").code == 0
    shutil.rmtree(folder / "state")
    history = crosstwin("query", DEVICE, *RANGE, "--config", FILE)
    assert history.code == 0, history.err
    assert len(history.out.splitlines()) == 21
    newest = crosstwin("query", DEVICE, "humidity", "--last", "--config", FILE)
    assert newest.out.split()[-4:-2] == ["humidity", "59.0"]  # and its age


@pytest.mark.usefixtures("deployed")
def test_without_a_twin_file_the_only_reader_is_asked(crosstwin: Crosstwin, folder: Path) -> None:
    assert crosstwin("export", "azure").code == 0
    assert crosstwin("export", "--output", "all.json").code == 0
    (folder / "twin.yaml").unlink()
    assert crosstwin("query", DEVICE, "humidity", "--last", "--config", FILE).code == 0
    done = crosstwin("query", DEVICE, "humidity", "--last", "--config", "all.json")
    assert done.code == 1
    assert "all.json has 3 connections of this kind" in done.told


def test_a_file_that_does_not_help_is_reported(crosstwin: Crosstwin, folder: Path) -> None:
    assert f"{FILE} does not exist" in crosstwin("query", DEVICE, "--config", FILE).told
    (folder / FILE).write_text('{"connections": {}}')
    done = crosstwin("query", DEVICE, "--config", FILE)
    assert done.code == 1
    assert f"{FILE} has no connection {AZURE}; it has none" in done.told
    assert crosstwin("query", DEVICE, "--config", FILE, "--url", "https://a.example.com").code == 2
