"""The lines of a plan about the entities of AWS IoT TwinMaker. `tests/modules` has real templates."""

from __future__ import annotations

import json
from typing import Any

from crosstwin.terraform.plan.machine import machine_json
from crosstwin.terraform.plan.summary import summarize
from crosstwin.terraform.plan.text import text
from tests.unit.crosstwin.plan.conftest import plan_of, resource

PUMP = {"rpm": "INTEGER"}
FORCE = {"force": {"IsTimeSeries": True, "DataType": {"Type": "DOUBLE"}}}
ADDRESS = 'module.twinmaker.aws_s3_object.template["devices-07"]'


def function(name: str) -> dict[str, Any]:
    return {"dataReaderByEntity": {"ImplementedBy": {"Lambda": {"Arn": f"arn:aws:lambda:{name}"}}}}


def presses(cloud: str, *ids: str) -> dict[str, Any]:
    """Entities whose component type is in another template."""
    return {
        id_: {
            "EntityId": id_,
            "Components": {
                "telemetry": {
                    "ComponentTypeId": f"factory.press.{cloud}",
                    "Properties": {"iotDeviceId": {"Value": {"StringValue": id_}}},
                }
            },
        }
        for id_ in ids
    }


def changed(key: str, before: Any, after: Any, **more: Any) -> dict[str, Any]:
    """A template with a resource for each item, of the properties that are its value."""
    sides = [
        None if one is None else {"content": json.dumps({"Resources": _typed(one)})}
        for one in (before, after)
    ]
    actions = ["create"] if before is None else ["delete"] if after is None else ["delete", "create"]
    return resource(f'module.twinmaker.aws_s3_object.template["{key}"]', actions, *sides, **more)


def _typed(resources: dict[str, Any]) -> dict[str, Any]:
    kinds = {True: "AWS::IoTTwinMaker::Entity", False: "AWS::IoTTwinMaker::ComponentType"}
    return {name: {"Type": kinds["EntityId" in one], "Properties": one} for name, one in resources.items()}


def template(devices: dict[str, dict[str, str]], function: str = "factory-hot-reader") -> dict[str, Any]:
    """An object with entities, each with a component type of its own."""
    resources: dict[str, Any] = {}
    for number, (id_, properties) in enumerate(devices.items()):
        resources[f"ComponentType{number}"] = {
            "Type": "AWS::IoTTwinMaker::ComponentType",
            "Properties": {
                "ComponentTypeId": f"factory.{id_}",
                "Functions": {
                    "dataReaderByEntity": {"ImplementedBy": {"Lambda": {"Arn": f"arn:aws:lambda:{function}"}}}
                },
                "PropertyDefinitions": {
                    name: {"IsTimeSeries": True, "DataType": {"Type": type_}}
                    for name, type_ in properties.items()
                },
            },
        }
        resources[f"Entity{number}"] = {
            "Type": "AWS::IoTTwinMaker::Entity",
            "Properties": {
                "EntityId": id_,
                "Components": {
                    "telemetry": {
                        "ComponentTypeId": f"factory.{id_}",
                        "Properties": {"iotDeviceId": {"Value": {"StringValue": id_}}},
                    }
                },
            },
        }
    return {"content": json.dumps({"Resources": resources}), "key": "devices-07"}


def notes(before: Any, after: Any, **more: Any) -> tuple[str, ...]:
    address = 'module.twinmaker.aws_s3_object.template["devices-07"]'
    plan = plan_of(resource(address, ["delete", "create"], before, after, **more))
    return summarize("l4-aws", plan).notes


def test_a_renamed_device_is_another_one_whose_records_stay_under_the_old_id() -> None:
    assert notes(template({"pump-7": PUMP}), template({"pump-8": PUMP})) == (
        "twins: +1 pump-8, -1 pump-7",
        "records of pump-7 stay in the hot store under these ids, without a twin",
    )


def test_a_device_on_another_cloud_has_the_records_of_that_cloud() -> None:
    after = template({"pump-7": PUMP}, "factory-azure-data-connector")
    assert notes(template({"pump-7": PUMP}), after) == (
        "twins: ~1 pump-7 (hot provider)",
        "records of pump-7 are not moved: the twin shows what its new hot store has",
    )


def test_a_change_of_properties_is_named_and_moves_no_record() -> None:
    after = template({"pump-7": {"rpm": "DOUBLE", "running": "BOOLEAN"}})
    assert notes(template({"pump-7": PUMP}), after) == ("twins: ~1 pump-7 (+running, rpm: double)",)


KNOWN_LATER = {"after_unknown": {"content": True}}


def test_the_templates_of_a_first_deployment_that_are_known_after_apply_have_no_line() -> None:
    plan = plan_of(resource(ADDRESS, ["create"], None, {"key": "a"}, **KNOWN_LATER))
    assert summarize("l4-aws", plan, clouds={"pump-7": "aws"}).notes == ()
    assert notes(template({"pump-7": PUMP}), template({"pump-7": PUMP})) == ()


def test_a_template_that_names_a_new_function_hides_no_loss() -> None:
    """A device on a cloud that had none: its connector, and so its template, is known only after apply."""
    before = template({"pump-7": PUMP, "pump-8": PUMP, "pump-9": PUMP})
    plan = plan_of(resource(ADDRESS, ["delete", "create"], before, {"key": "a"}, **KNOWN_LATER))
    clouds = {"pump-7": "azure", "pump-8": "aws", "sensor-1": "azure", "hall": None}
    assert summarize("l4-aws", plan, clouds=clouds).notes == (
        "twins: +2 hall, sensor-1, ~1 pump-7 (hot provider), -1 pump-9",
        "records of pump-9 stay in the hot store under these ids, without a twin; "
        "records of pump-7 are not moved: the twin shows what its new hot store has",
    )


def test_a_type_that_names_a_new_function_hides_no_loss() -> None:
    """The types of devices with a type are in templates of their own."""
    types = {
        "press": {"ComponentTypeId": "factory.press", "PropertyDefinitions": FORCE},
        "press.aws": {
            "ComponentTypeId": "factory.press.aws",
            "ExtendsFrom": ["factory.press"],
            "Functions": function("factory-hot-reader"),
        },
    }
    plan = plan_of(
        changed("devices-07", presses("aws", "press-1", "press-2"), presses("azure", "press-1")),
        changed("type-press", {"Type": types["press"]}, {"Type": types["press"]}),
        changed("type-press.aws", {"Type": types["press.aws"]}, None),
        changed("type-press.azure", None, None, **KNOWN_LATER),
    )
    assert summarize("l4-aws", plan, clouds={"press-1": "azure"}).notes == (
        "twins: ~1 press-1 (hot provider), -1 press-2",
        "records of press-2 stay in the hot store under these ids, without a twin; "
        "records of press-1 are not moved: the twin shows what its new hot store has",
    )


def test_a_place_that_moves_leaves_or_is_new_is_a_change() -> None:
    def places(**parents: str) -> dict[str, Any]:
        return {id_: {"EntityId": id_, "ParentEntityId": parent} for id_, parent in parents.items()}

    before, after = places(hall="plant", line="plant"), places(line="hall-2", cell="plant")
    plan = plan_of(changed("places", before, after))
    assert summarize("l4-aws", plan).notes == ("twins: +1 cell, ~1 line (parent), -1 hall",)


def test_other_elements_of_a_list_are_a_change() -> None:
    found = []
    for element in ("DOUBLE", "STRING"):
        one = template({"pump-7": PUMP})
        document = json.loads(one["content"])
        definitions = document["Resources"]["ComponentType0"]["Properties"]["PropertyDefinitions"]
        definitions["path"] = {
            "IsTimeSeries": True,
            "DataType": {"Type": "LIST", "NestedType": {"Type": element}},
        }
        found.append({**one, "content": json.dumps(document)})
    assert notes(*found) == ("twins: ~1 pump-7 (path: list of string)",)


def test_the_templates_text_is_left_out_of_the_plan() -> None:
    address = 'module.twinmaker.aws_s3_object.template["devices-07"]'
    sides = (template({"pump-7": PUMP}), template({"pump-8": PUMP}))
    plans = [summarize("l4-aws", plan_of(resource(address, ["delete", "create"], *sides)))]
    assert "EntityId" not in text(plans)
    (stack,) = json.loads(machine_json("factory", plans))["stacks"]
    assert (stack["twins"]["created"], stack["twins"]["left"]) == (["pump-8"], ["pump-7"])
