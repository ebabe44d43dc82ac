"""Every combination of layers gives valid files, and the same twin the same files."""

from __future__ import annotations

import json
from itertools import product
from typing import Any
from urllib.parse import urlsplit

import hcl2
import pytest

from crosstwin.errors import TwinFileError, UnsupportedCloudError
from crosstwin.grafana import infinity, twinmaker
from crosstwin.grafana.files import TwinMakerOutputs
from crosstwin.grafana.matrix import GRAFANAS, Pattern, patterns
from crosstwin.grafana.names import uid
from crosstwin.packages.places import ROOT
from crosstwin.twin.deployment import parse
from crosstwin.twin.fields import CLOUDS
from crosstwin.twin.names import COMPONENT
from tests.unit.grafana.checks import assert_valid, panels
from tests.unit.grafana.conftest import TOKEN, queries, twin, written

TWELVE = list(product(CLOUDS, GRAFANAS))


LAYERS = [(layer_3, layer_4, layer_5) for layer_3, layer_5 in TWELVE for layer_4 in ("aws", "azure")]


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
