"""What Terraform would do to a module that is deployed already.

`Deployed` is a module in a folder with the state that its last apply left. It works with a real provider
over an emulator and with a provider that knows only its schema (`schema_provider`): it is given the function
that runs Terraform in the folder.

    module = Deployed(terraform.run, terraform.folder, region="europe-west1", ...)
    module.apply()
    module.actions(region="europe-west4")        # {"google_storage_bucket.source": "replace", ...}
    module.plan(region="europe-west4").after("google_storage_bucket.source")["location"]

Some rules are the same for each module: `forgotten_children`, `reached_by_create_before_destroy`, and what
deletion_protection refuses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.modules.module_source import Module, items, references

Action = Literal["create", "read", "update", "delete", "replace"]
Json = Any
VARIABLES_FILE = "tests.auto.tfvars.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as `terraform show -json` prints it."""

    content: Json

    def actions(self) -> dict[str, Action]:
        """What happens to each resource that does not stay as it is, by address."""
        found: dict[str, Action] = {}
        for change in self.content.get("resource_changes", []):
            actions = change["change"]["actions"]
            if actions != ["no-op"]:
                found[change["address"]] = "replace" if len(actions) == 2 else actions[0]
        return found

    def replaced(self, address: str) -> bool:
        return self.actions().get(address) == "replace"

    def before(self, address: str) -> Json:
        return self._change(address)["before"]

    def after(self, address: str) -> Json:
        """A resource's values as planned. What is known only after apply is not among them."""
        return self._change(address)["after"]

    def _change(self, address: str) -> Json:
        changes = {change["address"]: change["change"] for change in self.content["resource_changes"]}
        return changes[address]


class Deployed:
    """A module, or a configuration that calls one, and the state of its last apply.

    Each Terraform command costs a second or two with a real provider: `actions` starts one, `plan` two.
    """

    def __init__(self, terraform: Callable[..., str], folder: Path, **variables: Json) -> None:
        """`terraform` runs a command in `folder`, after `init`, and returns what it prints."""
        self._terraform = terraform
        self._folder = folder
        self._variables = variables

    def apply(self, *arguments: str, **changed: Json) -> None:
        """Apply with variables that then stay changed."""
        self._variables |= changed
        self._write(self._variables)
        self._terraform("apply", "-auto-approve", "-input=false", "-no-color", *arguments)

    def keep(self, **changed: Json) -> None:
        """Variables for what follows, after an apply that was refused."""
        self._variables |= changed

    def actions(self, *arguments: str, **changed: Json) -> dict[str, Action]:
        """What a plan with these variables does to each resource; {} for "No changes".

        `arguments` go to `terraform plan`: `-replace=ADDRESS`, `-destroy`.
        """
        self._write(self._variables | changed)
        printed = self._terraform("plan", "-json", "-input=false", *arguments)
        events = [json.loads(line) for line in printed.splitlines()]
        changes = [event["change"] for event in events if event["type"] == "planned_change"]
        return {
            change["resource"]["addr"]: change["action"] for change in changes if change["action"] != "move"
        }

    def plan(self, *arguments: str, **changed: Json) -> Plan:
        """The same with values. Its file is `plan.bin` in the folder."""
        self._write(self._variables | changed)
        self._terraform("plan", "-out=plan.bin", "-input=false", "-no-color", *arguments)
        return Plan(json.loads(self._terraform("show", "-json", "plan.bin")))

    def state(self) -> dict[str, Json]:
        """The values of each resource, by address."""
        root = json.loads(self._terraform("show", "-json")).get("values", {}).get("root_module", {})
        return {resource["address"]: resource["values"] for resource in _resources(root)}

    def _write(self, variables: Mapping[str, Json]) -> None:
        (self._folder / VARIABLES_FILE).write_text(json.dumps(variables), encoding="utf-8")


def _resources(module: Json) -> Iterator[Json]:
    yield from (resource for resource in module.get("resources", []) if resource["mode"] == "managed")
    for child in module.get("child_modules", []):
        yield from _resources(child)


def refusal(attempt: Callable[[], object]) -> str:
    """What Terraform says as it refuses a plan or an apply, in one line."""
    with pytest.raises(AssertionError) as failure:
        attempt()
    return " ".join(str(failure.value).replace("│", " ").split())


def check_protection(deployed: Deployed, *arguments: str) -> None:
    """An apply with these arguments would delete: deletion_protection refuses it, and nothing has changed."""
    before = deployed.state()
    told = refusal(lambda: deployed.apply(*arguments))
    assert "deletion_protection is on, so nothing was deleted" in told
    assert deployed.state() == before


def check_no_protection(deployed: Deployed, *updated: str) -> None:
    """To take deletion_protection off updates its own resource and `updated`. A destroy then deletes all."""
    expected = dict.fromkeys(("terraform_data.deletion_protection", *updated), "update")
    assert deployed.actions(deletion_protection=False) == expected
    deployed.apply(deletion_protection=False)
    deployed.apply("-destroy")
    assert deployed.state() == {}


def forgotten_children(
    deployed: Deployed, module: Module, *, independent: Collection[tuple[str, str]] = ()
) -> list[str]:
    """Children that stay as they are while Terraform replaces their parent, as "child: stays when parent …".

    A cloud deletes an index with its database and a grant with its bucket. A child that names its parent by
    text that does not change is then missing until a later plan finds out. A child is each resource with an
    argument that comes from an attribute of the parent, through locals too. Each parent costs one plan, in
    which all its instances are replaced.

    `independent`: pairs of parent and child, without their keys, where the child lives on.
    """
    addresses = list(deployed.state())
    found = []
    for parent, names in sorted(children(module).items()):
        instances = [address for address in addresses if without_key(address) == parent]
        expected = [
            address
            for address in addresses
            if without_key(address) in names and (parent, without_key(address)) not in independent
        ]
        if instances and expected:
            changed = deployed.actions(*(f"-replace={address}" for address in instances))
            assert set(instances) <= set(changed), f"Terraform does not replace {parent}"
            found += [
                f"{child}: stays when {parent} is replaced" for child in expected if child not in changed
            ]
    return found


def children(module: Module) -> dict[str, set[str]]:
    """For each resource the others with an argument that refers to it, directly or through locals."""
    found: dict[str, set[str]] = {}
    for terraform_type, name, body in module.resources("resource"):
        address = f"{terraform_type}.{name}"
        meta = ("lifecycle", "depends_on", "count", "for_each")
        for parent in _resources_in(module, {key: each for key, each in items(body) if key not in meta}):
            if parent != address:
                found.setdefault(parent, set()).add(address)
    return found


def reached_by_create_before_destroy(module: Module) -> set[str]:
    """Resources that Terraform creates before it destroys the old ones.

    `create_before_destroy` reaches all that its resource depends on
    (https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle): a parent with a fixed name
    then cannot be replaced, because the name is still taken.
    """
    reached: set[str] = set()
    for terraform_type, name, body in module.resources("resource"):
        if any(lifecycle.get("create_before_destroy") is True for lifecycle in body.get("lifecycle", [])):
            reached |= {f"{terraform_type}.{name}", *dependencies(module, f"{terraform_type}.{name}")}
    return reached


def dependencies(module: Module, address: str) -> set[str]:
    """Resources of the module that one depends on, directly and through others."""
    bodies = {f"{type_}.{name}": body for type_, name, body in module.resources("resource")}
    found: set[str] = set()
    waiting = [address]
    while waiting:
        for each in _resources_in(module, bodies[waiting.pop()]):
            if each in bodies and each not in found:
                found.add(each)
                waiting.append(each)
    return found


def without_key(address: str) -> str:
    """`a.b["c"]` -> `a.b`"""
    return re.sub(r"\[.*?\]", "", address)


def _resources_in(module: Module, value: Json) -> set[str]:
    """Resources that expressions refer to, through locals and data sources too."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [value]
    while waiting:
        for root, names in _references_in(waiting.pop()):
            if root == "local" and names and f"local.{names[0]}" not in seen:
                seen.add(f"local.{names[0]}")
                waiting.append(module.locals().get(names[0], ""))
            elif root == "data" and len(names) > 1 and ".".join(names[:2]) not in seen:
                seen.add(".".join(names[:2]))
                waiting.append(module.resource("data", names[0], names[1]))
            elif "_" in root and names:
                found.add(f"{root}.{names[0]}")
    return found


def _references_in(value: Json) -> Iterator[tuple[str, list[str]]]:
    if isinstance(value, str):
        yield from references(value)
    elif isinstance(value, list):
        for each in value:
            yield from _references_in(each)
    elif isinstance(value, dict):
        for key, each in items(value):
            yield from _references_in(key)
            yield from _references_in(each)
