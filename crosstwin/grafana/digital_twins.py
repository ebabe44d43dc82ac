"""Dashboards of Azure Digital Twins: the twins of each model, and their history in Azure Data Explorer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crosstwin_contract.digital_twins import API_VERSION, HOT_PROVIDER, OBSERVED_AT
from grafana_foundation_sdk.builders import dashboard, table, timeseries
from grafana_foundation_sdk.models.dashboard import DataSourceRef, DynamicConfigValue, VariableRefresh

from crosstwin.grafana import infinity, kusto
from crosstwin.grafana.groups import drawn, units_of
from crosstwin.grafana.infinity import NEWEST_TIME_COLUMN, InfinityQuery
from crosstwin.grafana.kusto import KustoQuery
from crosstwin.grafana.names import uid
from crosstwin.grafana.panels import WIDTH, show_units
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.fields import PropertyType

# Rows of a page of the Query API, whose next page Infinity cannot ask for: it is named in the body.
MOST_ROWS = 1_000
# https://learn.microsoft.com/azure/digital-twins/reference-service-limits
_LONGEST_QUERY = 8_000
_MODELS_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class DataHistory:
    """Where the twins' changes are kept. `cloud` is Grafana's name of the cloud of Azure."""

    cluster_url: str
    database: str
    cloud: str


@dataclass(frozen=True, slots=True)
class DigitalTwinsOutputs:
    """What l4-azure exports for those who read its twins. `models` has each model's telemetry by its id."""

    host: str
    tenant_id: str
    models: Mapping[str, Mapping[str, PropertyType]]
    data_history: DataHistory | None = None


@dataclass(frozen=True, slots=True)
class _Model:
    """A model with what twin.yaml says of its devices."""

    id: str
    title: str
    telemetry: Mapping[str, PropertyType]
    units: Mapping[str, str]


def twins(deployment: Deployment, found: DigitalTwinsOutputs, name: str) -> dict[str, dashboard.Dashboard]:
    """A table for each model, ten in a dashboard: the first is `name`, the next `name-2`."""
    models = list(_models(deployment, found.models))
    pages = [models[first : first + _MODELS_A_PAGE] for first in range(0, len(models), _MODELS_A_PAGE)] or [
        []
    ]
    title = f"{deployment.digital_twin_name}: Azure Digital Twins"
    built = {}
    for number, page in enumerate(pages, 1):
        one = dashboard.Dashboard(title if len(pages) == 1 else f"{title} ({number} of {len(pages)})")
        for panel_number, model in enumerate(page, 1):
            one.with_panel(_table(deployment.digital_twin_name, model).id(panel_number))
        built[name if number == 1 else f"{name}-{number}"] = one
    return built


def history(deployment: Deployment) -> dashboard.Dashboard:
    """What Azure Data Explorer has of chosen twins: numbers over time, other values, and what was changed."""
    twin = deployment.digital_twin_name
    source = DataSourceRef(kusto.PLUGIN, uid(twin, "history"))
    chosen = (
        dashboard.QueryVariable("twin")
        .label("Twin")
        .datasource(source)
        .query(KustoQuery(ref_id="twin", data_source=source, query=kusto.TWINS, format="table").to_json())
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
        .multi(True)
    )
    numbers = KustoQuery(ref_id="A", data_source=source, query=kusto.NUMBERS, format="time_series")
    others = KustoQuery(ref_id="A", data_source=source, query=kusto.OTHERS, format="table")
    lives = KustoQuery(ref_id="A", data_source=source, query=kusto.LIVES, format="table")
    lines = timeseries.Panel().title("Numbers").span(WIDTH).height(9).span_nulls(True)
    return (
        dashboard.Dashboard(f"{twin}: history of Azure Digital Twins")
        .with_variable(chosen)
        .with_panel(lines.id(1).datasource(source).with_target(numbers))
        .with_panel(_listed("Other values", others).id(2))
        .with_panel(_listed("Twins that were created and deleted", lives).id(3))
    )


def _listed(title: str, query: KustoQuery) -> table.Panel:
    panel = table.Panel().title(title).span(WIDTH // 2).height(9).datasource(query.data_source)
    return panel.with_target(query).no_value("no data")


def _table(twin: str, model: _Model) -> table.Panel:
    query = InfinityQuery(
        ref_id="A",
        data_source=DataSourceRef(infinity.PLUGIN, uid(twin, "digital-twins")),
        path="/query",
        parameters=(("api-version", API_VERSION),),
        body={"query": query_text(model.id, list(model.telemetry))},
        selector="value",
        columns=infinity.twin_columns(model.telemetry),
    )
    panel = table.Panel().title(model.title).span(WIDTH).height(8).datasource(query.data_source)
    panel.override_by_name(NEWEST_TIME_COLUMN, [DynamicConfigValue("unit", "dateTimeFromNow")])
    show_units(panel, model.units)
    return panel.with_target(query).no_value("no data")


def query_text(model: str, properties: Sequence[str]) -> str:
    """The twins of one model, each with what a table shows of it."""
    names = ("$dtId", HOT_PROVIDER, OBSERVED_AT, *properties)
    end = f"FROM digitaltwins T WHERE IS_OF_MODEL(T, '{model}')"
    text = f"SELECT {', '.join(f'T.{name}' for name in names)} {end}"
    return text if len(text) <= _LONGEST_QUERY else f"SELECT * {end}"


def _models(deployment: Deployment, models: Mapping[str, Mapping[str, PropertyType]]) -> Iterator[_Model]:
    """In the order of twin.yaml: models of types, then those of devices with properties of their own."""
    of_types = {_type_of(model): model for model in models if _type_of(model) in deployment.device_types}
    for name, kind in deployment.device_types.items():
        if (model := of_types.get(name)) is not None:
            count = sum(device.type == name for device in deployment.devices)
            yield _Model(model, _title(name, count), drawn(models[model]), units_of(kind.properties))
    for model, telemetry in models.items():
        if model in of_types.values():
            continue
        alike = [
            device for device in deployment.devices if not device.type and device.properties == telemetry
        ]
        units = units_of(alike[0].definitions or {}) if alike else {}
        yield _Model(model, _title(", ".join(telemetry), len(alike)), drawn(telemetry), units)


def _type_of(model: str) -> str:
    """`press` of `dtmi:crosstwin:factory:press_0a1b2c3d;1`."""
    return model.rpartition(":")[2].rpartition("_")[0]


def _title(name: str, count: int) -> str:
    return name if count <= MOST_ROWS else f"{name} (the first {MOST_ROWS:,} of {count:,})"
