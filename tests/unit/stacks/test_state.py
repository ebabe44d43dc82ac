"""Where state is kept, and that layer 4 looks for layer 3's where layer 3 keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.stacks.twin import Twin, twin_yaml

Synthesized = Callable[[str], Twin]

S3 = "state: {backend: s3, bucket: some-bucket, region: eu-central-1, kms_key_id: some-key}"
AZURERM = "state: {backend: azurerm, resource_group_name: rg, storage_account_name: abc, container_name: tfs}"
GCS = "state: {backend: gcs, bucket: some-bucket, prefix: twins/}"


@pytest.mark.parametrize(
    ("state", "backend", "settings"),
    [
        ("", "local", {"path": "../../../state/factory/l3-gcp.tfstate"}),
        (
            S3,
            "s3",
            {
                "bucket": "some-bucket",
                "region": "eu-central-1",
                "key": "factory/l3-gcp.tfstate",
                "encrypt": True,
                "kms_key_id": "some-key",
                "use_lockfile": True,
            },
        ),
        (
            AZURERM,
            "azurerm",
            {
                "resource_group_name": "rg",
                "storage_account_name": "abc",
                "container_name": "tfs",
                "key": "factory/l3-gcp.tfstate",
                "use_azuread_auth": True,
            },
        ),
        (GCS, "gcs", {"bucket": "some-bucket", "prefix": "twins/factory/l3-gcp"}),
    ],
    ids=["local", "s3", "azurerm", "gcs"],
)
def test_backend_and_its_reader(
    state: str, backend: str, settings: dict[str, Any], synthesized: Synthesized
) -> None:
    twin = synthesized(twin_yaml("gcp", more=state))

    assert twin.json("l3-gcp")["terraform"]["backend"] == {backend: settings}
    reader = twin.json("l4-aws")["data"]["terraform_remote_state"]["l3-gcp"]
    assert reader["backend"] == backend
    assert reader["config"].items() <= settings.items()
    assert {"key", "path", "prefix"} & reader["config"].keys()


@pytest.mark.parametrize("state", ["", S3, AZURERM, GCS], ids=["local", "s3", "azurerm", "gcs"])
def test_each_stack_has_a_place_of_its_own(state: str, synthesized: Synthesized) -> None:
    twin = synthesized(twin_yaml("gcp", more=state))

    places = [str(twin.json(stack)["terraform"]["backend"]) for stack in twin.stacks]
    assert len(set(places)) == len(twin.stacks) == 2


def test_a_gcs_prefix_may_be_left_out(synthesized: Synthesized) -> None:
    twin = synthesized(twin_yaml("gcp", more="state: {backend: gcs, bucket: some-bucket}"))

    assert twin.json("l3-gcp")["terraform"]["backend"]["gcs"]["prefix"] == "factory/l3-gcp"


def test_s3_asks_for_a_terraform_that_can_lock_there(synthesized: Synthesized) -> None:
    assert synthesized(twin_yaml("gcp", more=S3)).json("l3-gcp")["terraform"]["required_version"] == ">= 1.10"
