"""Placeholders of outputs, in a Terraform run: what they leave as it is in a plan, and what they refuse."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from crosstwin.stacks.placeholders import PlaceholderOutputs
from crosstwin.terraform.finding import find_terraform
from tests.unit.stacks.test_l2_aws import PASSED_ON
from tests.unit.stacks.twin import synthesize, twin_yaml

# A deployed resource that is replaced if what a data source finds changes, beside one over an output.
MODULE = """
variable "url" { type = string }
data "terraform_remote_state" "place" {
  backend = "local"
  config  = { path = "${path.module}/place.tfstate" }
}
resource "terraform_data" "store" {
  triggers_replace = data.terraform_remote_state.place.outputs.location
}
resource "terraform_data" "settings" {
  input = var.url
}
"""
# As modules/aws-processor reads the table.
READING = """
variable "name" { type = string }
data "terraform_remote_state" "table" {
  backend = "local"
  config  = { path = "${path.module}/${var.name}.tfstate" }
}
"""
PLACE = {"version": 4, "serial": 1, "outputs": {"location": {"value": "westeurope", "type": "string"}}}


@pytest.mark.skipif(find_terraform() is None, reason="no Terraform CLI on the PATH")
def test_a_placeholder_replaces_nothing_that_is_deployed_and_an_apply_fails_before_it_uses_one(
    tmp_path: Path,
) -> None:
    module = tmp_path / "twins"
    module.mkdir()
    (module / "main.tf").write_text(MODULE)
    (module / "place.tfstate").write_text(json.dumps({**PLACE, "lineage": "a", "resources": []}))
    _write(tmp_path, url="https://deployed.example.com/")
    _terraform(tmp_path, "init")
    assert _terraform(tmp_path, "apply", "-auto-approve").returncode == 0
    before = _attributes(tmp_path)

    stack = synthesize(twin_yaml("gcp"), tmp_path / "cdktf.out", ["l3-gcp"]).json("l4-aws")
    url = PlaceholderOutputs("l3-gcp", "").get_string("hot_reader_url")
    assert url in json.dumps(stack)
    _write(tmp_path, url=url, guards=stack["resource"])
    planned = _terraform(tmp_path, "plan", "-json").stdout.splitlines()
    events = [json.loads(line) for line in planned]
    changes = {
        one["change"]["resource"]["addr"]: one["change"]["action"]
        for one in events
        if one["type"] == "planned_change"
    }
    assert changes == {
        "module.twins.terraform_data.settings": "update",
        "terraform_data.placeholder-outputs": "create",
    }
    applied = _terraform(tmp_path, "apply", "-auto-approve")
    assert applied.returncode == 1
    assert "This plan has placeholder outputs." in applied.stdout + applied.stderr
    assert _attributes(tmp_path) == before


@pytest.mark.skipif(find_terraform() is None, reason="no Terraform CLI on the PATH")
def test_layer_2_can_be_planned_before_the_table_that_its_data_source_reads(tmp_path: Path) -> None:
    stack = synthesize(PASSED_ON, tmp_path / "cdktf.out", ["l3-aws"]).json("l2-aws")
    waits = stack["module"]["processor"].get("depends_on")
    name = PlaceholderOutputs("l3-aws", "").get_string("hot_store_table_name")
    (tmp_path / "twins").mkdir()
    (tmp_path / "twins" / "main.tf").write_text(READING)
    module = {"source": "./twins", "name": name, **({"depends_on": waits} if waits else {})}
    written = {"module": {"twins": module}, "resource": stack["resource"]}
    (tmp_path / "main.tf.json").write_text(json.dumps(written))
    _terraform(tmp_path, "init")
    planned = _terraform(tmp_path, "plan")
    assert planned.returncode == 0, planned.stderr


def _write(folder: Path, url: str, guards: Any = None) -> None:
    stack = {"module": {"twins": {"source": "./twins", "url": url}}}
    stack |= {"resource": guards} if guards else {}
    (folder / "main.tf.json").write_text(json.dumps(stack))


def _attributes(folder: Path) -> list[Any]:
    """Of the module's resources and data sources."""
    found = json.loads((folder / "terraform.tfstate").read_text())["resources"]
    return [one["instances"][0]["attributes"] for one in found if one.get("module")]


def _terraform(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    found = find_terraform()
    assert found is not None
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull}
    command = [found, arguments[0], "-no-color", *arguments[1:]]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
