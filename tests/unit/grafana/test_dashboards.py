"""Which dashboards a fleet has: pages, rows, variables and units."""

from __future__ import annotations

import json
import re
from itertools import combinations
from typing import Any

import pytest

from crosstwin.grafana import infinity
from crosstwin.grafana.infinity import NEWEST_TIME_COLUMN
from crosstwin.twin.deployment import parse
from crosstwin.twin.fields import CLOUDS
from tests.unit.grafana.checks import assert_valid, panels
from tests.unit.grafana.conftest import Written, queries, twin, written


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
