"""What no single field of twin.yaml shows: ids used twice, layers that do not fit, missing sections.

These checks look at the plain data, not at the model, so that they report beside the model's own problems.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from crosstwin_contract.telemetry import EVENT_TIME, RECORD_FIELDS, unstorable

from crosstwin.errors import Problem
from crosstwin.twin.fields import CLOUDS
from crosstwin.twin.yaml_places import Document, show


def duplicate_devices(document: Document, file: str) -> list[Problem]:
    problems: list[Problem] = []
    first_index: dict[str, int] = {}
    for index, device in enumerate(_list(document.data.get("devices"))):
        name = device.get("id") if isinstance(device, dict) else None
        if not isinstance(name, str):
            continue
        first = first_index.setdefault(name, index)
        if first != index:
            path = ("devices", index, "id")
            message = f"{json.dumps(name)} is the id of devices[{first}] as well; ids are unique"
            problems.append(Problem(file, document.line(path), show(path), message))
    return problems


def layer_2(document: Document, file: str) -> list[Problem]:
    """The persister writes into the hot store of its own cloud, which therefore has to be one."""
    providers = document.data.get("providers")
    cloud = _name(providers.get("layer_2_provider")) if isinstance(providers, dict) else ""
    if cloud != "aws":
        if document.data.get("processor") is None or cloud:
            return []
        message = "nothing runs it without providers.layer_2_provider: aws"
        return [Problem(file, document.line(("processor",)), "processor", message)]
    path = ("providers", "layer_2_provider")
    default = _name(providers.get("layer_3_hot_provider"))
    if default and default != "aws":
        message = f"aws, but layer_3_hot_provider is {default}: the processors store events on AWS only"
        return [Problem(file, document.line(path), show(path), message)]
    devices = [device for device in _list(document.data.get("devices")) if isinstance(device, dict)]
    if devices and not any((_name(device.get("hot_provider")) or default) == "aws" for device in devices):
        message = "aws, but no device has its hot data there"
        return [Problem(file, document.line(path), show(path), message)]
    return []


def unstorable_properties(document: Document, file: str) -> list[Problem]:
    """Names under which the hot store of a device's cloud holds no telemetry, or the persister gets none."""
    providers = document.data.get("providers")
    layers = providers if isinstance(providers, dict) else {}
    default = _name(layers.get("layer_3_hot_provider"))
    has_persister = _name(layers.get("layer_2_provider")) == "aws"
    problems: list[Problem] = []
    for index, device in enumerate(_list(document.data.get("devices"))):
        properties = device.get("properties") if isinstance(device, dict) else None
        if not isinstance(properties, dict):
            continue
        cloud = _name(device.get("hot_provider")) or default
        for name in properties:
            if not isinstance(name, str) or name in RECORD_FIELDS:
                continue  # the model reports it
            reason = unstorable(name, cloud)
            if has_persister and cloud == "aws" and name == EVENT_TIME:
                reason = "an event of a device has its time there"
            if reason:
                path = ("devices", index, "properties", name)
                message = f"a property may not be called {name}: {reason}"
                problems.append(Problem(file, document.line(path), show(path), message))
    return problems


def missing_sections(document: Document, file: str, expected: Mapping[str, str | None]) -> list[Problem]:
    """A cloud in use needs its section; `expected` says what is in one.

    A provider's name that is at fault itself is the model's to report.
    """
    reasons: dict[str, str] = {}
    providers = document.data.get("providers")
    default = _name(providers.get("layer_3_hot_provider")) if isinstance(providers, dict) else ""
    for index, device in enumerate(_list(document.data.get("devices"))):
        if isinstance(device, dict):
            cloud = _name(device.get("hot_provider")) or default
            reasons.setdefault(cloud, f"devices[{index}] has its hot data there")
    if isinstance(providers, dict) and _name(providers.get("layer_4_provider")) == "aws":
        reasons.setdefault("aws", "layer_4_provider is aws")
    return [
        Problem(
            file,
            document.line((cloud,)),
            cloud,
            f"missing, but {reasons[cloud]}; expected {expected[cloud]}",
        )
        for cloud in CLOUDS
        if cloud in reasons and document.data.get(cloud) is None
    ]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _name(value: object) -> str:
    return value.strip().lower() if isinstance(value, str) else ""
