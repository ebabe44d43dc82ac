"""The JSON Schema of twin.yaml: published, and true of what the program accepts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from crosstwin.packages.places import ROOT
from crosstwin.twin import deployment
from crosstwin.twin.schema import schema, schema_text
from tests.contract.cli.conftest import Crosstwin, crosstwin, folder  # noqa: F401
from tests.unit.crosstwin.test_fleet import FLEET

PUBLISHED = ROOT / "docs/twin.schema.json"
FILES = [ROOT / "twin.yaml", *sorted(ROOT.glob("examples/**/twin.yaml"))]
VALIDATOR = Draft202012Validator(schema())


def test_the_published_schema_is_that_of_the_model() -> None:
    assert PUBLISHED.read_text() == schema_text(), "run: crosstwin schema > docs/twin.schema.json"
    Draft202012Validator.check_schema(json.loads(PUBLISHED.read_text()))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_an_example_is_valid_and_names_the_schema_to_editors(file: Path) -> None:
    first, _, _ = file.read_text().partition("\n")
    assert first.startswith("# yaml-language-server: $schema=")
    assert (file.parent / first.partition("=")[2]).resolve() == PUBLISHED
    VALIDATOR.validate(yaml.safe_load(file.read_text()))
    deployment.load(file)


def test_the_schema_knows_types_places_and_components() -> None:
    VALIDATOR.validate(yaml.safe_load(FLEET))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("strokes: long", "strokes: int"),
        ("unit: kN", "unti: kN"),
        ("parent: plant", "parnt: plant"),
        ("digital_twin_name: factory", "digital_twin_name: Factory"),
        ("devices:", "device:"),
    ],
)
def test_the_schema_finds_a_slip(old: str, new: str) -> None:
    assert old in FLEET
    assert list(VALIDATOR.iter_errors(yaml.safe_load(FLEET.replace(old, new))))


def test_the_command_prints_it(crosstwin: Crosstwin) -> None:  # noqa: F811
    done = crosstwin("schema")
    assert (done.code, done.out) == (0, schema_text())
