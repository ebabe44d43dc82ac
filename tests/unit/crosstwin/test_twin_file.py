"""Which file is the twin.yaml, and what is reported where it cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosstwin.errors import TwinFileError
from crosstwin.packages.places import ROOT
from crosstwin.twin import deployment
from tests.unit.crosstwin.good_twin import GOOD, change


def test_the_file_is_twin_yaml_in_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "twin.yaml").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CROSSTWIN_FILE", " ")

    assert deployment.load().digital_twin_name == "factory"


def test_crosstwin_file_names_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(change("name: factory", "name: plant"))
    monkeypatch.setenv("CROSSTWIN_FILE", str(other))

    assert deployment.load().digital_twin_name == "plant"


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(TwinFileError) as raised:
        deployment.load(tmp_path / "twin.yaml")

    message = str(raised.value)
    assert message.startswith(f"{tmp_path / 'twin.yaml'}: no such file; write one with crosstwin init")
    assert "CROSSTWIN_FILE=<file>" in message


def test_a_folder_in_its_place_is_an_error_too(tmp_path: Path) -> None:
    with pytest.raises(TwinFileError, match="cannot be read: Is a directory"):
        deployment.load(tmp_path)


@pytest.mark.parametrize("name", [".", "aws-only", "aws-processor", "azure-to-aws", "gcp-to-aws", "mixed"])
def test_the_files_that_come_with_the_project_are_valid(name: str) -> None:
    assert deployment.load(ROOT / ("" if name == "." else f"examples/{name}") / "twin.yaml").stack_names


def test_the_twin_of_a_fresh_clone_is_the_example_on_aws_that_the_tests_deploy() -> None:
    assert deployment.load(ROOT / "twin.yaml") == deployment.load(ROOT / "examples/aws-only/twin.yaml")
