"""Whether a deployment's TwinMaker fits into one CloudFormation stack: its resources, its template's bytes.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment, Device

RESOURCES = 500
TEMPLATE_BYTES = 1_048_576
# What modules/aws-twinmaker writes, beside names and values: measured, and rounded up.
_WORKSPACE, _COMPONENT_TYPE, _FUNCTIONS, _ENTITY, _COMPONENT = 1200, 420, 640, 320, 220
_PROPERTY, _CONSTANT = 220, 120


def faults(deployment: Deployment) -> Iterator[tuple[tuple[str, ...], str]]:
    """What of it does not fit, where layer 4 is on AWS."""
    if deployment.providers.layer_4_provider != "aws" or deployment.aws_is_emulated:
        return
    count = resources(deployment)
    if count > RESOURCES:
        message = (
            f"with its places and types, the twin has {count:,} resources in AWS IoT TwinMaker, and a "
            f"CloudFormation stack takes {RESOURCES}; split the fleet over several twins"
        )
        yield ("devices",), message
        return
    size = template_bytes(deployment)
    if size > TEMPLATE_BYTES:
        message = (
            f"the CloudFormation template of TwinMaker would have some {size:,} bytes, and CloudFormation "
            f"takes {TEMPLATE_BYTES:,}; give devices that are alike a type, or fewer properties"
        )
        yield ("devices",), message


def resources(deployment: Deployment) -> int:
    """The workspace, component types and entities."""
    entities = len(deployment.places) + sum(device.component_of is None for device in deployment.devices)
    return 1 + len(_types_in_use(deployment)) + len(_of_clouds(deployment)) + len(_own(deployment)) + entities


def template_bytes(deployment: Deployment) -> int:
    """The size of the template, estimated from above."""
    twin = len(deployment.digital_twin_name)
    size = _WORKSPACE
    for name in _types_in_use(deployment):
        kind = deployment.device_types[name]
        size += _COMPONENT_TYPE + 3 * (twin + len(name)) + _definitions(kind.properties, kind.constants)
    for name, cloud in _of_clouds(deployment):
        size += _COMPONENT_TYPE + _FUNCTIONS + 4 * (twin + len(name) + len(cloud))
    for device in _own(deployment):
        size += _COMPONENT_TYPE + _FUNCTIONS + 4 * (twin + len(device.id))
        size += _definitions(device.definitions or {}, device.constants)
    for place in deployment.places:
        size += _ENTITY + 5 * len(place.id) + _text(place.name) + 2 * len(place.parent or "")
    for device in deployment.devices:
        size += _ENTITY + _COMPONENT + 6 * len(device.id) + _text(device.name) + 2 * len(device.parent or "")
        size += 3 * (twin + len(device.type or device.id)) + _values(device.constants)
    return size


def _types_in_use(deployment: Deployment) -> set[str]:
    return {device.type for device in deployment.devices if device.type is not None}


def _of_clouds(deployment: Deployment) -> set[tuple[str, str]]:
    return {(device.type, deployment.hot_cloud(device)) for device in deployment.devices if device.type}


def _own(deployment: Deployment) -> list[Device]:
    return [device for device in deployment.devices if device.type is None]


def _definitions(properties: Mapping[str, Any], constants: Mapping[str, Any]) -> int:
    units = sum(4 * len(one.unit or "") + 80 * (one.of is not None) for one in properties.values())
    return 2 * sum(_PROPERTY // 2 + len(name) for name in properties) + 2 * units + _values(constants)


def _values(constants: Mapping[str, Any]) -> int:
    return sum(_CONSTANT + len(name) + _text(str(value)) for name, value in constants.items())


def _text(text: str | None) -> int:
    """JSON's escapes of a character take six bytes, and a name may stand in the description as well."""
    return 12 * len(text or "")
