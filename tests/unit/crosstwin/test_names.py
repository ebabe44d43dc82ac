"""Names that twin.yaml accepts are those that TwinMaker, the stores and CDKTF take."""

from __future__ import annotations

import re

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstwin.twin import names

SHAPES = boto3.client("iottwinmaker", region_name="eu-central-1").meta.service_model


def pattern_of(shape: str) -> re.Pattern[str]:
    """The pattern of TwinMaker's API model, of a whole string."""
    return re.compile(rf"\A(?:{SHAPES.shape_for(shape).metadata['pattern']})\Z")


@pytest.mark.parametrize(
    ("shape", "least", "most"),
    [
        ("EntityId", 1, names.ENTITY_ID_LENGTH),
        ("Name", 1, names.NAME_LENGTH),
        ("EntityName", 1, names.FREE_TEXT_LENGTH),
    ],
)
def test_lengths_are_those_of_twinmakers_api(shape: str, least: int, most: int) -> None:
    limits = SHAPES.shape_for(shape).metadata
    assert (limits["min"], limits["max"]) == (least, most)


@pytest.mark.parametrize(
    ("shape", "ours"), [("EntityId", names.ENTITY_ID), ("Name", names.NAME), ("EntityName", names.FREE_TEXT)]
)
def test_what_a_rule_accepts_twinmaker_accepts(shape: str, ours: str) -> None:
    @given(st.from_regex(re.compile(ours.replace("$", r"\Z"), re.ASCII)))
    def check(text: str) -> None:
        assert pattern_of(shape).fullmatch(text)

    check()


@pytest.mark.parametrize(
    ("shape", "ours"), [("EntityId", names.ENTITY_ID), ("Name", names.NAME), ("EntityName", names.FREE_TEXT)]
)
def test_what_twinmaker_accepts_a_rule_accepts(shape: str, ours: str) -> None:
    @given(st.from_regex(pattern_of(shape)).filter(lambda text: len(text) > 1))
    def check(text: str) -> None:
        assert re.fullmatch(ours.strip("^$"), text)

    check()


def test_a_component_type_id_of_the_longest_names_fits() -> None:
    shape = SHAPES.shape_for("ComponentTypeId").metadata
    for name in (
        f"{'t' * 32}.{'d' * names.ENTITY_ID_LENGTH}",
        f"{'t' * 32}.{'k' * names.TYPE_NAME_LENGTH}.azure",
    ):
        assert len(name) <= shape["max"]
        assert pattern_of("ComponentTypeId").fullmatch(name)
    assert pattern_of("ComponentTypeId").fullmatch("factory.urn:dev:mac:0024befffe804ff1")


def test_the_newest_value_of_the_longest_name_fits() -> None:
    assert names.PROPERTY_NAME_LENGTH + len(names.LATEST_SUFFIX) == SHAPES.shape_for("Name").metadata["max"]


@pytest.mark.parametrize("name", ["rpm-x", "_rpm", "1rpm", "rpm_"])
def test_azure_digital_twins_refuses_names_that_twinmaker_takes(name: str) -> None:
    assert names.why_not_in_layer_4(name, "azure")
    assert not names.why_not_in_layer_4(name, "aws")
    assert pattern_of("Name").fullmatch(name)
