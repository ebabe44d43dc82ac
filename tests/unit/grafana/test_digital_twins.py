"""Dashboards of Azure Digital Twins: one typed query a model, and the history in Azure Data Explorer."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from crosstwin.grafana import kusto
from crosstwin.grafana.digital_twins import DataHistory, DigitalTwinsOutputs
from crosstwin.grafana.files import variables
from crosstwin.grafana.infinity import NEWEST_TIME_COLUMN
from crosstwin.packages.places import ROOT
from crosstwin.twin.deployment import Deployment, parse
from tests.unit.grafana.checks import assert_valid, panels
from tests.unit.grafana.conftest import DIGITAL_TWINS, Written, queries, twin, written

HISTORY = DataHistory("https://plant.westeurope.kusto.windows.net", "twins", "AzureCloud")
PRESS = "dtmi:crosstwin:factory:press_0a0a0a0a;1"


def of_azure(layer_5: str = "azure", outputs: DigitalTwinsOutputs = DIGITAL_TWINS) -> Written:
    return written(twin("aws", "azure", layer_5), lambda _: outputs)


def typed(devices: int) -> Deployment:
    return parse(
        "digital_twin_name: factory\n"
        "providers: {layer_3_hot_provider: aws, layer_4_provider: azure, layer_5_provider: azure}\n"
        "device_types:\n"
        "  press: {properties: {force: {type: double, unit: kN}, jog: {type: list, of: double}}}\n"
        f"devices: [{', '.join(f'{{id: press-{n}, type: press}}' for n in range(devices))}]\n"
        "aws: {region: eu-central-1}\n"
        "azure: {location: westeurope, subscription_id: 00000000-0000-0000-0000-000000000000}\n"
    )


def only(found: Written, name: str) -> dict[str, Any]:
    (source,) = (source for source in found.data_sources if source["uid"] == name)
    return source


def test_each_model_has_one_query_with_its_columns() -> None:
    found = of_azure()
    assert_valid(found)
    first, second = list(queries(found.dashboards["digital-twins.json"]))
    assert json.loads(second["url_options"]["data"])["query"] == (
        "SELECT T.$dtId, T.hotProvider, T.observedAt, T.rpm, T.running FROM digitaltwins T "
        "WHERE IS_OF_MODEL(T, 'dtmi:crosstwin:factory:device_0b0b0b0b;1')"
    )
    assert [(column["selector"], column["type"]) for column in second["columns"]] == [
        ("$dtId", "string"),
        ("hotProvider", "string"),
        ("observedAt", "timestamp"),
        ("rpm", "number"),
        ("running", "boolean"),
    ]
    assert "T.temperature, T.humidity, T.status" in first["url_options"]["data"]


def test_a_table_shows_how_old_values_are_units_and_no_list() -> None:
    outputs = replace(DIGITAL_TWINS, models={PRESS: {"force": "double", "jog": "list"}})
    (panel,) = panels(written(typed(2), lambda _: outputs).dashboards["digital-twins.json"])
    assert panel["title"] == "press"
    assert [column["selector"] for column in panel["targets"][0]["columns"]][3:] == ["force"]
    shown = {
        override["matcher"]["options"]: override["properties"][0]["value"]
        for override in panel["fieldConfig"]["overrides"]
    }
    assert shown == {NEWEST_TIME_COLUMN: "dateTimeFromNow", "force": "suffix:kN"}


def test_a_table_of_more_twins_than_a_page_says_so() -> None:
    outputs = replace(DIGITAL_TWINS, models={PRESS: {"force": "double"}})
    (panel,) = panels(written(typed(1_001), lambda _: outputs).dashboards["digital-twins.json"])
    assert panel["title"] == "press (the first 1,000 of 1,001)"


def test_a_dashboard_has_ten_models_at_most() -> None:
    models = {f"dtmi:crosstwin:factory:device_{n:08d};1": {f"p{n}": "double"} for n in range(11)}
    found = of_azure(outputs=replace(DIGITAL_TWINS, models=models)).dashboards
    assert len(panels(found["digital-twins.json"])) == 10
    assert len(panels(found["digital-twins-2.json"])) == 1


def test_a_query_that_would_be_too_long_asks_for_all_properties() -> None:
    properties = {f"property_{'x' * 200}_{n}": "double" for n in range(50)}
    models = {"dtmi:crosstwin:factory:device_0a0a0a0a;1": properties}
    found = of_azure(outputs=replace(DIGITAL_TWINS, models=models))
    (query,) = queries(found.dashboards["digital-twins.json"])
    assert json.loads(query["url_options"]["data"])["query"].startswith("SELECT * FROM digitaltwins T WHERE")
    assert len(query["columns"]) == 53


def test_host_and_tenant_are_those_of_the_stack_and_client_and_secret_variables() -> None:
    found = of_azure("grafana-cloud")
    source = only(found, "factory-digital-twins")
    assert source["url"] == "https://factory-twins.api.weu.digitaltwins.azure.net"
    assert source["jsonData"]["oauth2"]["token_url"] == (
        "https://login.microsoftonline.com/22222222-2222-2222-2222-222222222222/oauth2/v2.0/token"
    )
    assert variables(found.parts) == [
        "CROSSTWIN_FACTORY_AWS_TOKEN",
        "CROSSTWIN_FACTORY_AZURE_CLIENT_ID",
        "CROSSTWIN_FACTORY_AZURE_CLIENT_SECRET",
    ]


def test_without_a_data_history_there_is_none() -> None:
    found = of_azure()
    assert set(found.dashboards) == {"telemetry.json", "digital-twins.json"}
    assert not [source for source in found.data_sources if source["type"] == kusto.PLUGIN]


@pytest.mark.parametrize(("layer_5", "credentials"), [("azure", "msi"), ("gcp", "clientsecret")])
def test_a_data_history_has_a_data_source_and_a_dashboard(layer_5: str, credentials: str) -> None:
    found = of_azure(layer_5, replace(DIGITAL_TWINS, data_history=HISTORY))
    assert_valid(found)
    source = only(found, "factory-history")
    assert source["jsonData"]["azureCredentials"]["authType"] == credentials
    assert bool(source["secureJsonData"]) == (credentials == "clientsecret")
    assert (source["jsonData"]["clusterUrl"], source["jsonData"]["defaultDatabase"]) == (
        "https://plant.westeurope.kusto.windows.net",
        "twins",
    )
    dashboard = found.dashboards["digital-twins-history.json"]
    assert len(panels(dashboard)) == 3
    assert dashboard["templating"]["list"][0]["query"]["query"] == kusto.TWINS
    assert all("$__timeFilter" in query["query"] for query in queries(dashboard))
    assert dashboard["links"]


def test_the_history_asks_the_tables_that_the_module_has_azure_make() -> None:
    made = (ROOT / "modules/azure-digital-twins/history.tf").read_text()
    for table in ("AdtPropertyEvents", "AdtTwinLifecycleEvents"):
        assert f'= "{table}"' in made
        assert table in kusto.NUMBERS + kusto.LIVES
