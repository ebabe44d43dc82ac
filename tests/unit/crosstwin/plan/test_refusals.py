"""The lines of a plan about what its apply will refuse, and what its apply will do besides."""

from __future__ import annotations

import pytest

from crosstwin.terraform.plan.markdown import markdown
from crosstwin.terraform.plan.model import StackPlan
from crosstwin.terraform.plan.run import changed_inputs
from crosstwin.terraform.plan.summary import summarize
from crosstwin.terraform.plan.text import text
from tests.unit.crosstwin.plan.conftest import plan_of, resource

PROTECTION = "module.digital-twins.terraform_data.deletion_protection"
PLACE = 'module.twinmaker.terraform_data.place["line-1"]'


@pytest.mark.parametrize("actions", [["delete"], ["delete", "create"], ["create", "delete"]])
def test_a_plan_that_deletes_what_is_protected_says_that_its_deployment_will_fail(actions: list[str]) -> None:
    plan = summarize("l4-azure", plan_of(resource(PROTECTION, actions, {"input": True}, {"input": True})))
    for shown in (text([plan]), markdown("factory", [plan]).replace("\\", "")):
        assert "the deployment will fail, and delete nothing: deletion_protection is on" in shown


@pytest.mark.parametrize(("actions", "protected"), [(["update"], True), (["delete", "create"], False)])
def test_a_plan_that_deletes_nothing_protected_does_not(actions: list[str], protected: bool) -> None:
    change = resource(PROTECTION, actions, {"input": protected}, {"input": False})
    assert summarize("l4-azure", plan_of(change)).refusals == ()


@pytest.mark.parametrize(("must_stay", "told"), [(True, True), (False, False)])
def test_a_plan_that_removes_a_place_with_devices_says_that_its_deployment_will_fail(
    must_stay: bool, told: bool
) -> None:
    before = {"input": {"id": "line-1", "must_stay": must_stay}}
    shown = text([summarize("l4-aws", plan_of(resource(PLACE, ["delete"], before)))])
    assert ("the deployment will fail: the deployed twin has devices in line-1" in shown) is told


def test_a_plan_names_the_outputs_that_it_reads_and_that_another_plan_changes() -> None:
    output = {"actions": ["update"], "before": "a", "after": "b"}
    producer = summarize("l3-gcp", plan_of(inter_cloud_token=output, hot_store_database=output))
    written = '{"token": "${data.terraform_remote_state.l3-gcp.outputs.inter_cloud_token}"}'
    found = changed_inputs(written, [producer, StackPlan("l3-aws")])
    assert found == ("l3-gcp.inter_cloud_token",)

    consumer = StackPlan("l4-azure", changed_inputs=found)
    assert text([consumer]).startswith(
        "l4-azure: no changes\n  It reads l3-gcp.inter_cloud_token, which will change. "
    )
    assert "### l4-azure: no changes\n\n- It reads l3-gcp.inter" in markdown("factory", [consumer])
