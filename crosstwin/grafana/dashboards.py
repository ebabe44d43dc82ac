"""Dashboards as JSON, made with Grafana's Foundation SDK. The same twin gives the same text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from grafana_foundation_sdk.builders import common, dashboard, stat, statetimeline, table, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.common import BigValueGraphMode, VisibilityMode
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DashboardLinkType,
    DataSourceRef,
    DynamicConfigValue,
    VariableOption,
)

from crosstwin.grafana import infinity
from crosstwin.grafana.infinity import InfinityQuery
from crosstwin.grafana.names import uid
from crosstwin.grafana.sources import DATA_POINTS, Properties, Query, Source
from crosstwin.twin.deployment import Deployment, Device
from crosstwin.twin.fields import PropertyType

WIDTH = 24  # of Grafana's grid
_STATES: tuple[PropertyType, ...] = ("string", "boolean")
# Each device that is shown is two or three queries at every refresh: the most that a dashboard opens with.
_SHOWN_AT_FIRST = 10

DevicePanel = stat.Panel | timeseries.Panel | statetimeline.Panel
Ask = Callable[[str, Properties, str], Query]


@dataclass(frozen=True, slots=True)
class _Group:
    """Devices that are asked alike: a row, repeated for each of them that the variable selects."""

    variable: str
    source: Source
    properties: Properties
    devices: list[str]


def telemetry(
    deployment: Deployment, source_of: Callable[[Device], Source], name: str, title: str
) -> dict[str, str]:
    """The dashboards of a twin's devices by their names: newest values, numbers over time, states over time.

    `name` has the first ten kinds of devices, `name-2` the next ten, each with a menu of the others.
    """
    groups = _groups(deployment, source_of)
    pages = [groups[first : first + _SHOWN_AT_FIRST] for first in range(0, len(groups), _SHOWN_AT_FIRST)]
    if len(pages) == 1:
        return {name: _text(_telemetry(deployment, name, title, pages[0]))}
    built = {}
    for number, page in enumerate(pages, 1):
        page_name = name if number == 1 else f"{name}-{number}"
        one = _telemetry(deployment, page_name, f"{title} ({number} of {len(pages)})", page)
        built[page_name] = _text(one.link(_others(deployment)))
    return built


def _telemetry(
    deployment: Deployment, name: str, title: str, groups: Sequence[_Group]
) -> dashboard.Dashboard:
    built = _empty(deployment, name, title).tooltip(DashboardCursorSync.CROSSHAIR)
    numbers = count(1)
    labels = Counter(_label(group) for group in groups)
    for group in groups:
        label = _label(group) if labels[_label(group)] == 1 else _label_with_types(group)
        built.with_variable(_variable(group, label, _SHOWN_AT_FIRST // len(groups)))
        built.with_row(dashboard.Row(f"${{{group.variable}}}").id(next(numbers)).repeat(group.variable))
        for panel in _panels(group):
            built.with_panel(panel.id(next(numbers)))
    return built


def _others(deployment: Deployment) -> dashboard.DashboardLink:
    menu = dashboard.DashboardLink(f"Dashboards of {deployment.digital_twin_name}")
    tags = _tags(deployment)
    return menu.type(DashboardLinkType.DASHBOARDS).tags(tags).as_dropdown(True).keep_time(True)


def digital_twins(deployment: Deployment, name: str) -> str:
    """The dashboard of an Azure Digital Twins instance: its twins with their current properties."""
    twin = deployment.digital_twin_name
    query = InfinityQuery(
        ref_id="A",
        data_source=DataSourceRef(infinity.PLUGIN, uid(twin, "digital-twins")),
        path="/query",
        parameters=(("api-version", "2023-10-31"),),
        body={"query": "SELECT * FROM digitaltwins"},
        selector="value",
    )
    panel = table.Panel().id(1).title("Twins").span(WIDTH).height(20).with_target(query)
    return _text(
        _empty(deployment, name, f"{twin}: Azure Digital Twins").with_panel(
            panel.datasource(query.data_source)
        )
    )


def _empty(deployment: Deployment, name: str, title: str) -> dashboard.Dashboard:
    return (
        dashboard.Dashboard(title)
        .uid(uid(deployment.digital_twin_name, name))
        .tags(_tags(deployment))
        .timezone("browser")
        .time("now-1h", "now")
        .refresh("1m")
    )


def _tags(deployment: Deployment) -> list[str]:
    return ["crosstwin", deployment.digital_twin_name]


def _text(built: dashboard.Dashboard) -> str:
    return json.dumps(built.build(), cls=JSONEncoder, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _groups(deployment: Deployment, source_of: Callable[[Device], Source]) -> list[_Group]:
    groups: dict[object, _Group] = {}
    for device in deployment.devices:
        source = source_of(device)
        # Grafana draws neither a list nor a map.
        properties = {name: kind for name, kind in device.properties.items() if kind not in ("list", "map")}
        if not properties:
            continue
        key = (source, frozenset(properties.items()))
        if key not in groups:
            variable = f"device_{len(groups) + 1}" if groups else "device"
            groups[key] = _Group(variable, source, properties, [])
        groups[key].devices.append(source.id_of(device))
    return list(groups.values())


def _label(group: _Group) -> str:
    return f"{group.source.label}: {', '.join(group.properties)}"


def _label_with_types(group: _Group) -> str:
    properties = ", ".join(f"{name} ({kind})" for name, kind in group.properties.items())
    return f"{group.source.label}: {properties}"


def _variable(group: _Group, label: str, shown_at_first: int) -> dashboard.CustomVariable:
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
        .include_all(True)
        .current(current)
    )


def _panels(group: _Group) -> Iterator[DevicePanel]:
    numbers = {name: kind for name, kind in group.properties.items() if kind not in _STATES}
    states = {name: kind for name, kind in group.properties.items() if kind in _STATES}
    width = WIDTH // 2 if numbers and states else WIDTH
    device, source = f"${{{group.variable}}}", group.source

    newest = stat.Panel().title("Newest values").span(WIDTH).height(4).graph_mode(BigValueGraphMode.NONE)
    newest.reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"]).fields("/.*/"))
    yield _asking(newest, source.newest, device, group.properties, source.most_properties)
    # A reader thins out a long history property by property, so most rows lack some of the values: lines and
    # states go on over them.
    if numbers:
        lines = timeseries.Panel().title("Numbers").span(width).height(8)
        lines.span_nulls(True).max_data_points(DATA_POINTS)
        yield _asking(lines, source.history, device, numbers, source.most_properties)
    if states:
        timeline = statetimeline.Panel().title("States").span(width).height(8)
        timeline.merge_values(True).show_value(VisibilityMode.AUTO).max_data_points(DATA_POINTS)
        timeline.override_by_regexp(".*", [DynamicConfigValue("custom.spanNulls", True)])
        yield _asking(timeline, source.history, device, states, source.most_properties)


def _asking(
    panel: DevicePanel, ask: Ask, device: str, properties: Properties, most: int | None
) -> DevicePanel:
    """The panel with as many queries as its properties need."""
    names = list(properties)
    size = most or len(names)
    for number, first in enumerate(range(0, len(names), size)):
        part = {name: properties[name] for name in names[first : first + size]}
        query = ask(device, part, f"Q{number + 1}")
        panel.datasource(query.data_source).with_target(query)
    # With labels (the TwinMaker plugin's fields have them), Grafana would show those beside the name.
    return panel.display_name("${__field.name}").no_value("no data")
