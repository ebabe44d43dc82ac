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

_LOCAL_READER, _CONNECTOR = "-hot-reader", "-data-connector"

_Entities = dict[str, dict[str, Any]]


def entity_changes(
    resources: Sequence[Mapping[str, Any]], clouds: Mapping[str, str | None] | None = None
) -> TwinChanges | None:
    """Of Terraform's `resource_changes`, device by device and place by place.

    `clouds` are the devices of twin.yaml, each with the cloud of its hot store, and the places, with None.
    They take the place of templates that are known only after apply, as those are that name a new function.
    None where nothing changes, and in a first deployment with such templates.
    """
    changes = [resource["change"] for resource in resources if TEMPLATE.search(resource["address"])]
    before, after = ([change.get(side) for change in changes] for side in ("before", "after"))
    old, new = _entities(before), _entities(after)
    if any((change.get("after_unknown") or {}).get("content") for change in changes):
        if clouds is None or not old:
            return None
        known = _entities(after, _component_types(before))
        new = {id_: known.get(id_) or _moved(old.get(id_, {}), cloud) for id_, cloud in clouds.items()}
    return compared(old, new, lambda id_: _details(old[id_], new[id_]), HOT_PROVIDER)


def _moved(described: Mapping[str, Any], cloud: str | None) -> dict[str, Any]:
    """What was described, with the cloud if the function is one that reads records of another.

    Their names: modules/aws-hot-reader and modules/aws-twin-connector.
    """
    function = str(described.get(HOT_PROVIDER, ""))
    of_cloud = _LOCAL_READER if cloud == "aws" else f"-{cloud}{_CONNECTOR}"
    is_known = function.endswith((_LOCAL_READER, _CONNECTOR))
    return (
        {**described, HOT_PROVIDER: cloud} if is_known and not function.endswith(of_cloud) else {**described}
    )


def _details(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in _DETAILS if old.get(name) != new.get(name))
    yield from property_details(old.get("properties", {}), new.get("properties", {}))


def _entities(
    objects: Sequence[Mapping[str, Any] | None], known_types: Mapping[str, Any] | None = None
) -> _Entities:
    """Devices and places by id. Of a device, `HOT_PROVIDER` is the function that reads its records.

    `known_types` are component types that may not be in the templates.
    """
    properties = _properties(objects)
    types = {**(known_types or {}), **_component_types(objects)}
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


def _component_types(objects: Sequence[Mapping[str, Any] | None]) -> dict[str, Any]:
    return {
        one["ComponentTypeId"]: one
        for kind, one in _properties(objects)
        if kind == "AWS::IoTTwinMaker::ComponentType"
    }


def _properties(objects: Sequence[Mapping[str, Any] | None]) -> list[tuple[str, Mapping[str, Any]]]:
    """Type and properties of each resource."""
    contents = [found["content"] for found in objects if found and isinstance(found.get("content"), str)]
    resources = [
        resource for content in contents for resource in json.loads(content).get("Resources", {}).values()
    ]
    return [(str(resource.get("Type")), resource.get("Properties", {})) for resource in resources]


def _described(id_: str, types: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What a component has of its type, and of those that it extends.

    A type that is known only after apply, such as `factory.press.azure`, extends `factory.press`.
    """
    reader, telemetry, constants = "", {}, {name: one for name, one in values.items() if name != _DEVICE}
    waiting = [id_]
    while waiting:
        name = waiting.pop()
        base = name.rpartition(".")[0]
        one = types.get(name, {"ExtendsFrom": [base] if base else []})
        waiting += one.get("ExtendsFrom", [])
        function = one.get("Functions", {}).get(_READER, {}).get("ImplementedBy", {}).get("Lambda", {})
        reader = reader or str(function.get("Arn", "")).rpartition(":")[2]
        for name, definition in one.get("PropertyDefinitions", {}).items():
            if definition.get("IsTimeSeries"):
                telemetry[name] = _type(definition.get("DataType", {}))
            elif "DefaultValue" in definition:
                constants.setdefault(name, {"Value": definition["DefaultValue"]})
    return {HOT_PROVIDER: reader, "properties": telemetry, "constants": constants}


def _type(data_type: Mapping[str, Any]) -> str:
    """`double`, or `list of double`."""
    nested = data_type.get("NestedType")
    name = str(data_type.get("Type", "")).lower()
    return f"{name} of {_type(nested)}" if nested else name
