"""What a shell gets after Tab."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crosstwin.cli import main
from crosstwin.packages.places import ROOT
from tests.unit.crosstwin.test_start_up import SLOW, start

TWIN = ROOT / "examples" / "mixed" / "twin.yaml"
Complete = Callable[[str], list[str]]
FLEET = """
digital_twin_name: factory
providers: {layer_3_hot_provider: gcp, layer_4_provider: aws, layer_5_provider: aws}
gcp: {project: factory-telemetry, region: europe-west1}
aws: {region: eu-central-1}
device_types:
  press: {properties: {force: double, cycles: long}}
places: [{id: hall-1}, {id: line-2, parent: hall-1}]
devices: [{id: press-1, type: press, parent: line-2}, {id: press-2, type: press}]
"""


@pytest.fixture
def completed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Complete:
    """What bash offers for a line; the last word is the one that is being typed."""

    def complete(line: str) -> list[str]:
        monkeypatch.setenv("_CROSSTWIN_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        with pytest.raises(SystemExit):
            main([])
        out, err = capsys.readouterr()
        assert not err
        return out.split()

    monkeypatch.setenv("CROSSTWIN_FILE", str(TWIN))
    return complete


@pytest.fixture
def fleet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, completed: Complete) -> Complete:
    (tmp_path / "twin.yaml").write_text(FLEET)
    monkeypatch.setenv("CROSSTWIN_FILE", str(tmp_path / "twin.yaml"))
    return completed


def test_devices_and_then_their_properties_are_completed(completed: Complete) -> None:
    assert completed("crosstwin query p") == ["pump-7", "press-2"]
    assert completed("crosstwin query temperature-sensor-1 hu") == ["humidity"]
    assert completed("crosstwin put pu") == ["pump-7"]
    assert completed("crosstwin put temperature-sensor-1 ") == ["temperature=", "humidity=", "status="]


@pytest.mark.parametrize("command", ["plan", "synth", "deploy"])
def test_stacks_that_are_not_given_yet_are_completed(completed: Complete, command: str) -> None:
    assert completed(f"crosstwin {command} l3-azure ") == ["l3-aws", "l3-gcp", "l4-aws"]


def test_types_places_and_clouds_are_completed(fleet: Complete) -> None:
    assert fleet("crosstwin query --type ") == ["press"]
    assert fleet("crosstwin list --type p") == ["press"]
    assert fleet("crosstwin list --place ") == ["hall-1", "line-2"]
    assert fleet("crosstwin list --cloud ") == ["gcp"]


@pytest.mark.parametrize("text", [None, "devices: [", "digital_twin_name: 7\n"])
def test_without_a_valid_twin_completion_is_silent(
    completed: Complete, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str | None
) -> None:
    if text is not None:
        (tmp_path / "twin.yaml").write_text(text)
    monkeypatch.setenv("CROSSTWIN_FILE", str(tmp_path / "twin.yaml"))
    for line in ("query ", "put ", "plan ", "list --place "):
        assert completed(f"crosstwin {line}") == []


def test_completion_imports_no_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_CROSSTWIN_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "crosstwin put ")
    monkeypatch.setenv("COMP_CWORD", "2")
    monkeypatch.setenv("CROSSTWIN_FILE", str(TWIN))
    modules, _ = start()
    assert "crosstwin.cli.put" in modules
    assert modules.isdisjoint(SLOW)
