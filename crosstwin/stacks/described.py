"""Devices and their types as the modules of layer 4 take them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from crosstwin.twin.deployment import Deployment, Device, Place, in_use
from crosstwin.twin.fields import Property


def given(entity: Device | Place, *names: str) -> dict[str, str]:
    """Of these fields, those that twin.yaml has."""
    return {name: value for name in names if (value := getattr(entity, name)) is not None}


def device(deployment: Deployment, one: Device) -> dict[str, Any]:
    """A device's type with the constants that are its own, or its properties."""
    kind = deployment.device_types.get(one.type) if one.type else None
    if kind is None:
        return _described(one.definitions or {}, one.constants)
    own = {name: value for name, value in one.constants.items() if value != kind.constants[name]}
    return {"type": one.type, **_constants(own)}


def types(deployment: Deployment) -> dict[str, Any] | None:
    """The types that some device has; None for none, which leaves the input out."""
    in_use = {one.type for one in deployment.devices}
    found = {
        name: _described(kind.properties, kind.constants)
        for name, kind in deployment.device_types.items()
        if name in in_use
    }
    return found or None


def graph(deployment: Deployment) -> dict[str, Any]:
    """What becomes models, twins and relationships of Azure Digital Twins."""
    if in_use(deployment.azure).digital_twins.empty:
        return {"devices": {}}
    return {
        "device_types": types(deployment),
        "places": {place.id: given(place, "parent") for place in deployment.places} or None,
        "devices": {
            one.id: {
                "hot_provider": deployment.hot_cloud(one),
                **device(deployment, one),
                **given(one, "parent", "component_of", "component"),
            }
            for one in deployment.devices
        },
    }


def _described(properties: Mapping[str, Property], constants: Mapping[str, Any]) -> dict[str, Any]:
    parts = {
        "properties": {name: one.type for name, one in properties.items()},
        "units": {name: one.unit for name, one in properties.items() if one.unit is not None},
        "elements": {name: one.of for name, one in properties.items() if one.of is not None},
    }
    return {name: part for name, part in parts.items() if part} | _constants(constants)


def _constants(constants: Mapping[str, Any]) -> dict[str, Any]:
    """As strings: JavaScript, in which CDKTF runs, has no integers of 64 bits."""
    types = {bool: "boolean", int: "long", float: "double", str: "string"}
    values = {
        name: {
            "type": types[type(value)],
            "value": value if isinstance(value, str) else json.dumps(value),
        }
        for name, value in constants.items()
    }
    return {"constants": values} if values else {}
