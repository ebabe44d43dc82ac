"""Dashboards as JSON, made with Grafana's Foundation SDK. The same twin gives the same text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from grafana_foundation_sdk.builders import common, dashboard, stat, statetimeline, table, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.common import BigValueGraphMode, VisibilityMode
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
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
# Each device that is shown is two or three queries at every refresh.
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


def telemetry(deployment: Deployment, source_of: Callable[[Device], Source], name: str, title: str) -> str:
    """The dashboard of a twin's devices: newest values, numbers over time, states over time."""
    built = _empty(deployment, name, title).tooltip(DashboardCursorSync.CROSSHAIR)
    numbers = count(1)
    for group in _groups(deployment, source_of):
        built.with_variable(_variable(group))
        built.with_row(dashboard.Row(f"${{{group.variable}}}").id(next(numbers)).repeat(group.variable))
        for panel in _panels(group):
            built.with_panel(panel.id(next(numbers)))
    return _text(built)


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
        .tags(["crosstwin", deployment.digital_twin_name])
        .timezone("browser")
        .time("now-1h", "now")
        .refresh("1m")
    )


def _text(built: dashboard.Dashboard) -> str:
    return json.dumps(built.build(), cls=JSONEncoder, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _groups(deployment: Deployment, source_of: Callable[[Device], Source]) -> list[_Group]:
    groups: dict[object, _Group] = {}
    for device in deployment.devices:
        source = source_of(device)
        key = (source, frozenset(device.properties.items()))
        if key not in groups:
            variable = f"device_{len(groups) + 1}" if groups else "device"
            groups[key] = _Group(variable, source, device.properties, [])
        groups[key].devices.append(device.id)
    return list(groups.values())


def _variable(group: _Group) -> dashboard.CustomVariable:
    chosen = group.devices[:_SHOWN_AT_FIRST]
    if chosen == group.devices:
        current = VariableOption(text=["All"], value=["$__all"])
    else:
        current = VariableOption(text=chosen, value=chosen)
    return (
        dashboard.CustomVariable(group.variable)
        .label(f"{group.source.label}: {', '.join(group.properties)}")
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
