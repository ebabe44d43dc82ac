"""`plans`: its rules find a module at fault, run through Terraform with providers that know only schemas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from tests.modules.conftest import SchemaTerraform
from tests.modules.module_source import Module
from tests.modules.plans import Deployed, children, forgotten_children, reached_by_create_before_destroy
from tests.modules.replacements import REPLACEMENTS

VERSIONS = 'terraform {\n  required_providers {\n    google = { source = "hashicorp/google" }\n  }\n}\n'
MODULE = """
variable "region" {}
locals {
  bucket = google_storage_bucket.source.name
  code = [google_storage_bucket_object.code.name]
}
resource "google_storage_bucket" "source" {
  name     = "plant-code"
  location = var.region
}
resource "google_storage_bucket_object" "code" {
  bucket = local.bucket
  name   = "code.zip"
  source = "main.tf"
  lifecycle {
    create_before_destroy = true
  }
}
resource "google_logging_metric" "queries" {
  name        = "queries"
  filter      = "code=${local.code[0]}"
  description = "of ${var.region}"
}
"""


@pytest.fixture
def deployed(
    tmp_path: Path, schema_terraform: Callable[[str, Path], SchemaTerraform]
) -> Callable[[str], Deployed]:
    def deploy(text: str) -> Deployed:
        (tmp_path / "main.tf").write_text(VERSIONS + text, encoding="utf-8")
        terraform = schema_terraform("gcp-hot-reader", tmp_path)
        terraform.run("init", "-no-color")
        module = Deployed(terraform.run, tmp_path, region="europe-west1")
        module.apply()
        return module

    return deploy


def test_applied_module_has_a_state_and_nothing_left_to_do(deployed: Callable[[str], Deployed]) -> None:
    module = deployed(MODULE)
    assert module.actions() == {}
    bucket = module.state()["google_storage_bucket.source"]
    assert (bucket["location"], bucket["id"]) == (
        "europe-west1",
        "plant-code",
    )


def test_argument_that_cannot_change_replaces_its_resource_and_others_update_it(
    deployed: Callable[[str], Deployed],
) -> None:
    module = deployed(MODULE)
    plan = module.plan(region="europe-west4")
    assert plan.actions() == module.actions(region="europe-west4")
    assert plan.actions() == {
        "google_storage_bucket.source": "replace",
        "google_logging_metric.queries": "update",
    }
    assert plan.replaced("google_storage_bucket.source")
    assert plan.before("google_storage_bucket.source")["location"] == "europe-west1"
    assert plan.after("google_storage_bucket.source")["location"] == "europe-west4"
    assert set(module.actions("-destroy").values()) == {"delete"}


def test_children_are_found_through_locals() -> None:
    assert children(Module.parse("plant", [MODULE])) == {
        "google_storage_bucket.source": {"google_storage_bucket_object.code"},
        "google_storage_bucket_object.code": {"google_logging_metric.queries"},
    }


def test_child_that_names_its_parent_by_text_is_found(deployed: Callable[[str], Deployed]) -> None:
    module = Module.parse("plant", [MODULE])
    assert forgotten_children(deployed(MODULE), module) == [
        "google_storage_bucket_object.code: stays when google_storage_bucket.source is replaced",
        "google_logging_metric.queries: stays when google_storage_bucket_object.code is replaced",
    ]


def test_child_that_names_its_parent_by_its_id_is_planned_again(deployed: Callable[[str], Deployed]) -> None:
    text = MODULE.replace("source.name", "source.id")
    independent = [("google_storage_bucket_object.code", "google_logging_metric.queries")]
    assert forgotten_children(deployed(text), Module.parse("plant", [text]), independent=independent) == []


def test_create_before_destroy_reaches_what_its_resource_depends_on() -> None:
    assert reached_by_create_before_destroy(Module.parse("plant", [MODULE])) == {
        "google_storage_bucket_object.code",
        "google_storage_bucket.source",
    }


def test_type_without_known_replacements_is_not_planned(
    deployed: Callable[[str], Deployed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(cast(dict[str, Any], REPLACEMENTS), "google_logging_metric")
    with pytest.raises(AssertionError, match=r"replacements\.py does not list google_logging_metric"):
        deployed(MODULE)
