"""Devices that a dashboard asks alike, and the variable that selects some of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crosstwin_contract.envelope import MOST_DEVICES
from grafana_foundation_sdk.builders import dashboard
from grafana_foundation_sdk.models.dashboard import VariableOption

from crosstwin.grafana.sources import Properties, Source
from crosstwin.twin.deployment import Deployment, Device


@dataclass(frozen=True, slots=True)
class Group:
    """A row, repeated for each device that the variable selects.

    `kind` is the type of the devices, if they have one; `units` has the properties that have one.
    """

    variable: str
    source: Source
    kind: str | None
    properties: Properties
    units: Mapping[str, str]
    devices: list[str]


def groups_of(deployment: Deployment, kind: str | None, source_of: Callable[[Device], Source]) -> list[Group]:
    """The groups of the devices of a type, or of those without one."""
    groups: dict[object, Group] = {}
    for device in deployment.devices:
        if device.type != kind:
            continue
        # Grafana draws neither a list nor a map.
        drawn = {
            name: definition
            for name, definition in (device.definitions or {}).items()
            if definition.type not in ("list", "map")
        }
        if not drawn:
            continue
        source = source_of(device)
        properties = {name: definition.type for name, definition in drawn.items()}
        units = {name: definition.unit for name, definition in drawn.items() if definition.unit}
        key = (source, frozenset(properties.items()), frozenset(units.items()))
        if key not in groups:
            groups[key] = Group("device", source, kind, properties, units, [])
        groups[key].devices.append(source.id_of(device))
    return list(groups.values())


def labels_of(groups: Sequence[Group]) -> list[str]:
    """What the groups' variables are called in one dashboard: each another name, as short as it can be."""
    forms = (_label, _label_with_types, _label_with_units)
    taken = [Counter(map(form, groups)) for form in forms]
    return [
        next(
            (form(group) for form, count in zip(forms, taken, strict=True) if count[form(group)] == 1),
            _label(group),
        )
        for group in groups
    ]


def variable_of(group: Group, label: str, shown_at_first: int) -> dashboard.CustomVariable:
    chosen = group.devices[:shown_at_first]
    if chosen == group.devices:
        current = VariableOption(text=["All"], value=["$__all"])
    else:
        current = VariableOption(text=chosen, value=chosen)
    return (
        dashboard.CustomVariable(group.variable)
        .label(label)
        .values(",".join(group.devices))
        .multi(True)
        .include_all(len(group.devices) <= MOST_DEVICES)
        .current(current)
    )


def _label(group: Group) -> str:
    return f"{group.source.label}: {group.kind or ', '.join(group.properties)}"


def _label_with_types(group: Group) -> str:
    properties = ", ".join(f"{name} ({kind})" for name, kind in group.properties.items())
    return f"{group.source.label}: {properties}"


def _label_with_units(group: Group) -> str:
    properties = ", ".join(
        f"{name} ({kind}{f', {group.units[name]}' if name in group.units else ''})"
        for name, kind in group.properties.items()
    )
    return f"{group.source.label}: {properties}"
