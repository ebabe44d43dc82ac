"""No string of twin.yaml is evaluated by Terraform."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from crosstwin.stacks.literals import literal, literals
from crosstwin.terraform.finding import find_terraform
from crosstwin.twin import deployment
from crosstwin.twin.deployment import Deployment
from tests.unit.stacks.test_providers import EMULATOR
from tests.unit.stacks.twin import synthesize

TRICKY = st.lists(
    st.sampled_from(
        ["$", "%", "{", "}", "$${", "%%{", '"', "\\", "${file(1)}", "%{ if true }", "TfToken[TOKEN.0]", "é"]
    )
).map("".join) | st.text(st.characters(exclude_categories=["Cs", "Cc"]))
HOSTILE = '${file("/etc/hostname")}%{ for x in [1] }$${TfToken[TOKEN.0]}'
# What Terraform itself is to evaluate: the program's own references.
OWN = re.compile(
    r"data\.terraform_remote_state\.[\w-]+\.outputs\.\w+|module\.[\w-]+\.\w+|terraform\.workspace|null"
)


def evaluated(template: str) -> str:
    """A template's value, by HCL's rules; fails for whatever is not a string literal or the program's own."""
    value, rest = "", template
    while found := re.search(r"\$\$\{|%%\{|\$\{|%\{", rest):
        value += rest[: found.start()]
        rest = rest[found.end() :]
        if len(found[0]) == 3:
            value += found[0][1:]
            continue
        assert found[0] == "${", f"a directive is evaluated: {template!r}"
        if (own := OWN.match(rest)) and rest[own.end() : own.end() + 1] == "}":
            value, rest = value + "<own>", rest[own.end() + 1 :]
            continue
        text = re.match(r'"([$%]+)"\}', rest)
        assert text is not None, f"an expression is evaluated: {template!r}"
        value, rest = value + text[1], rest[text.end() :]
    return value + rest


@given(TRICKY)
def test_a_literal_is_evaluated_to_its_text(text: str) -> None:
    assert evaluated(literal(text)) == text


@given(TRICKY)
def test_every_string_of_a_twin_is_a_literal(text: str) -> None:
    twin = deployment.parse(FULL)
    assert twin.azure is not None
    twin = twin.model_copy(update={"azure": twin.azure.model_copy(update={"location": text})})
    twin = twin.model_copy(
        update={"devices": (twin.devices[0].model_copy(update={"name": text, "constants": {"a": text}}),)}
    )
    made = literals(twin)
    assert evaluated(made.azure.location) == text
    assert evaluated(made.devices[0].name) == text
    assert evaluated(made.devices[0].constants["a"]) == text


def test_terraform_evaluates_literals_to_their_text(tmp_path: Path) -> None:
    found = find_terraform()
    if found is None:
        pytest.skip("no Terraform CLI on the PATH")
    texts = [
        "$",
        "%",
        "${x}",
        "$${x}",
        "$$${x}",
        "%{x}",
        "%%{x}",
        "$%{x}",
        "%${x}",
        '${"$"}',
        "a$ {",
        HOSTILE,
    ]
    outputs = {f"o{number}": {"value": literal(text)} for number, text in enumerate(texts)}
    (tmp_path / "main.tf.json").write_text(json.dumps({"output": outputs}))
    for command in (["apply", "-auto-approve"], ["output", "-json"]):
        done = subprocess.run([found, *command], cwd=tmp_path, capture_output=True, text=True, check=True)
    values = {name: output["value"] for name, output in json.loads(done.stdout).items()}
    assert values == {f"o{number}": text for number, text in enumerate(texts)}


FULL = """\
digital_twin_name: factory
providers: {layer_3_hot_provider: azure, layer_4_provider: aws, layer_5_provider: aws}
device_types:
  press: {properties: {force: {type: double, unit: kN}}, constants: {maker: ACME}}
places: [{id: plant, name: Plant}]
devices:
  - {id: press-1, type: press, name: Press 1, parent: plant}
  - {id: press-2, type: press, hot_provider: gcp, constants: {maker: Other}}
  - {id: press-3, type: press, hot_provider: aws}
aws:
  region: eu-central-1
  kms_key_arn: arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
  alarm_actions: ["arn:aws:sns:eu-central-1:111122223333:alarms"]
  existing_hot_store: {table_name: telemetry}
  dashboard_access: {trusted_principal_arns: ["arn:aws:iam::123456789012:role/grafana"]}
azure:
  location: westeurope
  subscription_id: 00000000-0000-0000-0000-000000000000
  resource_group_name: group
  existing_hot_store: {resource_group_name: group, account_name: account, database_name: d, container_name: c}
gcp:
  project: some-project
  region: europe-west1
  existing_hot_store: {database: telemetry, collection: c}
state: {backend: gcs, bucket: states, prefix: p}
"""


def with_hostile_strings(model: BaseModel) -> tuple[BaseModel, int]:
    """The model with HOSTILE in each string whose rule lets it be, and in how many that is."""
    count, update = 0, {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        changed, number = hostile(value, lambda text, name=name: accepts(model, name, text))
        update[name], count = changed, count + number
    return model.model_copy(update=update), count


def hostile(value: Any, accepted: Any) -> tuple[Any, int]:
    if isinstance(value, BaseModel):
        return with_hostile_strings(value)
    if isinstance(value, str):
        return next(
            ((text, 1) for text in (HOSTILE, value + HOSTILE.replace(" ", "")) if accepted(text)), (value, 0)
        )
    if isinstance(value, dict):
        pairs = {
            key: hostile(one, lambda text, key=key: accepted({**value, key: text}))
            for key, one in value.items()
        }
        return {key: one for key, (one, _) in pairs.items()}, sum(number for _, number in pairs.values())
    if isinstance(value, tuple):
        items = [hostile(one, lambda text: accepted([text])) for one in value]
        return tuple(one for one, _ in items), sum(number for _, number in items)
    return value, 0


def accepts(model: BaseModel, name: str, value: Any) -> bool:
    field = type(model).model_fields[name].alias or name
    try:
        type(model).model_validate({**model.model_dump(by_alias=True, mode="json"), field: value})
    except ValidationError:
        return False
    return True


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


@pytest.mark.parametrize("more", ["", EMULATOR], ids=["clouds", "emulator"])
def test_no_string_of_twin_yaml_is_evaluated_in_the_json(
    more: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every string of a whole twin.yaml that may hold a template does hold one."""
    text = FULL if not more else re.sub(r"aws:\n(  .*\n)+", more, FULL)
    changed, count = with_hostile_strings(deployment.parse(text))
    assert isinstance(changed, Deployment)
    assert count >= 7
    monkeypatch.setattr(deployment, "parse", lambda _: changed)

    twin = synthesize(text, tmp_path / "cdktf.out")

    found = 0
    for stack in twin.stacks:
        document = twin.json(stack)
        document["terraform"].pop("backend")  # Terraform evaluates nothing there
        for one in strings(document):
            found += "/etc/hostname" in evaluated(one)
    assert found >= (8 if not more else 2)
