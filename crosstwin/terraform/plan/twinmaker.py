"""What a plan does to the entities of AWS IoT TwinMaker, from CloudFormation's templates before and after."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crosstwin.terraform.plan.twins import HOT_PROVIDER, TwinChanges, compared, property_details

# modules/aws-twinmaker/main.tf; in version 0.1, there was one template without a key.
TEMPLATE = re.compile(r"(^|\.)aws_s3_object\.template(\[|$)")
_DEVICE = "iotDeviceId"  # the property with the id of an entity's device
_READER = "dataReaderByEntity"
_DETAILS = ("parent", "name", "component of", "component", HOT_PROVIDER, "constants")

_Entities = dict[str, dict[str, Any]]


def entity_changes(resources: Sequence[Mapping[str, Any]]) -> TwinChanges | None:
    """Of Terraform's `resource_changes`, device by device and place by place.

    None where nothing changes, and where a template is known only after apply, as in a first deployment.
    """
    changes = [resource["change"] for resource in resources if TEMPLATE.search(resource["address"])]
    if any((change.get("after_unknown") or {}).get("content") for change in changes):
        return None
    old, new = (_entities([change.get(side) for change in changes]) for side in ("before", "after"))
    return compared(old, new, lambda id_: _details(old[id_], new[id_]), HOT_PROVIDER)


def _details(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in _DETAILS if old.get(name) != new.get(name))
    yield from property_details(old.get("properties", {}), new.get("properties", {}))


def _entities(objects: Sequence[Mapping[str, Any] | None]) -> _Entities:
    """Devices and places by id. Of a device, `HOT_PROVIDER` is the function that reads its records."""
    contents = [found["content"] for found in objects if found and isinstance(found.get("content"), str)]
    resources = [
        resource for content in contents for resource in json.loads(content).get("Resources", {}).values()
    ]
    properties = [(resource.get("Type"), resource.get("Properties", {})) for resource in resources]
    types = {
        one["ComponentTypeId"]: one for kind, one in properties if kind == "AWS::IoTTwinMaker::ComponentType"
    }
    found: _Entities = {}
    for kind, entity in properties:
        if kind != "AWS::IoTTwinMaker::Entity":
            continue
        id_ = entity["EntityId"]
        place = {"parent": entity.get("ParentEntityId"), "name": entity.get("EntityName")}
        for name, component in entity.get("Components", {}).items():
            values = component.get("Properties", {})
            device = values.get(_DEVICE, {}).get("Value", {}).get("StringValue", id_)
            place_of_device = place if device == id_ else {"component of": id_, "component": name}
            found[device] = {**place_of_device, **_described(component["ComponentTypeId"], types, values)}
        if id_ not in found:
            found[id_] = place
    return found


def _described(id_: str, types: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What a component has of its type, and of those that it extends."""
    reader, telemetry, constants = "", {}, {name: one for name, one in values.items() if name != _DEVICE}
    waiting = [id_]
    while waiting:
        one = types.get(waiting.pop(), {})
        waiting += one.get("ExtendsFrom", [])
        function = one.get("Functions", {}).get(_READER, {}).get("ImplementedBy", {}).get("Lambda", {})
        reader = reader or str(function.get("Arn", "")).rpartition(":")[2]
        for name, definition in one.get("PropertyDefinitions", {}).items():
            if definition.get("IsTimeSeries"):
                telemetry[name] = str(definition.get("DataType", {}).get("Type", "")).lower()
            elif "DefaultValue" in definition:
                constants.setdefault(name, {"Value": definition["DefaultValue"]})
    return {HOT_PROVIDER: reader, "properties": telemetry, "constants": constants}
