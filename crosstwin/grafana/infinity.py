"""Queries of the Infinity data source, which the Grafana Foundation SDK has no model of.

The model is that of github.com/grafana/grafana-infinity-datasource, src/types/query.types.ts and
pkg/models/query.go, 3.11. Its backend parser reads the answer: gjson paths, or JSONata as
github.com/xiatechs/jsonata-go 1.8 knows it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from crosstwin_contract.digital_twins import HOT_PROVIDER, OBSERVED_AT
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.variants import Dataquery
from grafana_foundation_sdk.models.dashboard import DataSourceRef

from crosstwin.twin.fields import PropertyType

PLUGIN = "yesoreyeram-infinity-datasource"

# Cannot be the names of properties, since they have a space.
TIME_COLUMN = "Record time"
DEVICE_COLUMN, NEWEST_TIME_COLUMN, ERROR_COLUMN = "Device id", "Newest value", "Reader error"
PROVIDER_COLUMN = "Hot data on"
START, END = "${__timeFrom:date:iso}", "${__timeTo:date:iso}"

# A history's values: [{"time": …, "values": {"rpm": 900, …}}], one row for a time, ascending.
# - It must not start with `[`: gjson, which is tried first, would take that for a path of its own.
# - Grouping no rows is an error in jsonata-go ("object key time does not evaluate to a string"), no result is
#   another ("no results found"): hence $count and the array constructors.
# - Its groups come in no order. As text, times within a second do not sort (".5Z" < "Z") unless the Z is off.
# - No name in it may be a variable of a dashboard, because Grafana would replace it.
# - Infinity takes a column's type from its first value. One list or map would take the numbers off the panel
#   and turn the other columns into labels, so that $type keeps such values out.
HISTORY = (
    "($rows := [propertyValues.($property := entityPropertyReference.propertyName; "
    'values[$type(value.*) in ["number", "string", "boolean"]].{"time": time, '
    '"value": {$property: value.*}})]; $count($rows) = 0 ? [] : $sort([$each($rows{time: $merge(value)}, '
    'function($values, $instant) { {"time": $instant, "values": $values} })], function($left, $right) { '
    '$substringBefore($left.time, "Z") > $substringBefore($right.time, "Z") }))'
)
# The last entries of many devices: [{"device": …, "time": …, "values": {"rpm": 900, …}, "error": …}], one row
# for a device, with the time of its newest value. Written within what HISTORY says.
OVERVIEW = (
    '($rows := [devices.({"device": iotDeviceId, "error": error.message, '
    '"time": $sort([values.*.time], function($left, $right) { '
    '$substringBefore($left, "Z") > $substringBefore($right, "Z") })[-1], '
    '"values": $merge([$each(values, function($entry, $name) { '
    '$type($entry.value.*) in ["number", "string", "boolean"] ? {$name: $entry.value.*} : {} })])})]; $rows)'
)
# A last entry is one row, and each column's path finds its value.
NEWEST = "propertyValues"

_COLUMN_TYPES: Mapping[PropertyType, str] = {
    "double": "number",
    "integer": "number",
    "long": "number",
    "string": "string",
    "boolean": "boolean",
    "list": "string",
    "map": "string",
}
Format = Literal["table", "timeseries"]


@dataclass(frozen=True, slots=True)
class Column:
    """Where in a row (a gjson path), under which name, as which type."""

    selector: str
    text: str
    type: str

    def to_json(self) -> dict[str, str]:
        return {"selector": self.selector, "text": self.text, "type": self.type}


def history_columns(properties: Mapping[str, PropertyType]) -> tuple[Column, ...]:
    values = (Column(f"values.{name}", name, _COLUMN_TYPES[kind]) for name, kind in properties.items())
    return (Column("time", TIME_COLUMN, "timestamp"), *values)


def overview_columns(properties: Mapping[str, PropertyType]) -> tuple[Column, ...]:
    values = (Column(f"values.{name}", name, _COLUMN_TYPES[kind]) for name, kind in properties.items())
    return (
        Column("device", DEVICE_COLUMN, "string"),
        Column("time", NEWEST_TIME_COLUMN, "timestamp"),
        *values,
        Column("error", ERROR_COLUMN, "string"),
    )


def twin_columns(properties: Mapping[str, PropertyType]) -> tuple[Column, ...]:
    """Of a row of Azure Digital Twins' Query API."""
    values = (Column(name, name, _COLUMN_TYPES[kind]) for name, kind in properties.items())
    return (
        Column("$dtId", DEVICE_COLUMN, "string"),
        Column(HOT_PROVIDER, PROVIDER_COLUMN, "string"),
        Column(OBSERVED_AT, NEWEST_TIME_COLUMN, "timestamp"),
        *values,
    )


def history_format(properties: Mapping[str, PropertyType]) -> Format:
    """Text in a time series would become a label of the other columns."""
    return "table" if "string" in properties.values() else "timeseries"


def newest_columns(properties: Mapping[str, PropertyType], suffix: str = "") -> tuple[Column, ...]:
    """`suffix` is what the answer's names have more than the properties': TwinMaker says `rpmLatest`."""
    return tuple(
        Column(f"{name}{suffix}.propertyValue.*", name, _COLUMN_TYPES[kind])
        for name, kind in properties.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class InfinityQuery(Builder[Dataquery], Dataquery):
    """A POST to the data source's URL, or to a `path` below it."""

    ref_id: str
    data_source: DataSourceRef
    body: Mapping[str, Any]
    selector: str
    columns: tuple[Column, ...] = ()
    format: Format = "table"
    path: str = ""
    parameters: Iterable[tuple[str, str]] = ()

    def build(self) -> Dataquery:
        return self

    def to_json(self) -> dict[str, Any]:
        return {
            "refId": self.ref_id,
            "datasource": self.data_source,
            "type": "json",
            "source": "url",
            "parser": "backend",
            "format": self.format,
            "url": self.path,
            "url_options": {
                "method": "POST",
                "body_type": "raw",
                "body_content_type": "application/json",
                "data": _data(self.body),
                "params": [{"key": key, "value": value} for key, value in self.parameters],
            },
            "root_selector": self.selector,
            "columns": [column.to_json() for column in self.columns],
            "filters": [],
        }


def _data(body: Mapping[str, Any]) -> str:
    """The body as JSON. A string that is a variable alone, Grafana writes and quotes itself.

    `doublequote` makes `"pump-7"` of one value, also in a repeated row, and `"pump-7","pump-8"` of several,
    and escapes the quotes in them: formatRegistry.ts of github.com/grafana/scenes. Pasted as it is, a value
    with a quote would change the query.
    """
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return re.sub(r'"\$\{(\w+)\}"', r"${\1:doublequote}", text)
