"""The line of a plan about the token that callers send."""

from __future__ import annotations

from typing import Any

import pytest

from crosstwin.terraform.plan.machine import machine_json
from crosstwin.terraform.plan.markdown import markdown
from crosstwin.terraform.plan.summary import summarize
from crosstwin.terraform.plan.text import text
from crosstwin.terraform.plan.tokens import token_note
from tests.unit.crosstwin.plan.conftest import plan_of, resource


def tokens(module: str = "module.hot-reader.", **actions: str) -> list[Any]:
    """By generation, such as `_3="delete"`."""
    return [
        resource(f'{module}terraform_data.inter_cloud_token["{generation[1:]}"]', [action])
        for generation, action in actions.items()
    ]


@pytest.mark.parametrize(
    ("actions", "begin"),
    [
        ({"_1": "create", "_2": "no-op", "_3": "delete"}, "token_generation is lowered from 3 to 2, which"),
        ({"_1": "no-op", "_2": "delete"}, "token_generation is lowered from 2 to 1, which"),
        (
            {"_1": "create", "_10": "delete", "_9": "delete"},
            "token_generation is lowered from 10 to 1, which",
        ),
        ({"_1": "delete", "_2": "create", "_3": "create"}, "token_generation is raised from 1 to 3, which"),
    ],
)
@pytest.mark.parametrize("module", ["", "module.hot-reader."])
def test_a_plan_that_destroys_the_token_that_callers_send_says_so(
    actions: dict[str, str], begin: str, module: str
) -> None:
    resources = tokens(module, **actions)
    note = token_note(resources)
    assert note.startswith(begin)
    plans = [summarize("l3-aws", plan_of(*resources))]
    for shown in (text(plans), markdown("factory", plans).replace("\\", ""), machine_json("factory", plans)):
        assert note in shown


@pytest.mark.parametrize(
    "actions",
    [
        {"_1": "create"},
        {"_1": "no-op", "_2": "no-op"},
        {"_1": "no-op", "_2": "create"},
        {"_1": "delete", "_2": "no-op", "_3": "create"},
        {"_1": "delete", "_2": "delete"},  # of the whole stack
        {},
    ],
)
def test_a_rotation_by_one_and_other_plans_have_no_such_line(actions: dict[str, str]) -> None:
    assert token_note(tokens(**actions)) == ""
