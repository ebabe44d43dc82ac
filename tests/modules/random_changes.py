"""Deploys random twins, changes them at random, and compares each plan with what the deployment does.

`python -m tests.modules.random_changes SEED TWINS CHANGES` prints what differs. All stacks are applied by
Terraform, with providers that know their schemas and no cloud.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import yaml

from benchmarks.fuzz import random_twins
from benchmarks.fuzz.random_twins import Document
from crosstwin.cli.app import main as crosstwin
from crosstwin.errors import TwinFileError
from crosstwin.stacks.app import build
from crosstwin.terraform.finding import find_terraform
from crosstwin.twin.deployment import Deployment, parse
from tests.modules.existing_stores import resources
from tests.modules.stack_providers import schema_providers

Json = Any
Actions = dict[str, str]  # by address
STORES = (
    *("aws_dynamodb_table", "azurerm_cosmosdb_account", "azurerm_cosmosdb_sql_database"),
    *("azurerm_cosmosdb_sql_container", "google_firestore_database", "azurerm_digital_twins_instance"),
)
# What a plan may refuse: the words that its error has, and the keys of which one has changed.
_REFUSALS = {
    "provider's region is now": ("aws.region",),
    "Backend configuration changed": ("digital_twin_name",),
    "was deployed": (
        *("azure.location", "azure.resource_group_name", "gcp.region", "gcp.project", "aws.region"),
        *(f"{cloud}.existing_hot_store" for cloud in random_twins.CLOUDS),
    ),
}


@dataclass
class Twin:
    """A deployed twin in a folder, and what was found wrong with its plans."""

    folder: Path
    deployed: Document
    faults: list[str] = field(default_factory=list)
    pairs: int = 0
    refused: int = 0
    ever: set[str] = field(default_factory=set)

    @property
    def outdir(self) -> Path:
        return self.folder / "cdktf.out"

    def plan(self) -> tuple[int, dict[str, Json], str]:
        """Exit code, the stacks by name, and what was printed beside them."""
        out, err = io.StringIO(), io.StringIO()
        code: Any = 0
        with chdir(self.folder), redirect_stdout(out), redirect_stderr(err):
            try:
                crosstwin(["plan", "--json"])
            except SystemExit as ended:
                code = ended.code or 0
        try:
            stacks = {one["name"]: one for one in json.loads(out.getvalue())["stacks"]}
        except ValueError:
            stacks = {}
        return int(code), stacks, err.getvalue()

    def write(self, twin: Document) -> Deployment:
        text = yaml.safe_dump(twin, sort_keys=False)
        (self.folder / "twin.yaml").write_text(text)
        return parse(text)

    def synth(self, deployment: Deployment) -> None:
        with redirect_stderr(io.StringIO()):
            build(deployment, self.outdir)

    def apply(self, stack: str) -> tuple[Actions, str]:
        """What the apply did to each resource, and its error."""
        place = self.outdir / "stacks" / stack
        _terraform(place, "init", "-input=false", "-no-color")
        done = _terraform(place, "apply", "-json", "-auto-approve", "-input=false")
        found: Actions = {}
        errors = []
        for line in done.stdout.splitlines():
            event = json.loads(line)
            if event["type"] == "apply_complete":
                hook = event["hook"]
                address, action = hook["resource"]["addr"], hook["action"]
                if action in ("create", "delete", "update"):
                    before = found.get(address)
                    found[address] = "replace" if before and before != action else action
            elif event.get("@level") == "error":
                diagnostic = event.get("diagnostic", {})
                code = (diagnostic.get("snippet") or {}).get("code", "")
                errors.append(f"{event['@message']} {diagnostic.get('detail', '')} {code}")
        self.ever.add(stack)
        return found, "\n".join(errors) if done.returncode else ""

    def files(self) -> dict[Path, bytes]:
        return {file: file.read_bytes() for file in self.folder.glob("state/*/*.tfstate")}

    def state(self) -> dict[str, dict[str, Json]]:
        files = sorted(self.folder.glob("state/*/*.tfstate"))
        return {f"{file.parent.name}/{file.stem}": resources(file) for file in files}


def deploy(folder: Path, twin: Document) -> Twin:
    deployed = Twin(folder, twin)
    deployment = deployed.write(twin)
    deployed.synth(deployment)
    for stack in deployment.stack_names:
        _, error = deployed.apply(stack)
        if error:
            deployed.faults.append(f"first deployment of {stack}: {error}\n{yaml.safe_dump(twin)}")
    return deployed


def change(twin: Twin, after: Document) -> None:
    """Plan the other document, deploy it, plan again. What differs goes into `faults`."""
    twin.pairs += 1
    deployment = twin.write(after)
    files = twin.files()
    code, stacks, printed = twin.plan()
    if files != twin.files():
        twin.faults.append("the plan changed a state")
    errors = {name: one["error"] for name, one in stacks.items() if one["error"]}
    if not stacks or code not in (0, 1, 2) or (code == 1) != bool(errors):
        twin.faults.append(f"no plan, exit code {code}: {printed[-1500:]}")
    if errors or not stacks:
        _check_refused(twin, after, deployment, errors)
        return
    twin.faults += _left_behind(stacks, deployment, twin)
    twin.faults += _of_twins(stacks, twin.deployed, after)
    twin.synth(deployment)
    for name in deployment.stack_names:
        _check_apply(twin, name, stacks[name])
    twin.deployed = after
    code, stacks, printed = twin.plan()
    for name, one in stacks.items():
        if one["changed"] or one["error"]:
            what = [(each["action"], each["address"]) for each in one["changes"]]
            what += [("output", each["field"]["path"]) for each in one["outputs"]]
            twin.faults.append(f"{name}: the second plan is not empty: {what} {one['error']}")
    if code != 0:
        twin.faults.append(f"the second plan ends with {code}: {printed[-500:]}")
    twin.faults += _left_behind(stacks, deployment, twin)


def _check_refused(twin: Twin, after: Document, deployment: Deployment, errors: Mapping[str, str]) -> None:
    """A plan that fails says why, and its apply changes nothing. The twin is then as before."""
    twin.refused += 1
    before = twin.state()
    for name, error in errors.items():
        twin.faults += _unexpected(name, error, twin.deployed, after)
    twin.synth(deployment)
    for name, why in errors.items():
        _, error = twin.apply(name)
        if not error:
            twin.faults.append(f"{name}: no plan, but an apply: {why}")
    if twin.state() != before:
        twin.faults.append(f"an apply of what has no plan changed the state: {errors}")
    twin.synth(twin.write(twin.deployed))


def _check_apply(twin: Twin, name: str, plan: Json) -> None:
    did, error = twin.apply(name)
    planned = {
        one["address"]: "delete" if one["action"] == "destroy" else one["action"]
        for one in plan["changes"]
        if one["action"] != "move"
    }
    for address, action in did.items():
        if action in ("delete", "replace") and any(store in address for store in STORES):
            if planned.get(address) != action:
                twin.faults.append(f"{name}: {action} of {address} without a word")
            if twin.deployed["deletion_protection"]:
                twin.faults.append(f"{name}: {action} of {address} though protected")
    if plan["refusals"]:
        twin.refused += 1
        if not error:
            twin.faults.append(f"{name}: applied, though {plan['refusals']}")
        raise Stop
    if error:
        twin.faults.append(f"{name}: planned, and the apply failed: {error}")
        raise Stop
    # An output that has changed since can change anything that it is in.
    if planned != did and not plan["changed_inputs"]:
        odd = {
            address: f"planned {planned.get(address)}, did {did.get(address)}"
            for address in sorted(planned.keys() | did.keys())
            if planned.get(address) != did.get(address)
        }
        twin.faults.append(f"{name}: {odd}")


class Stop(Exception):
    """An apply failed half-way: nothing more can be compared."""


def _unexpected(stack: str, error: str, old: Document, new: Document) -> list[str]:
    flat = " ".join(error.split())
    changed = {key for keys in _REFUSALS.values() for key in keys if _at(old, key) != _at(new, key)}
    for words, keys in _REFUSALS.items():
        if words in flat and changed & {*keys}:
            return []
    return [f"{stack}: valid, and no plan: {flat}"]


def _at(twin: Document, key: str) -> Json:
    value: Json = twin
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value if key != "aws.existing_hot_store" else bool(value)


def _left_behind(stacks: Mapping[str, Json], deployment: Deployment, twin: Twin) -> list[str]:
    told = {name for name, one in stacks.items() if one["left_behind"]}
    expected = {name for name in twin.ever if name not in deployment.stack_names}
    return [] if told == expected else [f"left behind: told {told}, expected {expected}"]


def _of_twins(stacks: Mapping[str, Json], old: Document, new: Document) -> list[str]:
    """The twins of layer 4, if it stays on its cloud."""
    name = f"l4-{new['providers']['layer_4_provider']}"
    if old["providers"]["layer_4_provider"] != new["providers"]["layer_4_provider"]:
        return []
    if any(_at(one, "azure.digital_twins.empty") for one in (old, new)) and name == "l4-azure":
        return []
    azure = name == "l4-azure"
    was, will = (
        {one["id"]: _resolved(one, twin_, azure) for one in [*twin_["devices"], *twin_["places"]]}
        for twin_ in (old, new)
    )
    told = stacks[name]["twins"] or {"created": [], "changed": {}, "deleted": [], "left": []}
    devices = {one["id"] for one in old["devices"]}
    shown = (
        (lambda one: {key: value for key, value in one.items() if key != "name"})
        if name == "l4-azure"
        else dict
    )
    expected: Json = {
        "created": sorted(will.keys() - was.keys()),
        "deleted": sorted(was.keys() - will.keys()),
        "left": sorted((was.keys() - will.keys()) & devices),
        "changed": sorted(i for i in was.keys() & will.keys() if shown(was[i]) != shown(will[i])),
        "moved": sorted(i for i in was.keys() & will.keys() if was[i].get("hot") != will[i].get("hot")),
    }
    found = {key: sorted(told[key]) for key in ("created", "deleted", "left", "changed")}
    found["moved"] = sorted(i for i, parts in told["changed"].items() if "hot provider" in parts)
    return [
        f"{name}: twins {key}: told {found[key]}, expected {expected[key]} {told['changed']}"
        for key in expected
        if found[key] != expected[key]
    ]


def _resolved(one: Document, twin: Document, azure: bool) -> Document:
    if one not in twin["devices"]:
        return {"parent": one.get("parent"), "name": one.get("name", one["id"])}
    kind = twin.get("device_types", {}).get(one.get("type"), {})
    properties = one.get("properties") or kind["properties"]
    plain = {
        name: (definition if isinstance(definition, dict) else {"type": definition})
        for name, definition in properties.items()
    }
    return {
        "parent": one.get("parent"),
        # A component has no name of its own.
        "name": None if "component_of" in one else one.get("name", one["id"]),
        "component": (one.get("component_of"), one.get("component")),
        "properties": plain,
        # The name of a model has that of the type.
        "type": one.get("type") if azure else None,
        "constants": {
            name: (type(value), value)
            for name, value in {**kind.get("constants", {}), **one.get("constants", {})}.items()
        },
        "hot": one.get("hot_provider", twin["providers"]["layer_3_hot_provider"]),
    }


def valid(twin: Document) -> TwinFileError | None:
    try:
        parse(yaml.safe_dump(twin))
    except TwinFileError as error:
        return error
    return None


def run(seed: int, changes: int) -> Twin:
    """One twin, and as many valid changes of it. `faults` has what is wrong with each."""
    random = Random(seed)  # noqa: S311 - no secret
    first = random_twins.document(random)
    while valid(first):
        first = random_twins.document(random)
    folder = Path(tempfile.mkdtemp(prefix="crosstwin-changes-"))
    try:
        twin = deploy(folder, first)
        while twin.pairs < changes and not any("first deployment" in fault for fault in twin.faults):
            twin.faults += _invalid(random, twin)
            after, names = random_twins.changed(random, twin.deployed)
            if valid(after):
                continue
            before, known = twin.deployed, len(twin.faults)
            try:
                change(twin, after)
            except Stop:
                break
            finally:
                pair = (
                    f"seed {seed}, pair {twin.pairs} {names}\n  {json.dumps(before)}\n  {json.dumps(after)}"
                )
                twin.faults[known:] = [f"{fault}\n  {pair}" for fault in twin.faults[known:]]
        return twin
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _invalid(random: Random, twin: Twin) -> list[str]:
    """An invalid twin.yaml: its error names the key, and the command changes no state."""
    broken, key = random_twins.break_(random, twin.deployed)
    error = valid(broken)
    if error is None or key not in str(error):
        return [f"invalid: no error names {key}: {error}\n{yaml.safe_dump(broken)}"]
    before = twin.files()
    (twin.folder / "twin.yaml").write_text(yaml.safe_dump(broken))
    code, stacks, printed = twin.plan()
    if (code, stacks, twin.files()) != (1, {}, before) or key not in printed:
        return [f"invalid: the plan ends with {code} and {printed}"]
    return []


def _terraform(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    found = find_terraform()
    assert found is not None
    return subprocess.run([found, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def main(seed: int, twins: int, changes: int) -> int:
    pairs = refused = faults = 0
    with schema_providers():
        for number in range(seed, seed + twins):
            twin = run(number, changes)
            pairs, refused, faults = pairs + twin.pairs, refused + twin.refused, faults + len(twin.faults)
            for fault in twin.faults:
                sys.stdout.write(f"FAULT {fault}\n")
            sys.stdout.write(f"seed {number}: {pairs} pairs so far, {refused} refused, {faults} faults\n")
            sys.stdout.flush()
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:4])))
