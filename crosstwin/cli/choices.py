"""What the arguments choose out of twin.yaml. A wrong choice is wrong usage: exit code 2."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import typer

from crosstwin.console import listed
from crosstwin.errors import did_you_mean
from crosstwin.twin.deployment import deployment_file
from crosstwin.twin.fields import CLOUDS

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment, Device
    from crosstwin.twin.fields import Cloud


_MOST_LISTED = 20  # of what there is to choose from

Name = TypeVar("Name", bound=StrEnum)
Parsed = TypeVar("Parsed")


if TYPE_CHECKING:

    class CloudName(StrEnum):
        """A cloud as an argument."""
else:
    CloudName = StrEnum("CloudName", {name.upper(): name for name in CLOUDS})


def choose_device(deployment: Deployment, device_id: str) -> Device:
    """The device of that id, or BadParameter with the nearest one."""
    devices = {device.id: device for device in deployment.devices}
    _check(device_id, devices, "device", "DEVICE")
    return devices[device_id]


def choose_type(deployment: Deployment, name: str) -> None:
    """BadParameter with the nearest one, if twin.yaml has no such device type."""
    _check(name, deployment.device_types, "device type", "--type")


def choose_place(deployment: Deployment, name: str) -> None:
    """The same for a place."""
    _check(name, [place.id for place in deployment.places], "place", "--place")


def _check(name: str, known: Collection[str], what: str, option: str) -> None:
    if reason := why_unknown(name, known, what):
        raise typer.BadParameter(reason, param_hint=option)


def why_unknown(name: str, known: Collection[str], what: str) -> str:
    """What to report of a name that twin.yaml does not have, with the nearest one; "" if it has the name."""
    if name in known:
        return ""
    hint = did_you_mean(name, known) or f"; it has {some_of([*known]) if known else 'none'}"
    return f"{name} is not a {what} of {deployment_file()}{hint}"


def some_of(names: Sequence[str]) -> str:
    """The names as a list; of very many, the first."""
    return listed(names, _MOST_LISTED) + (" (crosstwin list)" if len(names) > _MOST_LISTED else "")


def one_of(names: type[Name]) -> Callable[[str], Name]:
    """Parses an option or argument whose values are those names, and proposes the nearest one."""

    def parse(text: str) -> Name:
        try:
            return names(text.lower())
        except ValueError:
            hint = did_you_mean(text, names) or f"; expected {', '.join(names)}"
            raise typer.BadParameter(f"{text!r:.60} is not known here{hint}") from None

    return parse


def choose_hot_clouds(deployment: Deployment, names: list[str]) -> tuple[Cloud, ...]:
    """The named ones of the clouds that hold some device's hot data, all of them if none is named."""
    known = deployment.hot_clouds
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f"; they have it on {', '.join(known)}"
            raise typer.BadParameter(
                f"no device of {deployment_file()} has its hot data on {name}{hint}", param_hint="CLOUD"
            )
    return tuple(cloud for cloud in known if not names or cloud in names)


def parsed(parse: Callable[[str], Parsed], text: str, option: str) -> Parsed:
    """Returns `parse(text)`. A ValueError becomes wrong usage of the option."""
    try:
        return parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def refuse_together(first: str, first_given: bool, second: str, second_given: bool) -> None:
    if first_given and second_given:
        raise typer.BadParameter(f"{first} and {second} cannot be combined", param_hint=first)
