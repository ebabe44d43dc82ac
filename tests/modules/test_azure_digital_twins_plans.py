"""modules/azure-digital-twins after its first apply: what later plans change, replace and keep."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("grpc")

from crosstwin.terraform.plan.summary import summarize
from tests.modules.conftest import SchemaTerraform
from tests.modules.module_source import Module
from tests.modules.plans import (
    Deployed,
    check_no_protection,
    check_protection,
    forgotten_children,
    refusal,
)

NAME = "azure-digital-twins"
APP = "azurerm_function_app_flex_consumption.connector"
INSTANCE = "azurerm_digital_twins_instance.twins[0]"
SETTINGS = "azapi_resource_action.app_settings"
GROUP = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers"
EXISTING = {"id": f"{GROUP}/Microsoft.DigitalTwins/digitalTwinsInstances/plant"}
HISTORY = {"kusto_cluster_id": f"{GROUP}/Microsoft.Kusto/clusters/plant", "kusto_database_name": "twins"}
PUMP = {"hot_provider": "aws", "properties": {"rpm": "integer"}}
# As of azure-hot-reader.
INDEPENDENT = [
    ("azurerm_application_insights.connector", APP),
    ("azurerm_application_insights.connector", SETTINGS),
    ("azurerm_storage_account.connector", APP),
    ("azurerm_storage_account.connector", SETTINGS),
    ("azurerm_storage_container.deployment", APP),
    ("azurerm_storage_blob.graph", SETTINGS),  # its name and container, which stay true
    ("azurerm_storage_container.graph", SETTINGS),
]


@pytest.fixture
def undeployed(module_copy: Callable[[str], SchemaTerraform]) -> Deployed:
    terraform = module_copy(NAME)
    (terraform.folder / "connector.zip").write_bytes(b"code")
    return Deployed(
        terraform.run,
        terraform.folder,
        digital_twin_name="factory",
        location="westeurope",
        data_connector_package="connector.zip",
        tags={"team": "plant"},
        devices={"pump-7": PUMP},
        remote_reader_last_entry_urls={"aws": "https://aws.example.com/"},
        inter_cloud_tokens={"aws": "00000000-0000-0000-0000-00000000000a"},
    )


@pytest.fixture
def deployed(undeployed: Deployed) -> Deployed:
    undeployed.apply()
    return undeployed


def graph_of(values: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(values["source_content"]))


def test_digital_twins_second_plan_is_empty(deployed: Deployed) -> None:
    assert deployed.actions() == {}


def test_digital_twins_children_are_planned_again_with_their_parents(
    undeployed: Deployed, modules: dict[str, Module]
) -> None:
    undeployed.apply(data_history=HISTORY)
    assert undeployed.actions() == {}
    assert forgotten_children(undeployed, modules[NAME], independent=INDEPENDENT) == []


def test_digital_twins_a_changed_graph_is_the_blob_alone_and_shows_twin_by_twin(deployed: Deployed) -> None:
    properties = {"rpm": "integer", "vibration": "double"}
    devices = {"pump-7": PUMP | {"properties": properties}, "sensor-2": PUMP}
    plan = deployed.plan(devices=devices)
    assert plan.actions() == {"azurerm_storage_blob.graph": "replace"}
    before = graph_of(plan.before("azurerm_storage_blob.graph"))["twins"]
    after = graph_of(plan.after("azurerm_storage_blob.graph"))["twins"]
    assert (before.keys(), after.keys()) == ({"pump-7"}, {"pump-7", "sensor-2"})
    assert before["pump-7"]["model"] == after["sensor-2"]["model"] != after["pump-7"]["model"]
    summary = summarize("l4-azure", plan.content)
    assert summary.notes == ("twins: +1 sensor-2, ~1 pump-7 (model, +vibration)",)
    paths = {field.path for change in summary.changes for field in change.fields}
    assert not {path for path in paths if path.startswith("source_content")}


def test_digital_twins_a_new_token_is_a_new_secret_and_a_new_setting(deployed: Deployed) -> None:
    token = "00000000-0000-0000-0000-00000000000b"
    assert deployed.actions(inter_cloud_tokens={"aws": token}) == {
        'azapi_resource_action.token_secret["aws"]': "replace",
        SETTINGS: "update",
    }


def test_digital_twins_a_further_cloud_leaves_the_first_alone(deployed: Deployed) -> None:
    planned = deployed.actions(
        remote_reader_last_entry_urls={"aws": "https://aws.example.com/", "gcp": "https://gcp.example.com/"},
        inter_cloud_tokens={
            "aws": "00000000-0000-0000-0000-00000000000a",
            "gcp": "00000000-0000-0000-0000-00000000000b",
        },
    )
    assert planned.pop(SETTINGS) == "update"
    assert set(planned.values()) == {"create"}
    assert not [address for address in planned if "aws" in address]


@pytest.mark.parametrize(
    ("changed", "planned"),
    [
        ({"memory_mb": 2048}, {"azapi_update_resource.connector": "update"}),
        ({"timeout_seconds": 300}, {SETTINGS: "update"}),
        ({"refresh_seconds": 120}, {SETTINGS: "update"}),
        ({"allow_deletions": "0a" * 32}, {SETTINGS: "update"}),
    ],
)
def test_digital_twins_a_change_of_the_app_goes_past_azurerm(
    deployed: Deployed, changed: dict[str, Any], planned: dict[str, str]
) -> None:
    assert deployed.actions(**changed) == planned


# What a plan may not take away.


def test_digital_twins_a_new_location_is_refused_and_says_how_to_move(deployed: Deployed) -> None:
    message = refusal(lambda: deployed.actions(location="northeurope"))
    assert "were deployed in westeurope, and location is now northeurope" in message
    assert "To move: deploy a twin of another name there" in message
    assert deployed.actions(location="West Europe")  # the same to Azure: not refused


def test_digital_twins_a_new_name_is_refused_and_says_how_to_rename(deployed: Deployed) -> None:
    message = refusal(lambda: deployed.actions(digital_twin_name="plant"))
    assert "were deployed as factory, and digital_twin_name is now plant" in message
    assert "To rename: empty the graph" in message


def test_digital_twins_an_existing_instance_in_place_of_the_made_one_is_refused(deployed: Deployed) -> None:
    message = refusal(lambda: deployed.actions(existing_instance=EXISTING))
    assert "existing_instance would delete it" in message


def test_digital_twins_a_made_instance_in_place_of_the_existing_one_is_refused(undeployed: Deployed) -> None:
    undeployed.apply(existing_instance=EXISTING)
    assert undeployed.actions() == {}
    message = refusal(lambda: undeployed.actions(existing_instance=None))
    assert "would be made again in a new one and stay in the old" in message


@pytest.mark.parametrize("arguments", [["-destroy"], [f"-replace={INSTANCE}"]])
def test_digital_twins_protection_refuses_before_anything_is_deleted(
    deployed: Deployed, arguments: list[str]
) -> None:
    check_protection(deployed, *arguments)


def test_digital_twins_without_protection_destroy_deletes_all(deployed: Deployed) -> None:
    check_no_protection(deployed)
