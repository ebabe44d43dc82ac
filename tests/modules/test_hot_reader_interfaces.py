"""The three hot readers are asked for and answer alike: the same variables, the same outputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.modules import readme
from tests.modules.conftest import MODULES

HOT_READERS = ("aws-hot-reader", "azure-hot-reader", "gcp-hot-reader")

SHARED_VARIABLES = {
    "digital_twin_name": "string",
    "digital_twin_info": "string",
    "token_generation": "number",
    "hot_reader_package": "string",
    "log_retention_days": "number",
    "max_concurrency": "number",
    "timeout_seconds": "number",
    "memory_mb": "number",
    "query_timeout_seconds": "number",
    "last_entry_records": "number",
    "last_entry_hours": "number",
    "future_tolerance_seconds": "number",
    "tags": "map(string)",
    "alarms": "object({enabled = optional(bool, true), actions = optional(list(string), [])})",
}
# An object of each cloud's own names, and the form of its records, in the same words on all clouds.
EXISTING_HOT_STORE = {
    "aws-hot-reader": ("table_name = string", "index_name"),
    "azure-hot-reader": (
        "resource_group_name = string account_name = string database_name = string container_name = string",
        "time_type partition_key",
    ),
    "gcp-hot-reader": (
        "database = string collection = string declare_indexes = optional(bool, false) "
        "collection_group = optional(bool, false)",
        "time_type",
    ),
}
RECORDS = "device device_format time time_format time_template time_separator time_zone values"
OWN_VARIABLES = {
    "aws-hot-reader": {
        "hot_reader_last_entry_package",
        "kms_key_arn",
        "architecture",
        "deletion_protection",
    },
    "azure-hot-reader": {"location", "resource_group_name", "deletion_protection", "instance_concurrency"},
    "gcp-hot-reader": {"project", "region", "deletion_protection", "instance_concurrency"},
}
SHARED_OUTPUTS = {"hot_reader_url", "hot_reader_last_entry_url", "inter_cloud_token"}

each_hot_reader = pytest.mark.parametrize("name", HOT_READERS)


def _variables(name: str) -> Mapping[str, Mapping[str, Any]]:
    return readme.variables(MODULES / name)


@each_hot_reader
def test_hot_reader_has_the_shared_variables(name: str) -> None:
    assert {
        variable: spec["type"] for variable, spec in _variables(name).items() if variable in SHARED_VARIABLES
    } == SHARED_VARIABLES


@each_hot_reader
def test_hot_reader_has_no_variables_but_the_shared_and_its_own(name: str) -> None:
    assert set(_variables(name)) == {*SHARED_VARIABLES, "existing_hot_store", *OWN_VARIABLES[name]}


@each_hot_reader
def test_existing_hot_store_is_named_in_the_words_of_its_cloud(name: str) -> None:
    spec = _variables(name)["existing_hot_store"]
    members, own = EXISTING_HOT_STORE[name]
    types = {"partition_key": "list(string)"}  # others are strings
    records = " ".join(
        f"{member} = optional({types.get(member, 'string')})" for member in f"{RECORDS} {own}".split()
    )
    found = (
        " ".join(spec["type"].replace(",", " , ").split())
        .replace(" , ", " ")
        .replace("bool false", "bool, false")
    )
    assert found == f"object({{{members} records = optional(object({{{records}}}))}})"
    assert spec["default"] is None


@each_hot_reader
def test_hot_reader_has_the_shared_outputs_and_marks_the_token_sensitive(name: str) -> None:
    outputs = readme.outputs(MODULES / name)
    assert set(outputs) >= SHARED_OUTPUTS
    assert {output for output, spec in outputs.items() if spec.get("sensitive")} == {"inter_cloud_token"}


@pytest.mark.parametrize(
    "variable", ["token_generation", "log_retention_days", "timeout_seconds", "memory_mb", "tags"]
)
def test_shared_defaults_are_the_same_on_each_cloud(variable: str) -> None:
    assert len({str(_variables(name)[variable]["default"]) for name in HOT_READERS}) == 1


@each_hot_reader
def test_token_is_made_in_the_same_way_on_each_cloud(name: str) -> None:
    """One text: a change of one cloud's token that forgets another's is found here."""
    texts = {(MODULES / other / "token.tf").read_text(encoding="utf-8") for other in (HOT_READERS[0], name)}
    assert len(texts) == 1
