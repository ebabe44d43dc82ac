"""What the arguments choose out of twin.yaml. A wrong choice is wrong usage: exit code 2."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment, Device
    from crosstwin.twin.fields import Cloud


class CloudName(StrEnum):
    """A cloud as an argument."""

    AWS = "aws"
    AZURE = "azure"
    GCP = "gcp"


def choose_device(deployment: Deployment, device_id: str) -> Device:
    """The device of that id, or BadParameter with the nearest one."""
    from crosstwin.errors import did_you_mean

    for device in deployment.devices:
        if device.id == device_id:
            return device
    ids = [device.id for device in deployment.devices]
    hint = did_you_mean(device_id, ids) or f"; it has {', '.join(ids)}"
    raise typer.BadParameter(f"{device_id} is not a device of twin.yaml{hint}", param_hint="DEVICE")


def choose_properties(device: Device, names: list[str]) -> list[str]:
    """The named properties of the device, all of them if none is named, or BadParameter."""
    from crosstwin.errors import did_you_mean

    for name in names:
        if name not in device.properties:
            hint = did_you_mean(name, device.properties) or f"; it has {', '.join(device.properties)}"
            raise typer.BadParameter(
                f"{name} is not a property of {device.id} in twin.yaml{hint}", param_hint="PROPERTIES"
            )
    return names or list(device.properties)


def choose_hot_clouds(deployment: Deployment, names: list[str]) -> tuple[Cloud, ...]:
    """The named ones of the clouds that hold some device's hot data, all of them if none is named."""
    known = deployment.hot_clouds
    for name in names:
        if name not in known:
            raise typer.BadParameter(
                f"no device of twin.yaml has its hot data on {name}; they have it on {', '.join(known)}",
                param_hint="CLOUD",
            )
    return tuple(cloud for cloud in known if not names or cloud in names)


def parsed(parse: Callable[[str], str], text: str, option: str) -> str:
    """Returns `parse(text)`. A ValueError becomes wrong usage of the option."""
    try:
        return parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def refuse_together(first: str, first_given: bool, second: str, second_given: bool) -> None:
    if first_given and second_given:
        raise typer.BadParameter(f"{first} and {second} cannot be combined", param_hint=first)
