"""Layer 4 on Azure, deployed on this machine: the twins have what the hot stores of three clouds have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from crosstwin.cli import demo_run
from crosstwin.errors import Failure
from crosstwin.local.twin import RunningTwin, running_twin
from crosstwin.packages.places import ROOT
from crosstwin.terraform.finding import find_terraform

SECONDS = 20.0


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTwin]:
    if find_terraform() is None:
        pytest.skip("no Terraform on this machine")
    folder = tmp_path_factory.mktemp("to-azure")
    with running_twin(ROOT / "examples/mixed-to-azure/twin.yaml", folder) as running:
        if running.missing:
            pytest.skip(f"missing here: {', '.join(running.missing)}")
        yield running


def log(twin: RunningTwin) -> list[dict[str, object]]:
    lines = (twin.folder / "l4-azure" / "function-app.log").read_text().splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def test_the_demo_shows_each_device_with_its_newest_values_in_the_twin(twin: RunningTwin) -> None:
    out = Console(record=True, width=120)
    demo_run.write(twin)
    demo_run.show(out, twin)
    rows = [line.split() for line in out.export_text().splitlines() if line.endswith(("yes", "NO"))]
    assert [(row[0], row[1], row[-1]) for row in rows] == [
        ("press-1", "aws", "yes"),
        ("press-2", "azure", "yes"),
        ("pump-7", "gcp", "yes"),
        ("pump-7-vibration", "aws", "yes"),
    ]


def test_twins_follow_what_is_written_and_keep_their_constants(twin: RunningTwin) -> None:
    assert twin.digital_twins
    twin.readers["azure"].put([{"iotDeviceId": "press-2", "id": _now(), "force": 12.5, "strokes": 2**40}])
    values = {"force": 12.5, "strokes": 2**40, "manufacturer": "ACME", "rated_force": 100.0}
    assert twin.digital_twins.wait_for("press-2", values, SECONDS), twin.digital_twins.twin("press-2")
    devices, places = twin.deployment.devices, twin.deployment.places
    assert set(twin.digital_twins.twins()) == {one.id for one in devices} | {one.id for one in places}


def test_each_run_logs_one_line_without_a_token_or_a_value(twin: RunningTwin) -> None:
    runs = [line for line in log(twin) if line["message"] == "refresh"]
    assert {run["cloud"] for run in runs} == {"aws", "azure", "gcp"}
    assert {run["outcome"] for run in runs if run["cloud"] == "azure"} == {"complete"}
    text = (twin.folder / "l4-azure" / "function-app.log").read_text()
    assert "12.5" not in text
    for reader in twin.readers.values():
        assert reader.inter_cloud_token not in text


def test_a_cloud_that_is_away_fails_its_own_runs_only(twin: RunningTwin) -> None:
    assert twin.digital_twins
    twin.stop_reader("gcp")
    before = len(log(twin))
    twin.readers["azure"].put([{"iotDeviceId": "press-2", "id": _now(), "force": 13.5}])
    assert twin.digital_twins.wait_for("press-2", {"force": 13.5}, SECONDS)
    later = [line for line in log(twin)[before:] if line["message"] == "refresh"]
    assert {line["outcome"] for line in later if line["cloud"] == "azure"} == {"complete"}
    assert "complete" not in {line["outcome"] for line in later[3:] if line["cloud"] == "gcp"}


def test_without_terraform_there_is_no_graph(
    twin: RunningTwin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crosstwin.local import azure_twins

    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "no-such-terraform")
    with pytest.raises(Failure, match="`no-such-terraform` is not on the PATH"):
        azure_twins.graph_json(twin.deployment, tmp_path / "graph")


def _now() -> str:
    from crosstwin.readers.times import iso_time

    return iso_time("now")
