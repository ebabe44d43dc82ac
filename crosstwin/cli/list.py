"""`crosstwin list`: the devices of twin.yaml with type, place and cloud."""

from __future__ import annotations

import builtins
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from crosstwin.cli import complete
from crosstwin.cli.choices import CloudName, choose_place, choose_type, one_of, refuse_together
from crosstwin.console import counted, note
from crosstwin.twin.deployment import load
from crosstwin.twin.hierarchy import Hierarchy

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment, Device


_NONE = "-"


def list(  # noqa: A001 - the command's name
    *,
    kind: Annotated[
        str | None,
        typer.Option("--type", help="Only devices of this type.", autocompletion=complete.device_type),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(
            "--place",
            help="Only devices in this place, and in the places in it.",
            autocompletion=complete.place,
        ),
    ] = None,
    cloud: Annotated[
        CloudName | None,
        typer.Option(
            "--cloud",
            parser=one_of(CloudName),
            help="Only devices whose hot data is on this cloud.",
            autocompletion=complete.cloud,
        ),
    ] = None,
    tree: Annotated[
        bool, typer.Option("--tree", help="Print the places as a tree, with their devices.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the devices of twin.yaml with their types, places and clouds.

    Examples:

        crosstwin list --type press --cloud azure

        crosstwin list --place hall-01 --tree

        crosstwin list --json
    """
    refuse_together("--tree", tree, "--json", as_json)
    deployment = load()
    if kind is not None:
        choose_type(deployment, kind)
    if place is not None:
        choose_place(deployment, place)
    hierarchy = Hierarchy(deployment)
    within = hierarchy.within(place) if place else None
    devices = [
        device
        for device in deployment.devices
        if (kind is None or device.type == kind)
        and (cloud is None or deployment.hot_cloud(device) == cloud)
        and (within is None or hierarchy.place_of(device) in within)
    ]
    if as_json:
        typer.echo(json.dumps([_entry(deployment, hierarchy, device) for device in devices], indent=2))
        return
    lines = _tree(deployment, hierarchy, devices, place) if tree else _table(deployment, hierarchy, devices)
    for line in lines:
        typer.echo(line)
    if len(devices) < len(deployment.devices):
        note(f"{len(devices)} of {len(deployment.devices)} devices")
    else:
        note(counted(len(devices), "device"))


def _entry(deployment: Deployment, hierarchy: Hierarchy, device: Device) -> dict[str, object]:
    definitions = (device.definitions or {}).items()
    return {
        "id": device.id,
        "name": device.name,
        "type": device.type,
        "place": hierarchy.place_of(device),
        "cloud": deployment.hot_cloud(device),
        "component_of": device.component_of,
        "component": device.component,
        "properties": {name: one.model_dump(exclude_none=True) for name, one in definitions},
        "constants": dict(device.constants),
    }


def _table(deployment: Deployment, hierarchy: Hierarchy, devices: Sequence[Device]) -> Iterator[str]:
    rows = [("device", "type", "place", "cloud")]
    for device in devices:
        path = " / ".join(hierarchy.path(hierarchy.place_of(device)))
        rows.append((device.id, device.type or _NONE, path or _NONE, deployment.hot_cloud(device)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _tree(
    deployment: Deployment, hierarchy: Hierarchy, devices: Sequence[Device], top: str | None
) -> Iterator[str]:
    """Each place with its devices, and below a device its components; places without any are left out."""
    names = {place.id: place.name for place in deployment.places}
    shown = {device.id for device in devices}
    inside: defaultdict[str | None, builtins.list[Device]] = defaultdict(builtins.list)
    components: defaultdict[str, builtins.list[Device]] = defaultdict(builtins.list)
    for device in devices:
        if device.component_of in shown:
            components[str(device.component_of)].append(device)
        else:
            inside[hierarchy.place_of(device)].append(device)

    def lines(place: str | None, indent: str) -> Iterator[str]:
        for device in inside[place]:
            yield f"{indent}{_described(deployment, device)}"
            for component in components[device.id]:
                yield f"{indent}  {_described(deployment, component)}"
        for child in hierarchy.children(place):
            yield from under(child.id, indent)

    def under(place: str, indent: str) -> Iterator[str]:
        below = builtins.list(lines(place, f"{indent}  "))
        if below:
            yield f"{indent}{place}{f' ({names[place]})' if names[place] else ''}"
            yield from below

    return under(top, "") if top else lines(None, "")


def _described(deployment: Deployment, device: Device) -> str:
    kind = f"  {device.type}" if device.type else ""
    return f"{device.id}{kind}  {deployment.hot_cloud(device)}"
