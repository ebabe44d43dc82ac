"""Dashboards as JSON, built with Grafana's Foundation SDK. The same twin gives the same file."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from grafana_foundation_sdk.builders import dashboard
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DashboardLinkType,
)

from crosstwin.grafana.digital_twins import DigitalTwinsOutputs, history, twins
from crosstwin.grafana.groups import Group, groups_of, labels_of, variable_of
from crosstwin.grafana.names import uid
from crosstwin.grafana.panels import device_panels, overview
from crosstwin.grafana.sources import Source
from crosstwin.twin.deployment import Deployment, Device

# Each device that is shown is two or three queries at every refresh: the most that a dashboard opens with.
_SHOWN_AT_FIRST = 10


@dataclass(frozen=True, slots=True)
class _Page:
    """One dashboard: of a type, or of some of the devices without one."""

    name: str
    title: str
    groups: Sequence[Group]


def telemetry(
    deployment: Deployment, source_of: Callable[[Device], Source], name: str, title: str
) -> dict[str, str]:
    """The dashboards of a twin's devices by their names.

    Each has an overview of the devices that are asked alike, and of each selected device the newest values,
    numbers over time and states over time. `<name>-<type>` has the devices of a type, and `name` those
    without. A dashboard has ten groups of devices at most; `name-2` has the next ten. Of several dashboards,
    each has a menu of the others.
    """
    pages = _pages(deployment, source_of, name, title)
    built = {page.name: _telemetry(deployment, page) for page in pages}
    if len(built) > 1:
        for one in built.values():
            one.link(_others(deployment))
    return {page_name: _text(one) for page_name, one in built.items()}


def _pages(
    deployment: Deployment, source_of: Callable[[Device], Source], name: str, title: str
) -> list[_Page]:
    """In the order of twin.yaml, devices without a type first."""
    kinds: dict[str | None, str] = {
        None: name,
        **{kind: f"{name}-{kind}" for kind in deployment.device_types},
    }
    taken = set(kinds.values())
    pages = []
    for kind, first_name in kinds.items():
        groups = groups_of(deployment, kind, source_of)
        parts = [groups[first : first + _SHOWN_AT_FIRST] for first in range(0, len(groups), _SHOWN_AT_FIRST)]
        kind_title = title if kind is None else f"{title} of {kind}"
        # A type may be called press-2 beside press, so that the name of a second dashboard is taken.
        free = (page for page in map(f"{first_name}-{{}}".format, count(2)) if page not in taken)
        for number, part in enumerate(parts, 1):
            of = f" ({number} of {len(parts)})" if len(parts) > 1 else ""
            page_name = first_name if number == 1 else next(free)
            pages.append(_Page(page_name, kind_title + of, _numbered(part)))
    return pages


def _numbered(groups: Sequence[Group]) -> list[Group]:
    """The groups with variables of different names."""
    return [
        replace(group, variable=f"device_{number}" if number > 1 else "device")
        for number, group in enumerate(groups, 1)
    ]


def _telemetry(deployment: Deployment, page: _Page) -> dashboard.Dashboard:
    built = _empty(deployment, page.name, page.title).tooltip(DashboardCursorSync.CROSSHAIR)
    numbers = count(1)
    labels = labels_of(page.groups)
    for group, label in zip(page.groups, labels, strict=True):
        built.with_variable(variable_of(group, label, _SHOWN_AT_FIRST // len(page.groups)))
    overviews = list(filter(None, map(overview, page.groups, labels)))
    if overviews:
        built.with_row(dashboard.Row("Overview").id(next(numbers)))
    for panel in overviews:
        built.with_panel(panel.id(next(numbers)))
    for group in page.groups:
        built.with_row(dashboard.Row(f"${{{group.variable}}}").id(next(numbers)).repeat(group.variable))
        for device_panel in device_panels(group):
            built.with_panel(device_panel.id(next(numbers)))
    return built


def _others(deployment: Deployment) -> dashboard.DashboardLink:
    menu = dashboard.DashboardLink(f"Dashboards of {deployment.digital_twin_name}")
    tags = _tags(deployment.digital_twin_name)
    return menu.type(DashboardLinkType.DASHBOARDS).tags(tags).as_dropdown(True).keep_time(True)


def digital_twins(deployment: Deployment, found: DigitalTwinsOutputs) -> dict[str, str]:
    """The dashboards of an Azure Digital Twins instance, and of its history if there is one."""
    built = twins(deployment, found, "digital-twins")
    if found.data_history is not None:
        built["digital-twins-history"] = history(deployment)
    texts = {}
    for name, one in built.items():
        _settled(deployment, name, one)
        texts[name] = _text(one.link(_others(deployment)) if len(built) > 1 else one)
    return texts


def is_generated(text: str | bytes, twin: str, name: str) -> bool:
    """Whether this is a dashboard that the twin had by this name: not one that someone else put there."""
    try:
        found = json.loads(text)
    except ValueError:
        return False
    return (
        isinstance(found, dict) and found.get("uid") == uid(twin, name) and found.get("tags") == _tags(twin)
    )


def _empty(deployment: Deployment, name: str, title: str) -> dashboard.Dashboard:
    return _settled(deployment, name, dashboard.Dashboard(title))


def _settled(deployment: Deployment, name: str, built: dashboard.Dashboard) -> dashboard.Dashboard:
    """With what all dashboards of a twin have in common."""
    return (
        built.uid(uid(deployment.digital_twin_name, name))
        .tags(_tags(deployment.digital_twin_name))
        .timezone("browser")
        .time("now-1h", "now")
        .refresh("1m")
    )


def _tags(twin: str) -> list[str]:
    return ["crosstwin", twin]


def _text(built: dashboard.Dashboard) -> str:
    return json.dumps(built.build(), cls=JSONEncoder, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
