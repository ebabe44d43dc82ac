"""modules/azure-digital-twins: what it asks for, read from its HCL."""

from __future__ import annotations

import re

import pytest
from crosstwin_contract.digital_twins import (
    HOT_PROVIDER,
    OBSERVED_AT,
    RELATIONSHIP,
    device_model,
    model_prefix,
    place_model,
)

from tests.modules.conftest import MODULES
from tests.modules.module_source import Module
from tests.modules.plans import children

NAME = "azure-digital-twins"


@pytest.fixture
def module(modules: dict[str, Module]) -> Module:
    return modules[NAME]


def test_digital_twins_settings_are_what_the_functions_require(module: Module) -> None:
    first = module.locals()["app_settings"]
    settings = set(re.findall(r"(\w+)\s*(?:=|:)", first))
    assert settings >= {
        "DIGITAL_TWINS_URL",
        "GRAPH_URL",
        "GRAPH_SCHEDULE",
        "REFRESH_SCHEDULE",
        "REMOTE_READER_URLS",
        "ALLOW_DELETIONS",
        "PYTHON_ISOLATE_WORKER_DEPENDENCIES",
        "AzureWebJobsStorage__accountName",
        "AzureWebJobsStorage__credential",
    }
    assert "AzureWebJobsStorage" not in settings


def test_digital_twins_identity_may_write_twins_of_its_instance_alone(module: Module) -> None:
    grants = module.locals()["connector_roles"]
    assert {key: (grant["scope"], grant["role"].strip('"')) for key, grant in grants.items()} == {
        "storage": ("${azurerm_storage_account.connector.id}", "Storage Blob Data Owner"),
        "tokens": ("${azurerm_key_vault.connector.id}", "Key Vault Secrets User"),
        "twins": ("${local.instance.id}", "Azure Digital Twins Data Owner"),
    }


def test_digital_twins_settings_come_after_the_grants_they_need(module: Module) -> None:
    settings = module.resource("resource", "azapi_resource_action", "app_settings")
    assert {reference[2:-1] for reference in settings["depends_on"]} >= {
        "azapi_resource_action.token_secret",
        "time_sleep.role_assignments",
    }
    parents = {parent for parent, names in children(module).items() if "time_sleep.role_assignments" in names}
    assert parents == {"azurerm_role_assignment.connector"}


def test_digital_twins_host_waits_for_the_code(module: Module) -> None:
    assert module.waits_for("digital_twins_host") == {
        "azapi_resource_action.code",
        "azapi_resource_action.token_reference",
    }


def test_digital_twins_deploy_code_as_the_hot_reader_does(modules: dict[str, Module]) -> None:
    """Each has a copy of this code (decision 47): a trap that one has learned of is the other's too."""
    texts = {
        re.sub(r"hot_reader|data_connector|connector", "app", (MODULES / name / "code.tf").read_text("utf-8"))
        for name in (NAME, "azure-hot-reader")
    }
    assert len(texts) == 1
    app, others = (
        modules[name].resource("resource", "azurerm_function_app_flex_consumption", label)
        for name, label in ((NAME, "connector"), ("azure-hot-reader", "hot_reader"))
    )
    ignored = set(others["lifecycle"][0]["ignore_changes"]) - {"http_concurrency"}
    assert set(app["lifecycle"][0]["ignore_changes"]) == ignored


def test_digital_twins_models_have_the_names_that_connector_and_program_know() -> None:
    graph = (MODULES / NAME / "graph.tf").read_text("utf-8")
    prefix = model_prefix("a-b").removesuffix("a_b:")
    assert f'model_prefix = "{prefix}${{replace(var.digital_twin_name, "-", "_")}}"' in graph
    assert f'place_model  = "{place_model("${local.model_prefix}:")}"' in graph
    assert f'device_model = "{device_model("${local.model_prefix}:")}"' in graph
    assert re.findall(r'"@type" = "(\w+)", name = "(\w+)"', graph) == [
        ("Relationship", RELATIONSHIP),
        ("Property", HOT_PROVIDER),
        ("Property", OBSERVED_AT),
    ]
