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
from crosstwin.twin.fields import Property, PropertyType


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


def drawn(properties: Properties) -> dict[str, PropertyType]:
    """Grafana draws neither a list nor a map."""
    return {name: kind for name, kind in properties.items() if kind not in ("list", "map")}


def units_of(definitions: Mapping[str, Property]) -> dict[str, str]:
    """The units of those that are drawn."""
    return {name: one.unit for name, one in definitions.items() if one.unit and drawn({name: one.type})}


def groups_of(deployment: Deployment, kind: str | None, source_of: Callable[[Device], Source]) -> list[Group]:
    """The groups of the devices of a type, or of those without one."""
    groups: dict[object, Group] = {}
    for device in deployment.devices:
        if device.type != kind:
            continue
        properties = drawn(device.properties)
        if not properties:
            continue
        source, units = source_of(device), units_of(device.definitions or {})
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
