"""What the summary of a plan says, on small plans."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from crosstwin.terraform.plan.model import Code, Field, StackPlan, exit_code
from crosstwin.terraform.plan.summary import summarize
from tests.unit.crosstwin.plan.conftest import TOKEN, plan_of, resource


def fields_of(*arguments: Any, **more: Any) -> list[Field]:
    (change,) = summarize("l3-aws", plan_of(resource("aws_x.y", ["update"], *arguments, **more))).changes
    return list(change.fields)


def base64_of(digits: str) -> str:
    return base64.b64encode(bytes.fromhex(digits * 16)).decode()


def test_what_is_riskiest_comes_first() -> None:
    actions = (["create"], ["update"], ["delete"], ["no-op"], ["delete", "create"], ["forget"], ["read"])
    plan = plan_of(*(resource(f"aws_x.r{n}", action, {}, {}) for n, action in enumerate(actions)))
    found = summarize("l3-aws", plan)
    assert [change.action for change in found.changes] == [
        *("replace", "destroy", "forget", "update", "create"),
    ]
    assert found.headline == ("l3-aws: 1 to replace, 1 to destroy, 1 to forget, 1 to update, 1 to create")


def test_create_before_destroy_is_a_replacement_too() -> None:
    (change,) = summarize("s", plan_of(resource("aws_x.y", ["create", "delete"], {}, {}))).changes
    assert change.action == "replace"


def test_what_an_import_block_takes_over_is_an_import() -> None:
    (change,) = summarize("s", plan_of(resource("aws_x.y", ["no-op"], {}, {}, importing={"id": "y"}))).changes
    assert (change.action, change.address) == ("import", "aws_x.y")


def test_what_has_another_address_alone_is_moved() -> None:
    (change,) = summarize(
        "s", plan_of(resource("aws_x.y", ["no-op"], {}, {}, previous_address="aws_x.z"))
    ).changes
    assert (change.action, change.reason) == ("move", "was aws_x.z")


def test_a_package_that_is_known_after_apply_is_a_change_of_code() -> None:
    name = 'aws_lambda_function.reader["hot-reader"]'
    later = {"after_unknown": {"source_code_hash": True}, "index": "hot-reader"}
    plan = plan_of(resource(name, ["update"], {"source_code_hash": base64_of("abcd")}, {}, **later))
    (change,) = summarize("l3-aws", plan).changes
    assert change.code == Code("hot-reader", "abcd…", None)


def test_data_sources_and_the_guard_of_placeholders_are_no_changes() -> None:
    plan = plan_of(
        resource("data.aws_x.y", ["read"], None, {}, mode="data"),
        resource("terraform_data.placeholder-outputs", ["create"], None, {}),
    )
    assert not summarize("l4-aws", plan).changed


def test_only_what_differs_is_listed_by_its_path() -> None:
    before = {"env": [{"variables": {"A": "1", "B.C": "2"}}], "tags": ["a"], "same": 1}
    after = {"env": [{"variables": {"A": "1", "B.C": "3"}}], "tags": ["a", "b"], "same": 1}
    assert fields_of(before, after) == [
        Field('env[0].variables["B.C"]', "2", "3"),
        Field("tags", ["a"], ["a", "b"]),
    ]


def test_json_texts_are_compared_by_what_they_say() -> None:
    before, after = '{"Statement": [{"Action": "a"}]}', '{"Statement":[{"Action":"b"}]}'
    assert fields_of({"policy": before}, {"policy": after}) == [Field("policy.Statement[0].Action", "a", "b")]
    assert fields_of({"policy": before}, {"policy": before.replace(" ", "")}) == []


def test_what_forces_a_replacement_says_so() -> None:
    plan = plan_of(
        resource(
            "aws_x.y",
            ["delete", "create"],
            {"name": "a", "size": 1},
            {"name": "b", "size": 2},
            replace_paths=[["name"]],
            action_reason="replace_because_cannot_update",
        )
    )
    (change,) = summarize("s", plan).changes
    assert change.fields == (Field("name", "a", "b", forces_replacement=True), Field("size", 1, 2))
    assert change.reason == "it cannot be updated in place"


def test_what_is_not_known_yet_is_said_to_be() -> None:
    assert fields_of({"arn": "x", "n": 1}, {"n": 1}, after_unknown={"arn": True}) == [
        Field("arn", "x", None, known_after_apply=True)
    ]


@pytest.mark.parametrize("value", ["short", TOKEN])  # a short one is not looked for in other fields
@pytest.mark.parametrize("marks", [True, {"token": True}, {"token": [True]}])
def test_a_sensitive_value_is_not_in_the_summary(marks: Any, value: str) -> None:
    before: Any = {"token": [value]}
    after: Any = {"token": [value + "2"]}
    for sides in ({"before_sensitive": marks}, {"after_sensitive": marks}):
        (field,) = fields_of(before, after, **sides)
        assert field.sensitive
        assert value not in repr(field)


def test_a_sensitive_value_below_an_unknown_one_is_not_in_the_summary() -> None:
    (field,) = fields_of(
        {"env": {"T": TOKEN}}, {}, before_sensitive={"env": {"T": True}}, after_unknown={"env": True}
    )
    assert field == Field("env", sensitive=True, known_after_apply=True)


def test_a_token_is_hidden_where_terraform_lost_its_mark() -> None:
    plan = plan_of(
        resource("aws_x.marked", ["no-op"], {"t": f"{TOKEN},other-token"}, {}, before_sensitive={"t": True}),
        resource("aws_x.y", ["update"], {"copy": f"Bearer {TOKEN}"}, {"copy": "b"}),
    )
    (change,) = summarize("s", plan).changes
    assert change.fields == (Field("copy", sensitive=True),)


def test_a_package_is_one_line_without_what_changes_with_it() -> None:
    address = 'module.l3.aws_lambda_function.reader["hot-reader"]'
    before = {"source_code_hash": base64_of("1f3a"), "filename": "a.zip", "timeout": 30}
    after = {"source_code_hash": base64_of("9c20"), "filename": "b.zip", "timeout": 40}
    entry = resource(address, ["update"], before, after, index="hot-reader")
    entry["type"] = "aws_lambda_function"
    (change,) = summarize("s", plan_of(entry)).changes
    assert change.code == Code("hot-reader", "1f3a…", "9c20…")
    assert change.fields == (Field("timeout", 30, 40),)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("azurerm_storage_blob", "{}/released-package.zip"), ("google_storage_bucket_object", "{}.zip")],
)
def test_a_package_in_a_bucket_is_one_line(kind: str, name: str) -> None:
    entry = resource(
        f"module.hot-reader.{kind}.package",
        ["create", "delete"],
        {"name": name.format("1f3a" * 16), "source": "a"},
        {"name": name.format("1f3b" * 16), "source": "b"},
        module_address="module.hot-reader",
        replace_paths=[["name"]],
    )
    (change,) = summarize("s", plan_of(entry)).changes
    assert (change.code, change.fields) == (Code("hot-reader", "1f3a…", "1f3b…"), ())


def test_hashes_that_start_alike_are_shown_until_they_differ() -> None:
    before, after = ("1f3a" * 16, "1f3a" * 15 + "1f3b")
    entry = resource(
        "google_storage_bucket_object.p", ["update"], {"name": f"{before}.zip"}, {"name": f"{after}.zip"}
    )
    (change,) = summarize("s", plan_of(entry)).changes
    assert change.code is not None
    assert change.code.before != change.code.after


def test_outputs_that_change_are_changes() -> None:
    found = summarize(
        "s",
        plan_of(
            url={"actions": ["create"], "before": None, "after_unknown": True, "after_sensitive": False},
            token={"actions": ["update"], "before": TOKEN, "after": "x", "before_sensitive": True},
            same={"actions": ["no-op"], "before": "a", "after": "a"},
        ),
    )
    assert [(output.field.path, output.field.sensitive) for output in found.outputs] == [
        *(("token", True), ("url", False)),
    ]
    assert found.headline == "s: only outputs change"
    assert exit_code([found]) == 2


def test_exit_codes_are_those_of_terraform() -> None:
    unchanged = summarize("a", plan_of())
    changed = summarize("b", plan_of(resource("aws_x.y", ["create"])))
    failed = StackPlan("c", error="no credentials")
    assert exit_code([unchanged]) == 0
    assert exit_code([unchanged, changed]) == 2
    assert exit_code([unchanged, changed, failed]) == 1
