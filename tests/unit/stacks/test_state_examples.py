"""The examples of a team's state: each stack writes where the stacks that read it look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crosstwin.packages.places import ROOT
from tests.unit.stacks.twin import Twin

Synthesized = Callable[[str], Twin]

EXPECTED: dict[str, dict[str, Any]] = {
    "s3": {"encrypt": True, "use_lockfile": True, "kms_key_id": "alias/terraform-states"},
    "azurerm": {"use_azuread_auth": True, "container_name": "states"},
    "gcs": {"bucket": "your-terraform-states"},
}


def test_there_is_an_example_of_each_remote_backend() -> None:
    assert {folder.name for folder in (ROOT / "examples/state").iterdir()} == EXPECTED.keys()


@pytest.mark.parametrize("backend", EXPECTED)
def test_layer_4_reads_layer_3_from_the_backend_that_it_writes(
    backend: str, synthesized: Synthesized
) -> None:
    twin = synthesized((ROOT / "examples/state" / backend / "twin.yaml").read_text())
    (producer,) = [name for name in twin.stacks if name.startswith("l3-")]

    written = twin.json(producer)["terraform"]["backend"]
    assert list(written) == [backend]
    assert written[backend].items() >= EXPECTED[backend].items()
    reader = twin.json("l4-aws")["data"]["terraform_remote_state"][producer]
    assert reader["backend"] == backend
    place = {"key", "prefix"} & written[backend].keys()
    assert place, "it has a place of its own in the bucket or container"
    for name, value in reader["config"].items():
        assert written[backend][name] == value
    assert place <= reader["config"].keys()
    # Layer 4's own state lies beside it.
    own = twin.json("l4-aws")["terraform"]["backend"][backend]
    (name,) = place
    assert own[name] == written[backend][name].replace(producer, "l4-aws")
