"""What later plans and applies do to the CloudFormation stacks of aws-twinmaker.

Over an emulator of CloudFormation that insists on TwinMaker's order (`twinmaker_emulator`). CloudFormation's
stacks take the provider ten seconds each, so most of it runs nightly.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crosstwin.local import aws as local_aws
from crosstwin.terraform.finding import find_terraform, why_not
from crosstwin.terraform.plan.summary import summarize
from crosstwin.twin.twinmaker_size import shard
from tests.first_version import extract
from tests.modules import readme, twinmaker_templates
from tests.modules.plans import Deployed
from tests.modules.test_aws_modules import Run, lint

Json = dict[str, Any]
MAIN = (Path(__file__).with_name("twinmaker_alone") / "main.tf").read_text()

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(
        bool(why_not("hashicorp/aws") or local_aws.why_not()),
        reason=f"nothing can be deployed here: {why_not('hashicorp/aws') or local_aws.why_not()}",
    ),
]

PRESS = {"properties": {"force": "double", "alarm_status": "string"}, "alarm": True}
PUMP = {"properties": {"rpm": "integer"}}
PLACES: Json = {"plant": {}, "hall": {"parent": "plant"}}
DEVICES: Json = {
    "press-1": {"type": "press", "cloud": "aws", "parent": "hall"},
    "press-2": {"type": "press", "cloud": "gcp", "parent": "hall"},
    "pump-7": {"properties": {"rpm": "integer"}, "cloud": "aws", "parent": "plant"},
    "gauge": {
        "properties": {"bar": "double"},
        "cloud": "aws",
        "component_of": "pump-7",
        "component": "gauge",
    },
}


@dataclass(frozen=True, slots=True)
class Twin:
    deployed: Deployed
    run: Run
    events: Path

    def changed(self, **variables: Any) -> dict[str, str]:
        """What a plan does to each stack, by what follows `aws_cloudformation_stack.`"""
        actions = self.deployed.actions("-refresh=false", **variables)
        stacks = (address.partition(".aws_cloudformation_stack.") for address in actions)
        return {name: actions[f"{head}{found}{name}"] for head, found, name in stacks if found}

    def applied(self, **variables: Any) -> list[tuple[str, str]]:
        """What an apply makes CloudFormation do, in its order: ("create", "press-1")."""
        self.events.write_text("")
        self.deployed.apply(**variables)
        lines = [json.loads(line) for line in self.events.read_text().splitlines()]
        return [(action, name) for action, _, name, _ in lines]


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[local_aws.AwsEmulator, Path]]:
    folder = tmp_path_factory.mktemp("emulator")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_aws, "_SERVER", Path(__file__).with_name("ministack_with_twinmaker.py"))
        patch.setenv("FAULTS", str(folder))
        with local_aws.running_aws(folder) as aws:
            yield aws, folder / "twinmaker.jsonl"


@pytest.fixture(scope="module")
def twin(emulator: tuple[local_aws.AwsEmulator, Path], tmp_path_factory: pytest.TempPathFactory) -> Twin:
    made = deployed(emulator, tmp_path_factory.mktemp("twin"), "factory", readme.MODULES / "aws-twinmaker")
    made.deployed.apply(devices=DEVICES, device_types={"press": PRESS}, places=PLACES)
    return made


def deployed(emulator: tuple[local_aws.AwsEmulator, Path], folder: Path, name: str, module: Path) -> Twin:
    terraform = find_terraform()
    assert terraform is not None
    aws, events = emulator
    shutil.copytree(module, folder / "modules" / "aws-twinmaker", dirs_exist_ok=True)
    (folder / "main.tf").write_text(MAIN, encoding="utf-8")
    run = Run(terraform, folder)
    run("init", "-no-color")
    return Twin(Deployed(run, folder, endpoint=aws.endpoint_url, name=name), run, events)


def before(events: list[tuple[str, str]], first: tuple[str, str], second: tuple[str, str]) -> bool:
    return events.index(first) < events.index(second)


def test_each_change_plans_only_the_stacks_that_it_changes(twin: Twin) -> None:
    assert twin.changed() == {}

    added = DEVICES | {"press-3": {"type": "press", "cloud": "aws"}}
    stack = f'devices["{shard("press-3")}"]'
    assert twin.changed(devices=added) == {stack: "create"}

    moved = DEVICES | {"press-1": DEVICES["press-1"] | {"parent": "plant"}}
    assert twin.changed(devices=moved) == {f'devices["{shard("press-1")}"]': "update"}

    removed = {name: device for name, device in DEVICES.items() if name != "gauge"}
    assert twin.changed(devices=removed) == {f'devices["{shard("pump-7")}"]': "update"}

    wider = PRESS | {"properties": {**PRESS["properties"], "strokes": "long"}}  # type: ignore[dict-item]
    assert twin.changed(device_types={"press": wider}) == {'component_type["press"]': "update"}
    assert twin.changed(device_types={"press": PRESS, "pump": PUMP}) == {'component_type["pump"]': "create"}
    assert twin.changed(places=PLACES | {"line": {"parent": "hall"}}) == {"places[0]": "update"}


def test_a_device_of_a_new_type_comes_after_the_type_and_an_old_type_goes_after_its_devices(
    twin: Twin,
) -> None:
    devices = DEVICES | {"press-2": {"type": "pump", "cloud": "gcp", "parent": "hall"}}
    events = twin.applied(device_types={"press": PRESS, "pump": PUMP}, devices=devices)
    assert before(events, ("create", "factory.pump"), ("create", "factory.pump.gcp"))
    assert before(events, ("create", "factory.pump.gcp"), ("update", "press-2"))
    # The last press on that cloud is gone.
    assert before(events, ("update", "press-2"), ("delete", "factory.press.gcp"))

    events = twin.applied(device_types={"press": PRESS}, devices=DEVICES)
    assert before(events, ("update", "press-2"), ("delete", "factory.pump.gcp"))
    assert before(events, ("delete", "factory.pump.gcp"), ("delete", "factory.pump"))


def test_a_component_moves_to_another_entity(twin: Twin) -> None:
    devices = DEVICES | {"gauge": DEVICES["gauge"] | {"component_of": "press-1"}}
    assert shard("press-1") != shard("pump-7")
    events = twin.applied(devices=devices)
    made = next(name for action, name in events if action == "create")
    gone = next(name for action, name in events if action == "delete")
    assert made != gone
    assert made.rpartition(".")[0] == gone.rpartition(".")[0] == "factory.gauge"
    assert twin.deployed.actions() == {}


def test_a_place_with_devices_is_not_removed_in_the_deployment_in_which_they_leave(twin: Twin) -> None:
    places: dict[str, Any] = {"plant": {}}
    devices = {name: dict(device) for name, device in DEVICES.items()}
    for name in ("press-1", "press-2"):
        devices[name]["parent"] = "plant"

    with pytest.raises(AssertionError, match="First deploy the twin with the place") as failed:
        twin.deployed.apply(devices=devices, places=places)
    assert "The place hall still has devices in the deployed twin" in str(failed.value)

    twin.deployed.apply(devices=devices, places=PLACES)
    assert ("delete", "hall") in twin.applied(devices=devices, places=places)
    twin.deployed.apply(devices=DEVICES, places=PLACES)


def test_a_plan_says_what_becomes_of_entities_and_records(twin: Twin) -> None:
    devices = {
        ("pump-8" if id_ == "pump-7" else id_): device for id_, device in DEVICES.items() if id_ != "gauge"
    }
    devices["press-1"] = {**DEVICES["press-1"], "cloud": "gcp", "parent": "plant"}
    types = {"press": {**PRESS, "properties": {**PRESS["properties"], "force": "long"}}}  # type: ignore[dict-item]
    plan = twin.deployed.plan("-refresh=false", devices=devices, device_types=types, places=PLACES)
    assert summarize("l4-aws", plan.content).notes == (
        "twins: +1 pump-8, ~2 press-1 (parent, hot provider, force: long), press-2 (force: long), "
        "-2 gauge, pump-7",
        "records of gauge, pump-7 stay in the hot store under these ids, without a twin; "
        "records of press-1 are not moved: the twin shows what its new hot store has",
    )


def test_a_plan_with_a_new_function_says_what_becomes_of_entities_and_records(twin: Twin) -> None:
    devices = {name: device for name, device in DEVICES.items() if name != "gauge"}
    devices["press-1"] = {**DEVICES["press-1"], "cloud": "azure"}
    devices["pump-7"] = {**DEVICES["pump-7"], "cloud": "azure"}
    plan = twin.deployed.plan(
        "-refresh=false",
        devices=devices,
        device_types={"press": PRESS},
        places=PLACES,
        new_functions=["azure"],
    )
    clouds = {name: device["cloud"] for name, device in devices.items()} | dict.fromkeys(PLACES)
    assert summarize("l4-aws", plan.content, clouds=clouds).notes == (
        "twins: ~2 press-1 (hot provider), pump-7 (hot provider), -1 gauge",
        "records of gauge stay in the hot store under these ids, without a twin; "
        "records of press-1, pump-7 are not moved: the twin shows what its new hot store has",
    )


def test_a_stack_that_cannot_be_created_is_created_by_the_next_apply(twin: Twin) -> None:
    (twin.events.parent / "UpdateStack").touch()
    with pytest.raises(AssertionError, match="TwinMaker did not answer"):
        twin.deployed.apply(device_types={"press": PRESS, "valve": PUMP})
    assert ("create", "factory.valve") in twin.applied()


def test_a_twin_of_the_first_version_keeps_its_workspace(
    emulator: tuple[local_aws.AwsEmulator, Path], tmp_path: Path
) -> None:
    old = tmp_path / "old"
    old.mkdir()
    extract("modules/aws-twinmaker", old)
    twin = deployed(emulator, tmp_path / "twin", "plant", old / "modules/aws-twinmaker")
    main = tmp_path / "twin/main.tf"
    function = "arn:aws:lambda:eu-central-1:000000000000:function:plant-aws"
    arns = f'data_reader_arn = "{function}", attribute_reader_arn = "{function}-last-entry"'
    old_call = MAIN[: MAIN.index("  readers")] + (
        f"  devices = {{ for id, one in var.devices : id => {{ properties = one.properties, {arns} }} }}\n"
        "  workspace_bucket_force_destroy = var.force_destroy\n}\n"
    )
    main.write_text(old_call, encoding="utf-8")
    devices = {f"pump-{n}": {"properties": {"rpm": "integer"}, "cloud": "aws"} for n in range(3)}
    twin.deployed.apply(devices=devices)

    shutil.copytree(
        readme.MODULES / "aws-twinmaker", tmp_path / "twin/modules/aws-twinmaker", dirs_exist_ok=True
    )
    main.write_text(MAIN, encoding="utf-8")
    twin.run("init", "-no-color")
    actions = twin.deployed.actions()
    assert actions["module.twinmaker.aws_cloudformation_stack.workspace"] == "update"
    kept = ("aws_s3_bucket.", "aws_iam_role.", "aws_s3_bucket_policy.")
    assert [address for address in actions for name in kept if f".{name}" in address] == []
    gone = {address for address, action in actions.items() if action in ("delete", "replace")}
    assert gone == {"module.twinmaker.aws_s3_object.template"}, "the old template's object"

    events = twin.applied()
    assert ("delete", "plant") not in events
    for name in devices:
        assert before(events, ("delete", name), ("create", name))
    assert twin.deployed.actions() == {}


@pytest.mark.parametrize(("count", "seconds"), [(1, 30), (450, 30), (10_000, 60)])
def test_the_templates_of_a_fleet_pass_cfn_lint(count: int, seconds: float, tmp_path: Path) -> None:
    """With Terraform's own processor time: the plan of a fleet stays fast."""
    import resource

    terraform = find_terraform()
    assert terraform is not None
    module = tmp_path / "module"
    module.mkdir()
    twinmaker_templates.write(module)
    clouds = ("aws", "azure", "gcp")
    function = "arn:aws:lambda:eu-central-1:000000000000:function:factory"
    readers = {
        cloud: {"data_reader_arn": f"{function}-{cloud}", "attribute_reader_arn": f"{function}-{cloud}-last"}
        for cloud in clouds
    }
    devices = {
        f"press-{n:05}": {
            "type": "press",
            "cloud": clouds[n % 3],
            "parent": f"line-{n % 39}",
            "name": f"P {n}",
        }
        for n in range(count)
    }
    fleet = {
        "source": "./module",
        "digital_twin_name": "factory",
        "readers": readers,
        "device_types": {"press": PRESS},
        "places": {f"line-{n}": {} for n in range(39)},
        "devices": devices,
    }
    output = {"templates": {"value": "${module.twinmaker.templates}"}}
    (tmp_path / "main.tf.json").write_text(json.dumps({"module": {"twinmaker": fleet}, "output": output}))
    run = Run(terraform, tmp_path)
    run("init", "-no-color")
    start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    planned = twinmaker_templates.planned(run)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - start < seconds
    assert max(map(len, planned.values())) <= 1_048_576
    assert max(len(json.loads(body)["Resources"]) for body in planned.values()) <= 500
    assert sum(body.count("::Entity") for body in planned.values()) == count + 39
    assert lint(planned, tmp_path) == (0, "")
