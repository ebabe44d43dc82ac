"""Whether a deployment's TwinMaker fits into CloudFormation's stacks: resources, and bytes of templates.

modules/aws-twinmaker makes a stack of the workspace, one of places, one of each component type, and one of
each of SHARDS parts of the devices.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment, Device

RESOURCES = 500
TEMPLATE_BYTES = 1_048_576
SHARDS = 32
# What modules/aws-twinmaker writes, beside names and values: measured, and rounded up.
_STACK, _COMPONENT_TYPE, _FUNCTIONS, _ENTITY, _COMPONENT = 300, 420, 640, 320, 220
_PROPERTY, _CONSTANT = 220, 120


def faults(deployment: Deployment) -> Iterator[tuple[tuple[str, ...], str]]:
    """What of it does not fit, where layer 4 is on AWS."""
    if deployment.providers.layer_4_provider != "aws" or deployment.aws_is_emulated:
        return
    if len(deployment.places) > RESOURCES:
        message = f"{len(deployment.places):,} places; a CloudFormation stack holds {RESOURCES}"
        yield ("places",), message
    for name, size in type_bytes(deployment).items():
        if size > TEMPLATE_BYTES:
            yield ("device_types", name), f"{_too_long(size)}; give the type fewer properties"
    counts, sizes = shard_resources(deployment), shard_bytes(deployment)
    if (most := max(counts.values())) > RESOURCES:
        message = (
            f"CloudFormation takes {RESOURCES} resources in a stack, and one of the {SHARDS} with devices "
            f"would have {most:,}; give devices that are alike a type, or split the fleet over several twins"
        )
        yield ("devices",), message
    elif (size := max(sizes.values())) > TEMPLATE_BYTES:
        yield ("devices",), f"{_too_long(size)}; give devices that are alike a type, or fewer properties"


def shard(entity: str) -> str:
    """The number of an entity's stack: from its id alone, so that it stays there."""
    return f"{int(hashlib.sha256(entity.encode()).hexdigest()[:8], 16) % SHARDS:02d}"


def shard_resources(deployment: Deployment) -> Mapping[str, int]:
    """How many resources each stack of devices has: entities, and component types of single devices."""
    counts: Counter[str] = Counter()
    for device in deployment.devices:
        resources = [device.component_of is None, device.type is None]
        counts[shard(device.component_of or device.id)] += sum(resources)
    return counts


def type_bytes(deployment: Deployment) -> Mapping[str, int]:
    """The size of each type's template, estimated from above."""
    twin = len(deployment.digital_twin_name)
    return {
        name: _STACK
        + _COMPONENT_TYPE
        + 5 * (twin + len(name))
        + _definitions(kind.properties, kind.constants)
        for name, kind in deployment.device_types.items()
    }


def shard_bytes(deployment: Deployment) -> Mapping[str, int]:
    """The size of the template of each stack of devices, estimated from above."""
    twin = len(deployment.digital_twin_name)
    sizes: Counter[str] = Counter()
    for device in deployment.devices:
        size = _ENTITY + _COMPONENT + 7 * len(device.id) + _text(device.name) + 2 * len(device.parent or "")
        size += 3 * (twin + len(device.type or device.id)) + _values(device.constants)
        if device.type is None:
            size += _own_type(device, twin)
        sizes[shard(device.component_of or device.id)] += size
    return {key: _STACK + 2 * twin + size for key, size in sizes.items()}


def _own_type(device: Device, twin: int) -> int:
    named = _COMPONENT_TYPE + _FUNCTIONS + 5 * (twin + len(device.id))
    return named + _definitions(device.definitions or {}, device.constants)


def _too_long(size: int) -> str:
    return f"a template would have some {size:,} bytes, and CloudFormation takes {TEMPLATE_BYTES:,}"


def _definitions(properties: Mapping[str, Any], constants: Mapping[str, Any]) -> int:
    units = sum(4 * len(one.unit or "") + 80 * (one.of is not None) for one in properties.values())
    return 2 * sum(_PROPERTY // 2 + len(name) for name in properties) + 2 * units + _values(constants)


def _values(constants: Mapping[str, Any]) -> int:
    return sum(_CONSTANT + len(name) + _text(str(value)) for name, value in constants.items())


def _text(text: str | None) -> int:
    """JSON's escapes of a character take six bytes, and a name may stand in the description as well."""
    return 12 * len(text or "")
