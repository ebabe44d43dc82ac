"""modules/gcp-hot-reader: what it asks for, read from its HCL."""

from __future__ import annotations

import re

import pytest

from tests.modules.hot_reader_module import QUERY_SETTINGS
from tests.modules.module_source import Module

NAME = "gcp-hot-reader"


@pytest.fixture
def module(modules: dict[str, Module]) -> Module:
    return modules[NAME]


def test_gcp_environment_is_what_the_hot_reader_requires(module: Module) -> None:
    service = module.resource("resource", "google_cloudfunctions2_function", "reader")["service_config"][0]
    # An expression: the records' form is there only where a store has one.
    names = set(
        re.findall(r"\b([A-Z][A-Z0-9_]{3,})\b(?= *=|\"? =>|:)", str(service["environment_variables"]))
    )
    assert names == {
        "DIGITAL_TWIN_INFO",
        "FIRESTORE_DATABASE",
        "FIRESTORE_COLLECTION",
        "FIRESTORE_COLLECTION_GROUP",
        "THREADS",  # of the functions framework
        "HOT_STORE_RECORDS",
        *QUERY_SETTINGS[0][1],
    }
    assert [secret["key"] for secret in service["secret_environment_variables"]] == ['"INTER_CLOUD_TOKEN"']


def test_gcp_functions_enter_the_source_at_its_two_functions(module: Module) -> None:
    entry_points = {name: each["entry_point"] for name, each in module.locals()["functions"].items()}
    assert entry_points == {"hot-reader": '"hot_reader"', "hot-reader-last-entry": '"hot_reader_last_entry"'}
    build = module.resource("resource", "google_cloudfunctions2_function", "reader")["build_config"][0]
    assert build["runtime"] == '"python312"'


def _grants(module: Module, account: str) -> dict[str, str]:
    """Roles of a service account: grant -> role."""
    return {
        f"{terraform_type}.{name}": body["role"].strip('"')
        for terraform_type, name, body in module.resources("resource")
        if body.get("member") == f"${{local.{account}_member}}"
    }


def test_gcp_runtime_may_read_its_store_and_its_token_and_nothing_else(module: Module) -> None:
    assert _grants(module, "runtime") == {
        "google_project_iam_member.runtime_reads_hot_store": "roles/datastore.viewer",
        "google_secret_manager_secret_iam_member.runtime_reads_token": "roles/secretmanager.secretAccessor",
    }
    grant = module.resource("resource", "google_project_iam_member", "runtime_reads_hot_store")
    assert "databases/${local.hot_store.database}" in grant["condition"][0]["expression"]


def test_gcp_functions_come_after_the_grants_and_indexes_they_need(module: Module) -> None:
    function = module.resource("resource", "google_cloudfunctions2_function", "reader")
    assert {reference[2:-1] for reference in function["depends_on"]} == {
        "google_firestore_index.records",
        "google_project_iam_member.build",
        "google_project_iam_member.runtime_reads_hot_store",
        "google_secret_manager_secret_iam_member.runtime_reads_token",
        "google_storage_bucket_iam_member.build_reads_package",
    }


def test_gcp_everyone_may_call_the_service_below_each_function(module: Module) -> None:
    grants = [
        (terraform_type, body["role"].strip('"'))
        for terraform_type, _, body in module.resources("resource")
        if body.get("member") == '"allUsers"'
    ]
    assert grants == [("google_cloud_run_v2_service_iam_member", "roles/run.invoker")]


def test_gcp_public_grant_is_replaced_with_its_function_and_not_with_each_update(module: Module) -> None:
    """On the id: an update of the function would otherwise drop the grant for a moment."""
    grant = module.resource("resource", "google_cloud_run_v2_service_iam_member", "public")
    assert grant["lifecycle"][0]["replace_triggered_by"] == [
        "${google_cloudfunctions2_function.reader[each.key].id}"
    ]


def test_gcp_new_code_has_a_new_object_name(module: Module) -> None:
    package = module.resource("resource", "google_storage_bucket_object", "package")
    assert package["name"] == '"${filesha256(var.hot_reader_package)}.zip"'


@pytest.mark.parametrize("output", ["hot_reader_url", "hot_reader_last_entry_url"])
def test_gcp_urls_wait_until_everyone_may_call(module: Module, output: str) -> None:
    assert module.waits_for(output) == {"google_cloud_run_v2_service_iam_member.public"}


def test_gcp_token_waits_until_it_is_accepted(module: Module) -> None:
    assert module.waits_for("inter_cloud_token") == {"google_cloudfunctions2_function.reader"}
