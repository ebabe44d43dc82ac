"""Layer 4 on Azure: the graph out of twin.yaml, and readers of all clouds."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from tests.unit.stacks.twin import AZURE, FLEET_TWIN, PLACEHOLDER, Twin, synthesize, twin_yaml

Synthesized = Callable[[str], Twin]

CLOUDS = ("aws", "azure", "gcp")
ALL = [clouds for count in (1, 2, 3) for clouds in combinations(CLOUDS, count)]
GROUP = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/plant/providers"
FLEET = (FLEET_TWIN + AZURE).replace("layer_4_provider: aws", "layer_4_provider: azure")


def of_clouds(*clouds: str) -> str:
    devices = "".join(
        f"  - {{id: pump-{cloud}, hot_provider: {cloud}, properties: {{rpm: integer}}}}\n"
        for cloud in clouds[1:]
    )
    return twin_yaml(clouds[0], layer_4="azure", devices=devices)


def section(text: str) -> str:
    return twin_yaml("azure", layer_4="azure").replace(AZURE, f"{AZURE[:-2]}, digital_twins: {text}}}\n")


@pytest.mark.parametrize("clouds", ALL, ids="-".join)
def test_reads_each_cloud_with_its_own_token_from_the_state_of_layer_3(
    clouds: tuple[str, ...], synthesized: Synthesized
) -> None:
    twin = synthesized(of_clouds(*clouds))

    assert twin.stacks == [*(f"l3-{cloud}" for cloud in clouds), "l4-azure"]
    assert sorted(twin.manifest["l4-azure"]["dependencies"]) == [f"l3-{cloud}" for cloud in clouds]
    module = twin.modules("l4-azure")["digital-twins"]
    for name, output in (
        ("remote_reader_last_entry_urls", "hot_reader_last_entry_url"),
        ("inter_cloud_tokens", "inter_cloud_token"),
    ):
        assert module[name] == {
            cloud: f"${{data.terraform_remote_state.l3-{cloud}.outputs.{output}}}" for cloud in clouds
        }
    devices = {name: device["hot_provider"] for name, device in module["devices"].items()}
    assert devices == {"sensor-1": clouds[0]} | {f"pump-{cloud}": cloud for cloud in clouds[1:]}


def test_types_places_and_components_reach_the_graph(synthesized: Synthesized) -> None:
    module = synthesized(FLEET).modules("l4-azure")["digital-twins"]

    assert module["device_types"] == {
        "press": {
            "properties": {"force": "double", "position": "list", "fault": "map"},
            "units": {"force": "kN"},
            "elements": {"position": "double", "fault": "string"},
            "constants": {
                "maker": {"type": "string", "value": "ACME"},
                "rated": {"type": "double", "value": "80.0"},
            },
        }
    }
    assert module["places"] == {"plant": {}, "line-1": {"parent": "plant"}}
    assert module["devices"] == {
        "press-1": {
            "hot_provider": "aws",
            "type": "press",
            "parent": "line-1",
            "constants": {"rated": {"type": "double", "value": "100.5"}},
        },
        "press-2": {
            "hot_provider": "gcp",
            "type": "press",
            "component_of": "pump:7",
            "component": "press",
        },
        "pump:7": {"hot_provider": "aws", "properties": {"rpm": "integer"}, "units": {"rpm": "1/min"}},
    }


def test_without_a_section_the_module_decides(synthesized: Synthesized) -> None:
    stack = synthesized(of_clouds("azure")).json("l4-azure")
    module = stack["module"]["digital-twins"]

    assert module["refresh_seconds"] == 60
    assert module["deletion_protection"] is True
    assert module["alarms"] == {"actions": []}
    assert not {"existing_instance", "data_history", "reader_principal_ids", "allow_deletions"} & set(module)
    assert set(stack["output"]) == {
        "digital_twins_host",
        "digital_twins_id",
        "tenant_id",
        "models",
        "graph_hash",
    }


def test_the_section_reaches_the_module(synthesized: Synthesized) -> None:
    instance = f"{GROUP}/Microsoft.DigitalTwins/digitalTwinsInstances/plant"
    cluster = f"{GROUP}/Microsoft.Kusto/clusters/plant"
    action = f"{GROUP}/Microsoft.Insights/actionGroups/plant"
    stack = synthesized(
        section(
            f"{{refresh_seconds: 300, existing_instance: {{id: {instance}}}, "
            f"data_history: {{kusto_cluster_id: {cluster}, kusto_database_name: twins}}, "
            "reader_principal_ids: {grafana: 00000000-0000-0000-0000-000000000001}, "
            f"allow_deletions: {'0a' * 32}}}, alarm_actions: [{action}]"
        )
    ).json("l4-azure")
    module = stack["module"]["digital-twins"]

    assert module["refresh_seconds"] == 300
    assert module["existing_instance"] == {"id": instance}
    assert module["data_history"] == {"kusto_cluster_id": cluster, "kusto_database_name": "twins"}
    assert module["reader_principal_ids"] == {"grafana": "00000000-0000-0000-0000-000000000001"}
    assert (module["alarms"], module["allow_deletions"]) == ({"actions": [action]}, "0a" * 32)
    assert "data_history_uri" in stack["output"]


def test_an_emptied_twin_has_no_device_and_still_its_readers(synthesized: Synthesized) -> None:
    module = synthesized(section("{empty: true}")).modules("l4-azure")["digital-twins"]
    assert module["devices"] == {}
    assert not {"device_types", "places"} & set(module)
    assert set(module["remote_reader_last_entry_urls"]) == {"azure"}


def test_azure_registers_what_the_twin_needs_and_no_more(synthesized: Synthesized) -> None:
    def registered(text: str) -> set[str]:
        (provider,) = synthesized(text).json("l4-azure")["provider"]["azurerm"]
        return set(provider["resource_providers_to_register"])

    assert "Microsoft.DigitalTwins" in registered(of_clouds("aws"))
    assert not {"Microsoft.DocumentDB", "Microsoft.EventHub"} & registered(of_clouds("aws"))
    assert "Microsoft.DocumentDB" in registered(of_clouds("azure"))
    cluster = f"{GROUP}/Microsoft.Kusto/clusters/plant"
    history = section(f"{{data_history: {{kusto_cluster_id: {cluster}, kusto_database_name: twins}}}}")
    assert "Microsoft.EventHub" in registered(history)


def test_placeholders_show_a_plan_and_refuse_an_apply(tmp_path: Path) -> None:
    twin = synthesize(of_clouds("gcp"), tmp_path / "cdktf.out", ["l3-gcp"])

    stack = twin.json("l4-azure")
    module = stack["module"]["digital-twins"]
    assert "data" not in stack, "no state is read"
    url = f"https://{PLACEHOLDER}-l3-gcp-hot-reader-last-entry-url.invalid/"
    assert module["remote_reader_last_entry_urls"] == {"gcp": url}
    assert module["inter_cloud_tokens"] == {"gcp": f"{PLACEHOLDER}-l3-gcp-inter-cloud-token"}
    assert "depends_on" not in module, "Terraform would read its data sources in the apply only"


def test_the_folder_stands_alone_and_holds_no_secret(synthesized: Synthesized) -> None:
    twin = synthesized(of_clouds(*CLOUDS))
    folder, module = twin.folder("l4-azure"), twin.modules("l4-azure")["digital-twins"]

    assert module["source"] == "./modules/azure-digital-twins"
    assert (folder / module["source"] / "graph.tf").is_file()
    assert not (folder / module["source"] / "tests").exists()
    assert (folder / module["data_connector_package"]).is_file()
    assert all(token.startswith("${") for token in module["inter_cloud_tokens"].values())


def test_an_existing_reader_is_asked_with_the_token_of_its_variable(synthesized: Synthesized) -> None:
    url = "https://plant.example.com/hot-reader"
    reader = f"{{hot_reader_url: {url}, hot_reader_last_entry_url: {url}-last-entry, token_variable: plant}}"
    twin = synthesized(of_clouds("aws", "gcp") + f"readers: {{gcp: {reader}}}\n")

    assert twin.stacks == ["l3-aws", "l4-azure"]
    module = twin.modules("l4-azure")["digital-twins"]
    assert module["remote_reader_last_entry_urls"]["gcp"] == f"{url}-last-entry"
    assert module["inter_cloud_tokens"]["gcp"] == "${var.plant}"
    assert twin.json("l4-azure")["variable"]["plant"]["sensitive"] is True
