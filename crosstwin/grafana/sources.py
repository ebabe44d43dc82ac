"""The queries of a dashboard for a device's values, in each of the three patterns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from crosstwin_contract.envelope import TARGET_LAYER
from grafana_foundation_sdk.models.dashboard import DataSourceRef

from crosstwin.grafana import infinity, twinmaker
from crosstwin.grafana.infinity import END, HISTORY, NEWEST, OVERVIEW, START, InfinityQuery
from crosstwin.grafana.names import uid
from crosstwin.grafana.twinmaker import MOST_PROPERTIES, MOST_RESULTS, TwinMakerQuery
from crosstwin.twin.deployment import Device
from crosstwin.twin.fields import Cloud, PropertyType
from crosstwin.twin.names import COMPONENT, LATEST_SUFFIX

Properties = Mapping[str, PropertyType]
Query = InfinityQuery | TwinMakerQuery

# Values of each property that a reader answers: about what a panel has pixels for.
DATA_POINTS = 500


class Source(Protocol):
    """Where devices are asked. Equal sources ask alike.

    `device` is a device's id, or the variable that stands for it; `most_properties` the limit of one query.
    """

    @property
    def label(self) -> str: ...

    @property
    def most_properties(self) -> int | None: ...

    def id_of(self, device: Device) -> str:
        """By what the source knows a device."""

    def history(self, device: str, properties: Properties, ref_id: str) -> Query: ...

    def newest(self, device: str, properties: Properties, ref_id: str) -> Query: ...


@dataclass(frozen=True, slots=True)
class HotReaders:
    """Pattern B: the two hot readers of one cloud. They log `asker` as the one who asks."""

    twin: str
    cloud: Cloud
    asker: str
    most_properties: ClassVar[None] = None

    @property
    def label(self) -> str:
        return self.cloud

    def id_of(self, device: Device) -> str:
        return device.id

    def history(self, device: str, properties: Properties, ref_id: str) -> InfinityQuery:
        asked = {"iotDeviceId": device, "startTime": START, "endTime": END, "maxDataPoints": DATA_POINTS}
        return InfinityQuery(
            ref_id=ref_id,
            data_source=DataSourceRef(infinity.PLUGIN, uid(self.twin, self.cloud, "history")),
            body=self._envelope(asked, properties),
            selector=HISTORY,
            columns=infinity.history_columns(properties),
            format=infinity.history_format(properties),
        )

    def newest(self, device: str, properties: Properties, ref_id: str) -> InfinityQuery:
        return InfinityQuery(
            ref_id=ref_id,
            data_source=DataSourceRef(infinity.PLUGIN, uid(self.twin, self.cloud, "newest")),
            body=self._envelope({"iotDeviceId": device}, properties),
            selector=NEWEST,
            columns=infinity.newest_columns(properties),
        )

    def overview(self, variable: str, properties: Properties) -> InfinityQuery:
        """One query for the newest values of all devices that a variable selects, MOST_DEVICES at most."""
        return InfinityQuery(
            ref_id="Q1",
            data_source=DataSourceRef(infinity.PLUGIN, uid(self.twin, self.cloud, "newest")),
            body=self._envelope({"devices": [f"${{{variable}}}"]}, properties),
            selector=OVERVIEW,
            columns=infinity.overview_columns(properties),
        )

    def _envelope(self, asked: Mapping[str, object], properties: Properties) -> dict[str, object]:
        payload = {**asked, "selectedProperties": list(properties)}
        return {"source_cloud": self.asker, "target_layer": TARGET_LAYER, "payload": payload}


@dataclass(frozen=True, slots=True)
class _TwinMaker:
    """A workspace, whose entities have a component with the values."""

    twin: str
    component: str = COMPONENT
    most_properties: ClassVar[int] = MOST_PROPERTIES

    @property
    def label(self) -> str:
        return "TwinMaker" if self.component == COMPONENT else f"TwinMaker {self.component}"

    def id_of(self, device: Device) -> str:
        return device.component_of or device.id


@dataclass(frozen=True, slots=True)
class TwinMakerPlugin(_TwinMaker):
    """Pattern A."""

    def history(self, device: str, properties: Properties, ref_id: str) -> TwinMakerQuery:
        return self._query("EntityHistory", device, {name: name for name in properties}, ref_id)

    def newest(self, device: str, properties: Properties, ref_id: str) -> TwinMakerQuery:
        names = {f"{name}{LATEST_SUFFIX}": name for name in properties}
        return self._query("GetPropertyValue", device, names, ref_id)

    def _query(
        self,
        query_type: Literal["EntityHistory", "GetPropertyValue"],
        device: str,
        names: Mapping[str, str],
        ref_id: str,
    ) -> TwinMakerQuery:
        return TwinMakerQuery(
            ref_id=ref_id,
            data_source=DataSourceRef(twinmaker.PLUGIN, uid(self.twin, "twinmaker")),
            query_type=query_type,
            entity=device,
            component=self.component,
            properties=tuple(names),
            display_names=names,
        )


@dataclass(frozen=True, slots=True)
class TwinMakerApi(_TwinMaker):
    """Pattern C on AWS. A page of the API has up to 200 rows, so a query gets the newest 200."""

    def history(self, device: str, properties: Properties, ref_id: str) -> InfinityQuery:
        return InfinityQuery(
            ref_id=ref_id,
            data_source=self._data_source,
            path="/history",
            body={
                "entityId": device,
                "componentName": self.component,
                "selectedProperties": list(properties),
                "startTime": START,
                "endTime": END,
                "orderByTime": "DESCENDING",
                "maxResults": MOST_RESULTS,
            },
            selector=HISTORY,
            columns=infinity.history_columns(properties),
            format=infinity.history_format(properties),
        )

    def newest(self, device: str, properties: Properties, ref_id: str) -> InfinityQuery:
        return InfinityQuery(
            ref_id=ref_id,
            data_source=self._data_source,
            path="/value",
            body={
                "entityId": device,
                "componentName": self.component,
                "selectedProperties": [f"{name}{LATEST_SUFFIX}" for name in properties],
            },
            selector=NEWEST,
            columns=infinity.newest_columns(properties, LATEST_SUFFIX),
        )

    @property
    def _data_source(self) -> DataSourceRef:
        return DataSourceRef(infinity.PLUGIN, uid(self.twin, "twinmaker", "api"))
