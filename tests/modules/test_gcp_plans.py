"""modules/gcp-hot-reader after its first apply: what later plans change, replace and keep."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("grpc")

from tests.modules.conftest import SchemaTerraform
from tests.modules.hot_reader_module import QUERY_SETTINGS
from tests.modules.module_source import Module
from tests.modules.plans import (
    Deployed,
    check_no_protection,
    check_protection,
    dependencies,
    forgotten_children,
    reached_by_create_before_destroy,
    refusal,
    without_key,
)

NAME = "gcp-hot-reader"
INFO = {"config": {"digital_twin_name": "factory"}, "config_providers": {"layer_3_hot_provider": "gcp"}}
ALARMS = [
    f'google_monitoring_alert_policy.hot_reader["{alarm}"]'
    for alarm in ("duration", "errors", "failed-queries", "throttles")
]
DATABASE = "google_firestore_database.hot[0]"
LOG_BUCKET = "google_logging_project_bucket_config.hot_reader"
FUNCTIONS = {
    f'google_cloudfunctions2_function.reader["{name}"]' for name in ("hot-reader", "hot-reader-last-entry")
}
STATE_OF_0_1 = Path(__file__).parent / "states" / "gcp-hot-reader-0.1.json"
INDEPENDENT = [
    # They name the database by text that stays true: it is made again under the same name.
    ("google_firestore_database.hot", "google_cloudfunctions2_function.reader"),
    ("google_firestore_database.hot", "google_project_iam_member.runtime_reads_hot_store"),
    # Cloud Functions builds from a copy of its own.
    ("google_storage_bucket_object.package", "google_cloudfunctions2_function.reader"),
]


@pytest.fixture
def undeployed(module_copy: Callable[[str], SchemaTerraform]) -> Deployed:
    terraform = module_copy(NAME)
    (terraform.folder / "hot-reader.zip").write_bytes(b"code")
    return Deployed(
        terraform.run,
        terraform.folder,
        digital_twin_name="factory",
        digital_twin_info=json.dumps(INFO),
        project="plant-prod",
        region="europe-west1",
        hot_reader_package="hot-reader.zip",
    )


@pytest.fixture
def deployed(undeployed: Deployed) -> Deployed:
    undeployed.apply()
    return undeployed


def test_gcp_second_plan_is_empty(deployed: Deployed) -> None:
    assert deployed.actions() == {}


def test_gcp_children_are_planned_again_with_their_parents(
    deployed: Deployed, modules: dict[str, Module]
) -> None:
    deployed.apply(deletion_protection=False)
    assert forgotten_children(deployed, modules[NAME], independent=INDEPENDENT) == []


def test_gcp_nothing_is_created_beside_what_it_replaces(modules: dict[str, Module]) -> None:
    """Buckets, secrets and databases have fixed names: the second of a name is refused."""
    assert reached_by_create_before_destroy(modules[NAME]) == set()


def test_gcp_upgrade_from_0_1_replaces_and_deletes_nothing(undeployed: Deployed, tmp_path: Path) -> None:
    shutil.copy(STATE_OF_0_1, tmp_path / NAME / "terraform.tfstate")
    assert undeployed.actions(token_generation=2) == {
        **dict.fromkeys(FUNCTIONS, "update"),
        DATABASE: "update",
        "google_secret_manager_secret_version.token": "update",
        **dict.fromkeys(ALARMS, "create"),
        "terraform_data.deployed": "create",
        "terraform_data.deletion_protection": "create",
    }


def test_gcp_other_region_is_refused_before_anything_is_deleted(deployed: Deployed) -> None:
    before = deployed.state()
    for change in ({"region": "europe-west4"}, {"project": "plant-test"}):
        told = refusal(lambda change=change: deployed.apply(**change))  # type: ignore[misc]
        assert "Set project and region back. To move: deploy a twin of another name there" in told
        deployed.keep(region="europe-west1", project="plant-prod")
    assert deployed.state() == before


def test_gcp_other_region_moves_everything_when_the_operator_says_so(deployed: Deployed) -> None:
    deployed.apply(deletion_protection=False)
    plan = deployed.plan("-replace=terraform_data.deployed", region="europe-west4")
    moved = {
        *FUNCTIONS,
        DATABASE,
        LOG_BUCKET,
        'google_firestore_index.records["ASCENDING"]',
        "google_secret_manager_secret.token",
        "google_secret_manager_secret_version.token",
        "google_storage_bucket.source",
        "google_storage_bucket_object.package",
    }
    assert moved <= {address for address in plan.actions() if plan.replaced(address)}
    assert plan.after("google_secret_manager_secret.token")["secret_id"] == "factory-inter-cloud-token"
    deployed.apply("-replace=terraform_data.deployed", region="europe-west4")
    assert deployed.actions() == {}
    assert "europe-west4" in refusal(lambda: deployed.actions(region="europe-west1"))


def test_gcp_protected_database_is_not_replaced_with_the_operators_leave_alone(deployed: Deployed) -> None:
    before = deployed.state()
    told = refusal(lambda: deployed.apply("-replace=terraform_data.deployed", region="europe-west4"))
    assert "deletion_protection is on, so nothing was deleted." in told
    assert _without_guards(deployed.state()) == _without_guards(before)
    deployed.keep(region="europe-west1")


def test_gcp_database_is_not_dropped_for_an_existing_one(deployed: Deployed) -> None:
    existing = {"database": "(default)", "collection": "telemetry"}
    told = refusal(lambda: deployed.actions(existing_hot_store=existing))
    assert "existing_hot_store would delete that database with its data" in told


def test_gcp_destroy_deletes_nothing_while_protected_and_everything_afterwards(deployed: Deployed) -> None:
    check_protection(deployed, "-destroy")
    check_no_protection(deployed, DATABASE)


def test_gcp_destroy_is_guarded_before_every_resource(modules: dict[str, Module]) -> None:
    """Terraform destroys the guard before what it depends on."""
    module = modules[NAME]
    every = {f"{terraform_type}.{name}" for terraform_type, name, _ in module.resources("resource")}
    guard = "terraform_data.deletion_protection"
    assert dependencies(module, guard) == every - {guard}


def test_gcp_log_bucket_has_another_id_at_each_creation(deployed: Deployed) -> None:
    """Google keeps the id of a deleted log bucket for seven days."""
    ids = [deployed.state()[LOG_BUCKET]["bucket_id"]]
    deployed.apply(f"-replace={LOG_BUCKET}")
    ids.append(deployed.state()[LOG_BUCKET]["bucket_id"])
    deployed.apply(deletion_protection=False)
    deployed.apply("-destroy")
    deployed.apply()
    ids.append(deployed.state()[LOG_BUCKET]["bucket_id"])
    assert len(set(ids)) == 3
    assert all(len(each) == len("factory-hot-reader-12345678") for each in ids)
    assert deployed.actions() == {}


def test_gcp_new_code_is_built_and_a_build_that_failed_is_seen(deployed: Deployed, tmp_path: Path) -> None:
    """Terraform reads the variable back from what was built: a build that failed shows in the next plan."""
    (tmp_path / NAME / "hot-reader.zip").write_bytes(b"newer code")
    plan = deployed.plan()
    assert plan.actions() == {
        **dict.fromkeys(FUNCTIONS, "update"),
        "google_storage_bucket_object.package": "replace",
    }
    for function in FUNCTIONS:
        build = {name: value(function)["build_config"][0] for name, value in _sides(plan).items()}
        assert build["before"]["environment_variables"] != build["after"]["environment_variables"]
        assert [*build["after"]["environment_variables"]] == ["PACKAGE_SHA256"]


def _sides(plan: Any) -> dict[str, Callable[[str], Any]]:
    return {"before": plan.before, "after": plan.after}


def test_gcp_rename_keeps_the_data_and_leaves_no_metric_behind(deployed: Deployed) -> None:
    plan = deployed.plan(digital_twin_name="plant")
    assert DATABASE not in plan.actions()
    assert not any(address.startswith("google_firestore_index") for address in plan.actions())
    for metric in ("query_duration", "failed_queries"):
        assert plan.replaced(f"google_logging_metric.{metric}")
    deployed.apply(digital_twin_name="plant")
    state = deployed.state()
    for function in FUNCTIONS:
        environment = state[function]["service_config"][0]["environment_variables"]
        assert environment["FIRESTORE_DATABASE"] == state[DATABASE]["name"] == "factory-hot"
    assert deployed.actions() == {}


def test_gcp_running_revision_keeps_its_secret_until_the_next_one_serves(deployed: Deployed) -> None:
    """Terraform forgets the version that it replaces, and Google keeps it."""
    plan = deployed.plan(token_generation=2)
    assert plan.actions() == {
        **dict.fromkeys(FUNCTIONS, "update"),
        "google_secret_manager_secret_version.token": "replace",
        'terraform_data.inter_cloud_token["2"]': "create",
    }
    assert plan.before("google_secret_manager_secret_version.token")["deletion_policy"] == "ABANDON"


@pytest.mark.parametrize(
    ("memory_mb", "instance_concurrency", "cpu"),
    [
        (256, 1, "0.167"),
        (512, 1, "0.333"),
        (513, 1, "0.583"),
        (1024, 1, "0.583"),
        (1025, 1, "1"),
        (4097, 1, "2"),
        (16385, 1, "6"),
        (32768, 1, "8"),
        (512, 2, "1"),
        (8192, 16, "2"),
    ],
)
def test_gcp_cpu_follows_the_memory(
    undeployed: Deployed, memory_mb: int, instance_concurrency: int, cpu: str
) -> None:
    plan = undeployed.plan(memory_mb=memory_mb, instance_concurrency=instance_concurrency)
    for function in FUNCTIONS:
        service = plan.after(function)["service_config"][0]
        assert service["available_cpu"] == cpu
        assert service["max_instance_request_concurrency"] == instance_concurrency
        assert int(service["environment_variables"]["THREADS"]) == instance_concurrency


@pytest.mark.parametrize(("changed", "expected"), QUERY_SETTINGS)
def test_gcp_query_settings_reach_the_functions(
    undeployed: Deployed, changed: dict[str, int], expected: dict[str, str]
) -> None:
    plan = undeployed.plan(**changed)
    for function in FUNCTIONS:
        variables = plan.after(function)["service_config"][0]["environment_variables"]
        assert {name: variables[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("max_concurrency", "instance_concurrency", "instances", "each"),
    [(20, 1, 20, 1), (20, 4, 5, 4), (20, 8, 2, 8), (3, 8, 1, 3), (1, 4, 1, 1)],
)
def test_gcp_requests_at_once_are_at_most_max_concurrency(
    undeployed: Deployed, max_concurrency: int, instance_concurrency: int, instances: int, each: int
) -> None:
    plan = undeployed.plan(max_concurrency=max_concurrency, instance_concurrency=instance_concurrency)
    for function in FUNCTIONS:
        service = plan.after(function)["service_config"][0]
        assert service["max_instance_count"] == instances
        assert service["max_instance_request_concurrency"] == each


def test_gcp_names_fit_a_cloud_run_service(undeployed: Deployed) -> None:
    """49 characters at most, and two long twins of one project do not share a name."""
    names = {}
    for twin in ("a-very--long-digital-twin-name-1", "a-very--long-digital-twin-name-2"):
        plan = undeployed.plan(digital_twin_name=twin)
        names[twin] = {plan.after(function)["name"] for function in FUNCTIONS}
        assert all(len(name) <= 49 and name.startswith("a-very--long-digit") for name in names[twin])
        assert all(
            name in plan.after("google_logging_project_sink.hot_reader")["filter"] for name in names[twin]
        )
    assert len(set.union(*names.values())) == 4


def _without_guards(state: dict[str, Any]) -> dict[str, Any]:
    return {
        address: values
        for address, values in state.items()
        if without_key(address).split(".")[0] != "terraform_data"
    }
