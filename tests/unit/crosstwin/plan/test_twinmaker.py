"""The lines of a plan about the entities of AWS IoT TwinMaker. `tests/modules` has real templates."""

from __future__ import annotations

import json
from typing import Any

from crosstwin.terraform.plan.machine import machine_json
from crosstwin.terraform.plan.summary import summarize
from crosstwin.terraform.plan.text import text
from tests.unit.crosstwin.plan.conftest import plan_of, resource

PUMP = {"rpm": "INTEGER"}


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


def test_templates_that_are_known_after_apply_only_have_no_line() -> None:
    known_later = {"after_unknown": {"content": True}}
    assert notes(template({"pump-7": PUMP}), {"key": "a"}, **known_later) == ()
    assert notes(template({"pump-7": PUMP}), template({"pump-7": PUMP})) == ()


def test_the_templates_text_is_left_out_of_the_plan() -> None:
    address = 'module.twinmaker.aws_s3_object.template["devices-07"]'
    sides = (template({"pump-7": PUMP}), template({"pump-8": PUMP}))
    plans = [summarize("l4-aws", plan_of(resource(address, ["delete", "create"], *sides)))]
    assert "EntityId" not in text(plans)
    (stack,) = json.loads(machine_json("factory", plans))["stacks"]
    assert (stack["twins"]["created"], stack["twins"]["left"]) == (["pump-8"], ["pump-7"])
