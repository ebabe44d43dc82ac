"""Queries of the Azure Data Explorer data source, which the Grafana Foundation SDK has no model of.

The model is that of github.com/grafana/azure-data-explorer-datasource, src/types/index.ts. Columns are those
of Azure Digital Twins' data history: https://learn.microsoft.com/azure/digital-twins/concepts-data-history
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from crosstwin_contract.digital_twins import HOT_PROVIDER, OBSERVED_AT
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.variants import Dataquery
from grafana_foundation_sdk.models.dashboard import DataSourceRef

PLUGIN = "grafana-azure-data-explorer-datasource"

# The tables of modules/azure-digital-twins/history.tf. A value's own time is there where the connector could
# set it.
_VALUES = (
    "AdtPropertyEvents\n"
    "| extend Time = coalesce(SourceTimeStamp, TimeStamp)\n"
    "| where $__timeFilter(Time) and Id in (${twin:singlequote}) "
    f"and Key !in ('{OBSERVED_AT}', '{HOT_PROVIDER}')\n"
)
TWINS = "AdtPropertyEvents | where $__timeFilter(TimeStamp) | distinct Id | order by Id asc"
NUMBERS = (
    _VALUES + "| where gettype(Value) in ('int', 'long', 'double')\n"
    "| summarize Value = avg(todouble(Value)) by Time = bin(Time, $__timeInterval), Id, Key\n"
    "| order by Time asc"
)
OTHERS = (
    _VALUES + "| where gettype(Value) !in ('int', 'long', 'double')\n"
    "| project Time, Id, Key, Value = tostring(Value)\n"
    "| order by Time desc\n"
    "| take 500"
)
LIVES = (
    "AdtTwinLifecycleEvents\n"
    "| where $__timeFilter(TimeStamp)\n"
    "| project TimeStamp, TwinId, Action, ModelId\n"
    "| order by TimeStamp desc\n"
    "| take 500"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KustoQuery(Builder[Dataquery], Dataquery):
    """A query in KQL to the database of the data source."""

    ref_id: str
    data_source: DataSourceRef
    query: str
    format: Literal["table", "time_series"]

    def build(self) -> Dataquery:
        return self

    def to_json(self) -> dict[str, Any]:
        return {
            "refId": self.ref_id,
            "datasource": self.data_source,
            "queryType": "KQL",
            "querySource": "raw",
            "rawMode": True,
            "query": self.query,
            "resultFormat": self.format,
        }
