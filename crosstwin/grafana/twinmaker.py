"""Queries of the TwinMaker data source, which the Grafana Foundation SDK has no model of.

The model is that of github.com/grafana/grafana-iot-twinmaker-app: src/common/manager.ts, pkg/models/query.go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.variants import Dataquery
from grafana_foundation_sdk.models.dashboard import DataSourceRef

PLUGIN = "grafana-iot-twinmaker-datasource"

# Of the API, GetPropertyValueHistory and GetPropertyValue: properties of a request, and rows of a page.
MOST_PROPERTIES = 10
MOST_RESULTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinMakerQuery(Builder[Dataquery], Dataquery):
    """Properties of one entity; `display_names` are how they are shown, where not by their own names."""

    ref_id: str
    data_source: DataSourceRef
    query_type: Literal["EntityHistory", "GetPropertyValue"]
    entity: str
    component: str
    properties: tuple[str, ...]
    display_names: Mapping[str, str]

    def build(self) -> Dataquery:
        return self

    def to_json(self) -> dict[str, Any]:
        return {
            "refId": self.ref_id,
            "datasource": self.data_source,
            "queryType": self.query_type,
            "entityId": self.entity,
            "componentName": self.component,
            "properties": list(self.properties),
            "propertyDisplayNames": dict(self.display_names),
            "order": "ASCENDING",
            "grafanaLiveEnabled": False,
        }
