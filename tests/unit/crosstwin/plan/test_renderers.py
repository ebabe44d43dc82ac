"""A plan as text, as a comment and as JSON."""

from __future__ import annotations

import json

from crosstwin.terraform.plan.machine import machine_json
from crosstwin.terraform.plan.markdown import MARKER, markdown
from crosstwin.terraform.plan.model import StackPlan
from crosstwin.terraform.plan.summary import summarize
from crosstwin.terraform.plan.text import text
from tests.unit.crosstwin.plan.conftest import TOKEN, plan_of, resource

CHANGED = summarize(
    "l3-aws",
    plan_of(
        resource(
            "aws_x.y",
            ["update"],
            {"token": TOKEN, "size": 1, "arn": "a"},
            {"token": "other", "size": 2},
            before_sensitive={"token": True},
            after_unknown={"arn": True},
        ),
        resource("aws_x.new", ["create"], None, {"token": TOKEN}, after_sensitive={"token": True}),
        secret={"actions": ["create"], "after": TOKEN, "after_sensitive": True},
    ),
)
UNCHANGED = StackPlan("l3-gcp")
PLACEHOLDERS = summarize(
    "l4-aws", plan_of(), placeholders_for=["l3-azure", "l3-gcp"], never_applied=["l3-azure"]
)
FAILED = StackPlan("l3-azure", error="terraform plan failed with 1:\nError: no credentials")
ALL = [CHANGED, UNCHANGED, PLACEHOLDERS, FAILED]


def test_text() -> None:
    assert text(ALL) == "\n".join(
        [
            "l3-aws: 1 to update, 1 to create",
            "  update   aws_x.y",
            "           size: 1 → 2",
            "           token: (sensitive)",
            "           known after apply: arn",
            "  create   aws_x.new",
            "  output   secret: (sensitive)",
            "l3-gcp: no changes",
            "l4-aws: no changes",
            "  planned with placeholder outputs of l3-azure (not in its state yet: deploy it first); "
            "l3-gcp (asked for). "
            "Values with `placeholder-` in them are not real; an apply that reaches one fails.",
            "l3-azure: no plan",
            "  terraform plan failed with 1:",
            "  Error: no credentials",
        ]
    )


def test_markdown_folds_what_is_only_created() -> None:
    shown = markdown("factory", ALL)
    assert shown.startswith(f"{MARKER}\n## Plan of `factory`\n")
    assert "- **update** `aws_x.y`\n  - `size`: `1 → 2`\n  - `token`: `(sensitive)`" in shown
    assert "<details><summary>1 to create</summary>\n\n- **create** `aws_x.new`" in shown
    assert "**l3-gcp: no changes**" in shown
    assert "> **Note:** planned with placeholder outputs" in shown
    assert "    Error: no credentials" in shown


def test_json_is_for_programs() -> None:
    found = json.loads(machine_json("factory", ALL))
    assert (found["digital_twin_name"], found["exit_code"]) == ("factory", 1)
    assert [(stack["name"], stack["changed"]) for stack in found["stacks"]] == [
        *(("l3-aws", True), ("l3-gcp", False), ("l4-aws", False), ("l3-azure", False)),
    ]
    update = found["stacks"][0]["changes"][0]
    assert (update["action"], update["fields"][1]["path"], update["fields"][1]["after"]) == (
        "update",
        "size",
        2,
    )


def no_credentials(line: int, request: str, told: str = "ExpiredToken") -> str:
    return f"""terraform plan failed with 1:
Error: Retrieving AWS account details: validating provider credentials: operation
error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID:
{request}, api error {told}
with provider["registry.terraform.io/hashicorp/aws"],
on cdk.tf.json line {line}, in provider.aws[0]:
{line}:       {{"""


def test_a_failure_of_several_stacks_is_reported_once_with_their_names() -> None:
    failed = [
        StackPlan("l3-aws", error=no_credentials(41, "7f0c-1")),
        UNCHANGED,
        StackPlan("l2-aws", error=no_credentials(97, "8a1d-2")),
        StackPlan("l4-aws", error=no_credentials(230, "9b2e-3", "AccessDenied")),
    ]
    shown = text(failed).splitlines()
    assert [line for line in shown if not line.startswith(" ")] == [
        *("l3-aws, l2-aws: no plan", "l3-gcp: no changes", "l4-aws: no plan"),
    ]
    assert [line for line in shown if "line " in line] == [
        "  on cdk.tf.json line 230, in provider.aws[0]:"
    ], "the place in the file of one stack is not that of another"
    assert "### l3-aws, l2-aws: no plan\n" in markdown("factory", failed)
    # Programs ask for each stack.
    assert [stack["error"] for stack in json.loads(machine_json("factory", failed))["stacks"]] == [
        plan.error for plan in failed
    ]


def test_no_form_shows_a_token() -> None:
    for shown in (text(ALL), markdown("factory", ALL), machine_json("factory", ALL)):
        assert TOKEN not in shown


def test_values_cannot_break_out_of_the_comment_or_drive_the_terminal() -> None:
    value = "``` </details> @team\n\x1b[31m"
    plans = [summarize("s", plan_of(resource("aws_x.y", ["update"], {"a": "b"}, {"a": value})))]
    assert "\x1b" not in text(plans)
    (line,) = [line for line in markdown("factory", plans).splitlines() if "@team" in line]
    assert line == '  - `a`: ````"b" → "``` </details> @team\\n\\u001b[31m"````'


def test_a_long_comment_is_cut_and_says_so() -> None:
    plans = [summarize("s", plan_of(*(resource(f"aws_x.r{n}", ["create"]) for n in range(5000))))]
    shown = markdown("factory", plans)
    assert len(shown.encode()) < 65_000
    assert shown.count("<details>") == shown.count("</details>")
    assert "The rest is cut" in shown


def test_a_stack_that_twin_yaml_has_no_more_is_named_with_what_stays() -> None:
    """Its table, its functions and its URLs: no plan of the other stacks has a word about them."""
    left = [StackPlan("l3-aws", left_behind=True)]
    for shown in (text(left), markdown("factory", left)):
        assert "l3-aws: deployed, and no longer in twin.yaml" in shown
        assert "stores keep their records" in shown
        assert 'docs/operations.md, "A stack that is left behind"' in shown
    found = json.loads(machine_json("factory", left))
    assert (found["exit_code"], found["stacks"][0]["left_behind"]) == (0, True)
