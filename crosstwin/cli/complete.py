"""What a shell completes after Tab: the names of twin.yaml. Silent where there is no valid twin.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import typer

from crosstwin.twin.deployment import load

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment, Device

Completion = Callable[[typer.Context, str], list[str]]


def _completion(names: Callable[[Deployment, Sequence[str]], Iterable[str]], parameter: str) -> Completion:
    """Completes with the names that fit, without those that the parameter has already."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        given = _given(ctx.params.get(parameter))
        try:
            deployment = load()
        except Exception:  # a message would break into the line that is being typed
            return []
        found = dict.fromkeys(names(deployment, given))
        return [name for name in found if name.startswith(incomplete) and name not in given]

    return complete


def _given(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _devices(deployment: Deployment, _given: Sequence[str]) -> Iterable[str]:
    return (device.id for device in deployment.devices)


def _devices_and_properties(deployment: Deployment, given: Sequence[str]) -> Iterator[str]:
    """After the first device, its properties and those of the others come first."""
    for device in _named(deployment, given):
        yield from device.properties
    yield from _devices(deployment, given)


def _assignments(deployment: Deployment, given: Sequence[str]) -> Iterator[str]:
    for device in _named(deployment, given):
        yield from (f"{name}=" for name in device.properties)


def _named(deployment: Deployment, names: Sequence[str]) -> Iterator[Device]:
    return (device for device in deployment.devices if device.id in names)


def _stacks(deployment: Deployment, _given: Sequence[str]) -> Iterable[str]:
    return deployment.stack_names


def _types(deployment: Deployment, _given: Sequence[str]) -> Iterable[str]:
    return deployment.device_types


def _places(deployment: Deployment, _given: Sequence[str]) -> Iterable[str]:
    return (place.id for place in deployment.places)


def _clouds(deployment: Deployment, _given: Sequence[str]) -> Iterable[str]:
    return deployment.hot_clouds


device = _completion(_devices, "")
devices_and_properties = _completion(_devices_and_properties, "names")
assignments = _completion(_assignments, "device")
stacks = _completion(_stacks, "stacks")
device_type = _completion(_types, "")
place = _completion(_places, "")
cloud = _completion(_clouds, "")
