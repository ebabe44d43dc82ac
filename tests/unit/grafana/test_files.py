"""Every combination of layers gives valid files, and the same twin the same files."""

from __future__ import annotations

import json
import re
from itertools import combinations, product
from typing import Any
from urllib.parse import urlsplit

import hcl2
import pytest
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard
from pydantic import BaseModel

from crosstwin.errors import TwinFileError, UnsupportedCloudError
from crosstwin.grafana import infinity, kusto, twinmaker
from crosstwin.grafana.files import TwinMakerOutputs
from crosstwin.grafana.infinity import NEWEST_TIME_COLUMN
from crosstwin.grafana.matrix import GRAFANAS, Pattern, patterns
from crosstwin.grafana.names import uid
from crosstwin.packages.places import ROOT
from crosstwin.twin.deployment import parse
from crosstwin.twin.fields import CLOUDS
from crosstwin.twin.names import COMPONENT
from tests.unit.grafana import models
from tests.unit.grafana.conftest import TOKEN, Written, queries, twin, written

DATA_SOURCES: dict[str, type[BaseModel]] = {
    infinity.PLUGIN: models.Infinity,
    kusto.PLUGIN: models.DataExplorer,
    twinmaker.PLUGIN: models.TwinMaker,
}
QUERIES: dict[str, type[BaseModel]] = {
    infinity.PLUGIN: models.InfinityQuery,
    kusto.PLUGIN: models.KustoQuery,
    twinmaker.PLUGIN: models.TwinMakerQuery,
}
TWELVE = list(product(CLOUDS, GRAFANAS))
LAYERS = [(layer_3, layer_4, layer_5) for layer_3, layer_5 in TWELVE for layer_4 in ("aws", "azure")]


def panels(dashboard: dict[str, Any]) -> list[dict[str, Any]]:
    return [panel for panel in dashboard["panels"] if panel["type"] != "row"]


def assert_valid(found: Written) -> None:
    by_uid = {source["uid"]: source for source in found.data_sources}
    assert len(by_uid) == len(found.data_sources)
    for source in found.data_sources:
        DATA_SOURCES[source["type"]].model_validate(source)
    for text in found.dashboards.values():
        # Grafana's own model has a place for all of it.
        known = json.loads(json.dumps(Dashboard.from_json(json.loads(json.dumps(text))), cls=JSONEncoder))
        assert known == text
        assert re.fullmatch(r"[a-zA-Z0-9_-]{1,40}", text["uid"])
        for query in queries(text):
            QUERIES[query["datasource"]["type"]].model_validate(query)
            assert by_uid[query["datasource"]["uid"]]["type"] == query["datasource"]["type"]
        assert all(panel["datasource"] == panel["targets"][0]["datasource"] for panel in panels(text))


def test_hot_readers_of_three_clouds_and_four_grafanas_are_twelve_combinations() -> None:
    assert len(TWELVE) == 12
    assert set(GRAFANAS) == {"aws", "azure", "gcp", "grafana-cloud"}


@pytest.mark.parametrize(("layer_3", "layer_4", "layer_5"), LAYERS, ids="-".join)
def test_each_combination_gives_valid_files(layer_3: str, layer_4: Any, layer_5: Any) -> None:
    found = written(twin(layer_3, layer_4, layer_5))
    assert_valid(found)
    assert tuple(part.pattern for part in found.parts) == patterns(layer_4, layer_5)
    assert {source["uid"] for source in found.data_sources} >= {
        f"factory-{layer_3}-history",
        f"factory-{layer_3}-newest",
    }
    twin_dashboard = "twinmaker.json" if layer_4 == "aws" else "digital-twins.json"
    assert set(found.dashboards) == {"telemetry.json", twin_dashboard}


@pytest.mark.parametrize(
    ("layer_4", "layer_5", "pattern"),
    [
        ("aws", "aws", "A"),
        ("aws", "gcp", "A"),
        ("aws", "azure", "C"),
        ("aws", "grafana-cloud", "C"),
        ("azure", "azure", "A"),
        *(("azure", layer_5, "C") for layer_5 in GRAFANAS if layer_5 != "azure"),
    ],
)
def test_twin_service_is_read_by_its_plugin_or_by_its_api(layer_4: Any, layer_5: Any, pattern: str) -> None:
    assert patterns(layer_4, layer_5) == (Pattern.HOT_READERS, Pattern(pattern))


def test_layer_4_on_google_cloud_is_refused_with_the_reason() -> None:
    with pytest.raises(UnsupportedCloudError, match="Google has no digital-twin service"):
        twin("aws", "gcp", "aws")


def test_without_twinmaker_only_the_hot_readers_are_read() -> None:
    found = written(twin(), lambda _: None)
    assert_valid(found)
    assert [part.pattern for part in found.parts] == [Pattern.HOT_READERS]


@pytest.mark.parametrize(("layer_3", "layer_4", "layer_5"), LAYERS, ids="-".join)
def test_secrets_go_to_one_url_and_into_no_file(layer_3: str, layer_4: str, layer_5: str) -> None:
    found = written(twin(layer_3, layer_4, layer_5))
    assert TOKEN not in "".join(found.texts.values())
    for source in found.data_sources:
        if source["type"] == infinity.PLUGIN:
            (allowed,) = source["jsonData"]["allowedHosts"]
            # Infinity compares the beginnings of URLs, and a host name could go on.
            assert urlsplit(allowed).path
            assert f"{source['url']}/".startswith(allowed)
    for dashboard in found.dashboards.values():
        # Below the data source's URL: no dashboard names a host.
        assert all(
            query.get("url", "") in ("", "/history", "/value", "/query") for query in queries(dashboard)
        )
        assert "apiKey" not in json.dumps(dashboard)
        assert "://" not in json.dumps(list(queries(dashboard)))


def test_devices_that_are_asked_alike_share_a_row_and_a_variable() -> None:
    devices = "\n".join(
        [
            *(f"  - {{id: pump-{n}, properties: {{rpm: integer, running: boolean}}}}" for n in range(11)),
            "  - {id: pump-11, properties: {running: boolean, rpm: integer}}",
            "  - {id: fan-1, properties: {speed: double}}",
            "  - {id: pump-far, hot_provider: gcp, properties: {rpm: integer, running: boolean}}",
        ]
    )
    dashboard = written(twin("aws", devices=devices)).dashboards["telemetry.json"]
    variables = {one["name"]: one for one in dashboard["templating"]["list"]}
    assert {name: one["query"] for name, one in variables.items()} == {
        "device": ",".join(f"pump-{n}" for n in range(12)),
        "device_2": "fan-1",
        "device_3": "pump-far",
    }
    # Ten devices of three kinds at first, so that a fleet does not ask a reader all at once.
    assert variables["device"]["current"]["value"] == [f"pump-{n}" for n in range(3)]
    assert variables["device_2"]["current"]["value"] == ["$__all"]
    rows = [panel for panel in dashboard["panels"] if panel["type"] == "row"]
    assert [(row.get("repeat"), row["title"]) for row in rows] == [
        (None, "Overview"),
        ("device", "${device}"),
        ("device_2", "${device_2}"),
        ("device_3", "${device_3}"),
    ]
    assert [panel["type"] for panel in dashboard["panels"]] == [
        *("row", "table"),  # of the pumps: the other kinds have one device each
        *("row", "stat", "timeseries", "state-timeline"),
        *("row", "stat", "timeseries"),
        *("row", "stat", "timeseries", "state-timeline"),
    ]
    sources = [query["datasource"]["uid"].rpartition("-")[0] for query in queries(dashboard)]
    assert sources == [*["factory-aws"] * 6, *["factory-gcp"] * 3]


def _fleet(devices: int) -> str:
    """Devices of which no two have the same properties."""
    return "\n".join(
        f"  - {{id: device-{n}, properties: {{p{n}: double, state{n}: string}}}}" for n in range(devices)
    )


@pytest.mark.parametrize("devices", [10, 11, 30, 249])
@pytest.mark.parametrize("layer_5", ["aws", "azure"])
def test_each_dashboard_opens_with_ten_devices_at_most(devices: int, layer_5: str) -> None:
    found = written(twin("aws", layer_5=layer_5, devices=_fleet(devices)))
    pages = {name: page for name, page in found.dashboards.items() if name.startswith("telemetry")}
    assert len(pages) == -(-devices // 10)
    assert len({page["uid"] for page in pages.values()}) == len({page["title"] for page in pages.values()})
    assert sorted(_shown(pages)) == sorted(f"device-{n}" for n in range(devices))
    for page in pages.values():
        assert len(_shown({"": page})) <= 10
        assert len(panels(page)) <= 30
    assert_valid(found)


def test_a_thousand_devices_of_different_properties_open_no_more_panels_than_ten() -> None:
    pages = written(twin("aws", "azure", devices=_fleet(1000))).dashboards
    assert len(pages) == 100 + 1
    assert max(len(panels(page)) for page in pages.values()) == 30


def test_ten_devices_at_first_are_shared_among_the_kinds_of_a_dashboard() -> None:
    pumps = "\n".join(f"  - {{id: pump-{n}, properties: {{rpm: integer}}}}" for n in range(20))
    fans = "\n".join(f"  - {{id: fan-{n}, properties: {{speed: double}}}}" for n in range(20))
    page = written(twin(devices=f"{pumps}\n{fans}")).dashboards["telemetry.json"]
    assert _shown({"": page}) == [*(f"pump-{n}" for n in range(5)), *(f"fan-{n}" for n in range(5))]


def test_dashboards_of_many_kinds_have_a_menu_of_each_other() -> None:
    found = written(twin(devices=_fleet(11))).dashboards
    assert [found[name]["title"] for name in ("telemetry.json", "telemetry-2.json")] == [
        "factory: telemetry (1 of 2)",
        "factory: telemetry (2 of 2)",
    ]
    for name in ("telemetry.json", "telemetry-2.json"):
        (link,) = found[name]["links"]
        assert (link["type"], link["asDropdown"], link["tags"]) == ("dashboards", True, found[name]["tags"])


def test_variables_of_one_dashboard_have_different_labels() -> None:
    """The same properties with other types are another row."""
    devices = "  - {id: a1, properties: {load: double}}\n  - {id: b1, properties: {load: string}}"
    page = written(twin(devices=devices)).dashboards["telemetry.json"]
    assert [one["label"] for one in page["templating"]["list"]] == [
        "aws: load (double)",
        "aws: load (string)",
    ]


TYPES = """\
device_types:
  press: {properties: {force: {type: double, unit: kN}, strokes: long, jog: {type: list, of: double}}}
  pump: {properties: {rpm: {type: integer, unit: 1/min}, running: boolean}}
"""


def _typed(devices: str, layer_5: str = "aws") -> Written:
    head, tail = "digital_twin_name: factory\nproviders:", "aws: {region: eu-central-1}"
    return written(
        parse(
            f"{head} {{layer_3_hot_provider: aws, layer_4_provider: aws, layer_5_provider: {layer_5}}}\n"
            f"{TYPES}devices:\n{devices}\n{tail}\n"
            "azure: {location: westeurope, subscription_id: 00000000-0000-0000-0000-000000000000}\n"
            "gcp: {project: some-project, region: europe-west1}\n"
        )
    )


PRESSES = "\n".join(
    f"  - {{id: press-{n}, type: press, hot_provider: {CLOUDS[n % 3]}}}" for n in range(3 * 110)
)


def test_a_type_has_a_dashboard_with_its_devices_as_variables_and_one_query_a_cloud_for_all() -> None:
    one = "  - {id: fan-1, properties: {speed: double}}"
    found = _typed(f"{PRESSES}\n  - {{id: pump-1, type: pump}}\n{one}")
    assert_valid(found)
    names = ("", "-press", "-pump")
    assert set(found.dashboards) == {
        *(f"telemetry{name}.json" for name in names),
        *(f"twinmaker{name}.json" for name in names),
    }
    press = found.dashboards["telemetry-press.json"]
    assert press["title"] == "factory: telemetry of press"
    assert [(one["name"], one["label"]) for one in press["templating"]["list"]] == [
        ("device", "aws: press"),
        ("device_2", "azure: press"),
        ("device_3", "gcp: press"),
    ]
    tables = [panel for panel in press["panels"] if panel["type"] == "table"]
    assert [panel["datasource"]["uid"] for panel in tables] == [f"factory-{cloud}-newest" for cloud in CLOUDS]
    bodies = [query["url_options"]["data"] for panel in tables for query in panel["targets"]]
    assert [body.replace("${device:doublequote}", '"press-0","press-3"') for body in bodies[:1]] == [
        '{"source_cloud":"aws","target_layer":"L3-hot","payload":'
        '{"devices":["press-0","press-3"],"selectedProperties":["force","strokes"]}}'
    ]
    assert len(bodies) == 3
    # More devices than one query takes cannot be selected at once.
    assert [one["includeAll"] for one in press["templating"]["list"]] == [False, False, False]
    assert found.dashboards["telemetry-pump.json"]["templating"]["list"][0]["includeAll"] is True
    assert all(page["links"] for page in found.dashboards.values())


def test_a_dashboard_of_a_type_opens_with_ten_devices_at_most_whatever_the_fleet() -> None:
    for name, page in _typed(PRESSES).dashboards.items():
        assert len(_shown({"": page})) <= 10, name
        assert len(panels(page)) <= 13, name


def test_numbers_have_their_unit_on_axes_and_beside_values() -> None:
    found = _typed("\n".join(f"  - {{id: press-{n}, type: press}}" for n in range(2)))
    for name in ("telemetry-press.json", "twinmaker-press.json"):
        for panel in panels(found.dashboards[name]):
            units = {
                override["matcher"]["options"]: property_["value"]
                for override in panel["fieldConfig"]["overrides"]
                for property_ in override["properties"]
                if property_["id"] == "unit"
            }
            # Without `suffix:`, some units are ids of Grafana's own: `m` is minutes.
            assert units.pop("force") == "suffix:kN"
            assert units in ({}, {NEWEST_TIME_COLUMN: "dateTimeFromNow"})


def test_a_type_that_is_called_as_a_second_dashboard_keeps_its_name() -> None:
    """Eleven component names of a type are two dashboards in TwinMaker: a query names the component."""
    pumps = "\n".join(f"  - {{id: fan-{n}, properties: {{speed: double}}}}" for n in range(11))
    probes = "\n".join(
        f"  - {{id: probe-{n}, type: pump, component_of: fan-{n}, component: probe{n}}}" for n in range(11)
    )
    text = f"{pumps}\n{probes}\n  - {{id: press-2, type: press}}"
    found = _typed(text).dashboards
    assert {name for name in found if name.startswith("twinmaker-")} == {
        *("twinmaker-pump.json", "twinmaker-pump-2.json", "twinmaker-press.json")
    }
    labels = [one["label"] for one in found["twinmaker-pump.json"]["templating"]["list"]]
    assert labels == [f"TwinMaker probe{n}: pump" for n in range(10)]


def test_variables_of_devices_that_differ_in_a_unit_alone_have_different_labels() -> None:
    devices = (
        "  - {id: a1, properties: {load: double}}\n  - {id: b1, properties: {load: {type: double, unit: t}}}"
    )
    page = written(twin(devices=devices)).dashboards["telemetry.json"]
    labels = [one["label"] for one in page["templating"]["list"]]
    assert labels == ["aws: load (double)", "aws: load (double, t)"]


def test_a_device_that_is_typed_into_a_variable_cannot_change_the_query() -> None:
    for layer_5 in ("aws", "azure"):
        for name in ("telemetry.json", "twinmaker.json"):
            for query in queries(written(twin("aws", "aws", layer_5)).dashboards[name]):
                if query["datasource"]["type"] == infinity.PLUGIN:
                    body = query["url_options"]["data"]
                    assert re.findall(r"\$\{device\w*[^}]*\}", body) in (
                        ["${device:doublequote}"],
                        ["${device_2:doublequote}"],
                    )
                    json.loads(re.sub(r"\$\{device\w*:doublequote\}", r'"x\\"y"', body))


def _shown(pages: dict[str, Any]) -> list[str]:
    """The devices that dashboards show when they are opened."""
    shown = []
    for page in pages.values():
        for one in page["templating"]["list"]:
            value = one["current"]["value"]
            shown += one["query"].split(",") if value == ["$__all"] else value
    return shown


def test_panels_lie_side_by_side_without_overlap() -> None:
    for dashboard in written(twin()).dashboards.values():
        places = [panel["gridPos"] for panel in dashboard["panels"]]
        assert all(place["x"] + place["w"] <= 24 for place in places)
        for one, other in combinations(places, 2):
            apart = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
            below = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
            assert apart or below, (one, other)
        ids = [panel["id"] for panel in dashboard["panels"]]
        assert len(set(ids)) == len(ids)


def test_twinmaker_is_asked_for_at_most_ten_properties_at_once() -> None:
    many = "  - {id: press-2, properties: {" + ", ".join(f"p{n}: double" for n in range(23)) + "}}"
    for layer_5 in ("aws", "azure"):
        dashboard = written(twin("aws", "aws", layer_5, devices=many)).dashboards["twinmaker.json"]
        for panel in panels(dashboard):
            asked = [
                query.get("properties")
                or json.loads(query["url_options"]["data"].replace("${device:doublequote}", '"d"'))[
                    "selectedProperties"
                ]
                for query in panel["targets"]
            ]
            assert [len(properties) for properties in asked] == [10, 10, 3]
            assert len({query["refId"] for query in panel["targets"]}) == 3


def test_dashboards_ask_the_component_that_the_module_makes() -> None:
    with (ROOT / "modules/aws-twinmaker/entities.tf").open() as file:
        (names,) = (block for block in hcl2.load(file)["locals"] if "component_name" in block)
    assert names["component_name"].strip('"') == COMPONENT


def test_everyone_is_refused_as_a_reader_of_twinmaker() -> None:
    with pytest.raises(TwinFileError, match=r"trusted_principal_arns\[0\].*expected a list of ARNs"):
        parse(
            "digital_twin_name: factory\n"
            "providers: {layer_3_hot_provider: aws, layer_4_provider: aws, layer_5_provider: aws}\n"
            "devices: [{id: pump-7, properties: {rpm: integer}}]\n"
            "aws: {region: eu-central-1, dashboard_access: {trusted_principal_arns: ['*']}}\n"
        )


@pytest.mark.parametrize("role", [None, "arn:aws:iam::123456789012:role/factory-twinmaker-dashboard"])
def test_the_plugin_assumes_the_dashboard_role_if_there_is_one(role: str | None) -> None:
    (source,) = (
        source
        for source in written(twin(), lambda _: TwinMakerOutputs("eu-west-1", "factory", role)).data_sources
        if source["type"] == twinmaker.PLUGIN
    )
    assert source["jsonData"].get("assumeRoleArn") == role
    assert source["jsonData"]["defaultRegion"] == "eu-west-1"


def test_the_same_twin_gives_the_same_files() -> None:
    assert written(twin()).texts == written(twin()).texts


def test_uids_are_stable_and_within_grafanas_limit() -> None:
    assert uid("factory", "aws", "history") == "factory-aws-history"
    long = uid("a" * 32, "azure", "history")
    assert len(long) == 40
    assert long != uid("a" * 32, "azure", "newest")
    assert_valid(written(twin(name="a" * 32)))
