"""Whether the types, places, devices and components of a twin fit each other and their clouds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from crosstwin_contract.store_names import unstorable
from crosstwin_contract.writing import EVENT_TIME

from crosstwin.errors import Problem, did_you_mean
from crosstwin.twin import names, twinmaker_size
from crosstwin.twin.fields import CLOUDS
from crosstwin.twin.yaml_places import Document, Path

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment, Device

Entry = Mapping[str, Any]


def problems(document: Document) -> list[Problem]:
    """Names that lead nowhere, names that are there twice, and cycles: what plain data shows."""
    places, devices = _entries(document, "places"), _entries(document, "devices")
    return [
        document.problem(path, message)
        for path, message in (
            *_duplicates(document, [*places, *devices]),
            *_parents(places, places, devices),
            *_parents(devices, places, devices),
            *_cycles(places),
            *_types(document, devices),
            *_owners(devices),
            *_components(document, devices),
        )
    ]


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


def _entries(document: Document, key: str) -> list[tuple[Path, Entry]]:
    entries = document.data.get(key)
    if not isinstance(entries, list):
        return []
    return [((key, index), entry) for index, entry in enumerate(entries) if isinstance(entry, dict)]


def _by_id(entries: Iterable[tuple[Path, Entry]]) -> dict[str, Entry]:
    return {entry["id"]: entry for _, entry in entries if isinstance(entry.get("id"), str)}


def _duplicates(document: Document, entries: Iterable[tuple[Path, Entry]]) -> Iterator[tuple[Path, str]]:
    first: dict[str, Path] = {}
    for path, entry in entries:
        name = entry.get("id")
        if isinstance(name, str) and first.setdefault(name, path) != path:
            where = document.place(first[name])
            yield (*path, "id"), f"{json.dumps(name)} is the id of {where} as well; ids are unique"


def _parents(
    entries: Iterable[tuple[Path, Entry]],
    places: Iterable[tuple[Path, Entry]],
    devices: Iterable[tuple[Path, Entry]],
) -> Iterator[tuple[Path, str]]:
    known, others = _by_id(places), _by_id(devices)
    for path, entry in entries:
        parent = entry.get("parent")
        if not isinstance(parent, str) or parent in known:
            continue
        if parent in others:
            message = "is a device; a parent is a place, and what belongs to a device is component_of it"
            yield (*path, "parent"), f"{json.dumps(parent)} {message}"
        else:
            yield (*path, "parent"), f"{json.dumps(parent)} is not a place{_hint(parent, known, 'places')}"


def _cycles(places: list[tuple[Path, Entry]]) -> Iterator[tuple[Path, str]]:
    parents = {name: place.get("parent") for name, place in _by_id(places).items()}
    reported: set[object] = set()
    for path, place in places:
        chain: list[Any] = [place.get("id")]
        while (
            parent := parents.get(chain[-1]) if isinstance(chain[-1], str) else None
        ) and parent not in chain:
            chain.append(parent)
        # Reported once, at the first of its places in the file.
        if isinstance(parent, str) and parent == chain[0] and not reported.intersection(chain):
            reported.update(chain)
            yield (*path, "parent"), f"a place within itself: {' in '.join([*chain, parent])}"


def _types(document: Document, devices: Iterable[tuple[Path, Entry]]) -> Iterator[tuple[Path, str]]:
    types = document.data.get("device_types")
    known = types if isinstance(types, dict) else {}
    for path, device in devices:
        name = device.get("type")
        if name is None:
            if "properties" not in device:
                yield (*path, "properties"), "missing; expected properties, or a type of device_types"
        elif "properties" in device:
            yield (
                (*path, "properties"),
                f"the device has the properties of its type {name}; leave one of both out",
            )
        elif isinstance(name, str) and name not in known:
            yield (
                (*path, "type"),
                f"{json.dumps(name)} is not a device type{_hint(name, known, 'device_types')}",
            )


def _components(document: Document, devices: list[tuple[Path, Entry]]) -> Iterator[tuple[Path, str]]:
    first: dict[tuple[str, str], Path] = {}
    components: Counter[str] = Counter()
    for path, device in devices:
        owner, component = device.get("component_of"), device.get("component")
        if owner is None:
            if component is not None:
                yield (*path, "component"), "only a device that is component_of another has it"
            continue
        if component is None:
            yield (*path, "component_of"), "the device needs `component` as well: the name of the component"
        if "parent" in device:
            yield (*path, "parent"), f"the device is a component of {owner}, whose parent counts"
        if not isinstance(owner, str) or not isinstance(component, str):
            continue
        components[owner] += 1
        if component == names.COMPONENT:
            yield (*path, "component"), f"{component} is the component of {owner} itself"
        elif first.setdefault((owner, component), path) != path:
            where = document.place(first[owner, component])
            yield (*path, "component"), f"{owner} has a component {component} already: {where}"
        if components[owner] == names.COMPONENTS_OF_AN_ENTITY:
            message = (
                f"one component too many: TwinMaker returns {names.COMPONENTS_OF_AN_ENTITY} of an entity"
            )
            yield (*path, "component_of"), message


def _owners(devices: list[tuple[Path, Entry]]) -> Iterator[tuple[Path, str]]:
    known = _by_id(devices)
    for path, device in devices:
        owner = device.get("component_of")
        if not isinstance(owner, str):
            continue
        if owner == device.get("id"):
            yield (*path, "component_of"), "a device cannot be a component of itself"
        elif owner not in known:
            message = f"{json.dumps(owner)} is not a device{_hint(owner, known, 'devices')}"
            yield (*path, "component_of"), message
        elif known[owner].get("component_of") is not None:
            message = f"{json.dumps(owner)} is a component itself; expected {known[owner]['component_of']}"
            yield (*path, "component_of"), message


def _hint(name: str, known: Iterable[str], what: str) -> str:
    known = list(known)
    if not known:
        return f"; there are no {what}"
    return did_you_mean(name, known) or (f"; there are {', '.join(known)}" if len(known) <= 20 else "")


def _overridden(
    constants: Mapping[str, Any], device: Device
) -> tuple[Mapping[str, Any], list[tuple[str, str]]]:
    """A type's constants with those that a device has a value of its own for, in the type's type."""
    if not device.constants:
        return constants, []
    values, wrong = dict(constants), []
    for name, value in device.constants.items():
        if name not in constants:
            message = f"{device.type} has no constant of that name{_hint(name, constants, 'constants')}"
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
