"""Devices with what their types have, and whether stores and twin services can have all their names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from crosstwin_contract.store_names import unstorable
from crosstwin_contract.writing import EVENT_TIME

from crosstwin.errors import Problem
from crosstwin.twin import names, twinmaker_size
from crosstwin.twin.fields import CLOUDS
from crosstwin.twin.fleet_checks import hint
from crosstwin.twin.yaml_places import Document, Path

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment, Device


def resolved(deployment: Deployment, document: Document) -> tuple[Deployment, list[Problem]]:
    """The deployment, its devices with their types' properties and constants; and what is wrong with it."""
    faults: list[tuple[Path, str]] = []
    devices: list[Device] = []
    for index, device in enumerate(deployment.devices):
        path: Path = ("devices", index)
        kind = deployment.device_types.get(device.type) if device.type else None
        if kind is not None:
            constants, wrong = _overridden(kind.constants, device)
            faults += [((*path, "constants", name), message) for name, message in wrong]
            update = {"definitions": kind.properties, "constants": constants}
            devices.append(device.model_copy(update=update))
        else:
            devices.append(device)
    deployment = deployment.model_copy(update={"devices": tuple(devices)})
    faults += _names(deployment)
    faults += _alarms(deployment)
    faults += _component_type_ids(deployment)
    faults += twinmaker_size.faults(deployment)
    return deployment, [document.problem(path, message) for path, message in faults]


def _overridden(
    constants: Mapping[str, Any], device: Device
) -> tuple[Mapping[str, Any], list[tuple[str, str]]]:
    """A type's constants with those that a device has a value of its own for, in the type's type."""
    if not device.constants:
        return constants, []
    values, wrong = dict(constants), []
    for name, value in device.constants.items():
        if name not in constants:
            message = f"{device.type} has no constant of that name{hint(name, constants, 'constants')}"
            wrong.append((name, message))
            continue
        expected = type(constants[name])
        coerced = float(value) if expected is float and type(value) is int else value
        if type(coerced) is not expected:
            kind = {bool: "a boolean", int: "an integer", float: "a number", str: "a string"}[expected]
            wrong.append((name, f"{json.dumps(value)} does not fit; expected {kind}, as {device.type} has"))
        values[name] = coerced
    return values, wrong


def _names(deployment: Deployment) -> Iterator[tuple[Path, str]]:
    """Names that some store or twin service refuses, or that two things of one device have."""
    layer_4 = deployment.providers.layer_4_provider
    for name in deployment.device_types:
        if reason := names.why_no_type_in_layer_4(name, layer_4):
            yield ("device_types", name), reason
    clouds: dict[str, set[str]] = {}
    for device in deployment.devices:
        if device.type is not None:
            clouds.setdefault(device.type, set()).add(deployment.hot_cloud(device))
    described: list[tuple[Path, Any, Any, set[str]]] = [
        (("device_types", name), kind.properties, kind.constants, clouds.get(name, set()))
        for name, kind in deployment.device_types.items()
    ]
    described += [
        (("devices", index), device.definitions, device.constants, {deployment.hot_cloud(device)})
        for index, device in enumerate(deployment.devices)
        if device.type is None
    ]
    for path, properties, constants, stores in described:
        for name in properties:
            reasons = [names.why_not_in_layer_4(name, layer_4)]
            stored = [unstorable(name, cloud) for cloud in sorted(stores)]
            if deployment.providers.layer_2_provider == "aws" and "aws" in stores and name == EVENT_TIME:
                stored.append("an event of a device has its time there")
            reasons += [f"a property may not be called {name}: {reason}" for reason in stored if reason]
            if reason := next(filter(None, reasons), ""):
                yield (*path, "properties", name), reason
        newest = {f"{name}{names.LATEST_SUFFIX}": name for name in properties}
        for name in constants:
            if name in properties:
                yield (*path, "constants", name), f"{name} is telemetry as well; a constant never is"
            elif name in newest:
                message = f"{name} is the attribute that {newest[name]} gets for its newest value"
                yield (*path, "constants", name), message
            elif reason := names.why_not_in_layer_4(name, layer_4):
                yield (*path, "constants", name), reason


def _alarms(deployment: Deployment) -> Iterator[tuple[Path, str]]:
    """What `com.amazon.iottwinmaker.alarm.basic` asks of a type that extends it."""
    for name, kind in deployment.device_types.items():
        if not kind.alarm:
            continue
        status = kind.properties.get(names.ALARM_STATUS)
        if status is None or status.type != "string":
            message = f"an alarm needs the property {names.ALARM_STATUS}, a string"
            yield ("device_types", name, "alarm"), message
        for section, described in (("properties", kind.properties), ("constants", kind.constants)):
            if names.ALARM_KEY in described:
                message = f"{names.ALARM_KEY} is the device's id in an alarm; rename it"
                yield ("device_types", name, section, names.ALARM_KEY), message


def _component_type_ids(deployment: Deployment) -> Iterator[tuple[Path, str]]:
    """A device with properties of its own has a component type of its own, beside those of device types."""
    of_types = {
        identity: name
        for name in deployment.device_types
        for identity in (name, *(f"{name}.{cloud}" for cloud in CLOUDS))
    }
    for index, device in enumerate(deployment.devices):
        if device.type is None and device.id in of_types:
            message = (
                f"the component type of {device.id} would have the id of that of the device type "
                f"{of_types[device.id]}; rename one of them, or give the device a type"
            )
            yield ("devices", index, "id"), message
