"""Panels: the overview of a group's devices, and the newest values and histories of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from grafana_foundation_sdk.builders import common, stat, statetimeline, table, timeseries
from grafana_foundation_sdk.models.common import BigValueGraphMode, VisibilityMode
from grafana_foundation_sdk.models.dashboard import DynamicConfigValue

from crosstwin.grafana.groups import Group
from crosstwin.grafana.infinity import NEWEST_TIME_COLUMN
from crosstwin.grafana.sources import DATA_POINTS, HotReaders, Properties, Query
from crosstwin.twin.fields import PropertyType

WIDTH = 24  # of Grafana's grid
_STATES: tuple[PropertyType, ...] = ("string", "boolean")

DevicePanel = stat.Panel | timeseries.Panel | statetimeline.Panel
Ask = Callable[[str, Properties, str], Query]


def overview(group: Group, label: str) -> table.Panel | None:
    """The newest values of the selected devices, a line each, by one query.

    None where the row of the only device says it all, and for TwinMaker, of which a query is of one entity.
    """
    if not isinstance(group.source, HotReaders) or len(group.devices) == 1:
        return None
    query = group.source.overview(group.variable, group.properties)
    panel = table.Panel().title(label).span(WIDTH).height(8).datasource(query.data_source).with_target(query)
    panel.override_by_name(NEWEST_TIME_COLUMN, [DynamicConfigValue("unit", "dateTimeFromNow")])
    show_units(panel, group.units)
    return panel.no_value("no data")


def device_panels(group: Group) -> Iterator[DevicePanel]:
    numbers = {name: kind for name, kind in group.properties.items() if kind not in _STATES}
    states = {name: kind for name, kind in group.properties.items() if kind in _STATES}
    width = WIDTH // 2 if numbers and states else WIDTH
    device, source = f"${{{group.variable}}}", group.source

    newest = stat.Panel().title("Newest values").span(WIDTH).height(4).graph_mode(BigValueGraphMode.NONE)
    newest.reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"]).fields("/.*/"))
    show_units(newest, group.units)
    yield _asking(newest, source.newest, device, group.properties, source.most_properties)
    # A reader thins out a long history property by property, so most rows lack some of the values: lines and
    # states go on over them.
    if numbers:
        lines = timeseries.Panel().title("Numbers").span(width).height(8)
        lines.span_nulls(True).max_data_points(DATA_POINTS)
        show_units(lines, group.units)
        yield _asking(lines, source.history, device, numbers, source.most_properties)
    if states:
        timeline = statetimeline.Panel().title("States").span(width).height(8)
        timeline.merge_values(True).show_value(VisibilityMode.AUTO).max_data_points(DATA_POINTS)
        timeline.override_by_regexp(".*", [DynamicConfigValue("custom.spanNulls", True)])
        yield _asking(timeline, source.history, device, states, source.most_properties)


def show_units(panel: DevicePanel | table.Panel, units: Mapping[str, str]) -> None:
    """Each property's unit beside its values. Numbers of one unit share an axis.

    `suffix:` keeps Grafana from reading the unit as one of its own ids, among which `m` is minutes:
    getValueFormat in packages/grafana-data/src/valueFormats/valueFormats.ts of github.com/grafana/grafana.
    """
    for name, unit in units.items():
        panel.override_by_name(name, [DynamicConfigValue("unit", f"suffix:{unit}")])


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
