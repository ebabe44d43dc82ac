"""The line of a plan about the graph of Azure Digital Twins."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from crosstwin.terraform.plan.machine import machine_json
from crosstwin.terraform.plan.markdown import markdown
from crosstwin.terraform.plan.summary import summarize
from crosstwin.terraform.plan.text import text
from crosstwin.terraform.plan.twins import twin_changes
from tests.unit.crosstwin.plan.conftest import plan_of, resource

BLOB = "module.digital-twins.azurerm_storage_blob.graph"
A, B = "dtmi:crosstwin:factory:device_0a;1", "dtmi:crosstwin:factory:device_0b;1"
MODELS = {A: {"telemetry": {"rpm": "integer"}}, B: {"telemetry": {"rpm": "long", "vibration": "double"}}}
PUMP = {"model": A, "parent": "line-1", "hot_provider": "aws"}
BEFORE = {"pump-7": PUMP, "sensor-1": PUMP}


def blob(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Any:
    sides = [
        None
        if twins is None
        else {"source_content": json.dumps({"models": MODELS, "twins": twins}), "id": "a"}
        for twins in (before, after)
    ]
    actions = ["create"] if before is None else ["delete"] if after is None else ["delete", "create"]
    return resource(BLOB, actions, *sides, replace_paths=[["source_content"]])


def line(before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    found = twin_changes([blob(before, after)])
    return found.line if found else ""


def test_a_graph_that_is_known_only_after_the_apply_deletes_no_twin() -> None:
    change = resource(
        BLOB, ["delete", "create"], {"source_content": "{}"}, {}, after_unknown={"source_content": True}
    )
    assert twin_changes([change]) is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            BEFORE,
            {"pump-7": PUMP | {"model": B}, "sensor-2": PUMP},
            "twins: +1 sensor-2, ~1 pump-7 (model, +vibration, rpm: long), -1 sensor-1",
        ),
        ({"p": PUMP | {"model": B}}, {"p": PUMP}, "twins: ~1 p (model, -vibration, rpm: integer)"),
        ({"p": PUMP}, {"p": PUMP | {"parent": "line-2"}}, "twins: ~1 p (parent)"),
        ({"p": PUMP}, {"p": PUMP | {"hot_provider": "gcp"}}, "twins: ~1 p (hot provider)"),
        ({"p": PUMP}, {"p": PUMP | {"constants": {"axes": 2}}}, "twins: ~1 p (constants)"),
        (None, {f"p-{n}": PUMP for n in range(1200)}, "twins: +1,200 p-0, p-1, p-10, p-100, p-1000"),
        (BEFORE, None, "twins: -2 pump-7, sensor-1"),
        (BEFORE, BEFORE, ""),
    ],
)
def test_a_line_says_what_becomes_of_the_twins(before: Any, after: Any, expected: str) -> None:
    found = line(before, after)
    assert found.partition(" and 1,195 more")[0] == expected
    assert ("more" in found) == ("1,200" in expected)


def test_each_form_of_the_plan_has_the_line_and_not_the_whole_graph() -> None:
    after = {"pump-7": PUMP | {"model": B}, "sensor-1": PUMP}
    plans = [summarize("l4-azure", plan_of(blob(BEFORE, after)))]
    shown = "~1 pump-7 (model, +vibration, rpm: long)"
    assert text(plans).splitlines()[1:] == [
        f"  twins: {shown}",
        f"  replace  {BLOB}: the file of the graph is written again; no twin is replaced by it",
    ]
    assert f"- twins: {shown}" in markdown("factory", plans)
    (stack,) = json.loads(machine_json("factory", plans))["stacks"]
    assert stack["twins"] == {
        "created": [],
        "changed": {"pump-7": ["model", "+vibration", "rpm: long"]},
        "deleted": [],
        "left": [],
        "refused": "",
    }


def test_a_plan_says_that_the_graph_function_will_refuse_to_delete_so_many_twins() -> None:
    many = {f"pump-{n}": PUMP for n in range(60)}
    few = {f"pump-{n}": PUMP for n in range(47)}
    change = blob(many, few)
    graph_hash = hashlib.sha256(change["change"]["after"]["source_content"].encode()).hexdigest()
    refused = (
        "the graph function will delete none of these 13 twins: they are too many of 60; "
        f"to allow it, set azure.digital_twins.allow_deletions to {graph_hash}"
    )
    assert f"  {refused}" in text([summarize("l4-azure", plan_of(change))]).splitlines()
    assert "refuse" not in text([summarize("l4-azure", plan_of(change), allow_deletions=graph_hash)])

    def is_refused(before: Any, after: Any) -> bool:
        found = twin_changes([blob(before, after)])
        return found is not None and bool(found.refused)

    assert not is_refused(many, {f"pump-{n}": PUMP for n in range(48)})
    assert not is_refused(BEFORE, {"pump-7": PUMP})
    assert is_refused(BEFORE, {})
    assert not is_refused(many, None)


def test_a_line_says_what_becomes_of_the_records() -> None:
    """Of devices: a place has none."""
    before = {**BEFORE, "line-1": {"model": A}}
    after = {"pump-7": PUMP | {"hot_provider": "gcp"}}
    found = twin_changes([blob(before, after)])
    assert found is not None
    assert found.records == (
        "records of sensor-1 stay in the hot store under these ids, without a twin; "
        "records of pump-7 are not moved: the twin shows what its new hot store has"
    )
    unchanged = twin_changes([blob({"p": PUMP}, {"p": PUMP | {"parent": "line-2"}})])
    assert unchanged is not None
    assert unchanged.records == ""


def test_a_plan_without_the_graph_has_no_line() -> None:
    plans = [summarize("l3-aws", plan_of(resource("aws_x.y", ["update"], {"a": 1}, {"a": 2})))]
    assert "twins" not in text(plans)
