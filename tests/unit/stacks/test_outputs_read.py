"""Which outputs of layer 3 the stacks read, and what a plan does where a state does not have one."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from crosstwin.stacks.app import build
from crosstwin.terraform.plan.run import Planner
from crosstwin.twin.deployment import Deployment, load
from crosstwin.twin.producers import outputs_read, producers, producers_of
from tests.unit.stacks.twin import twin_yaml

_READER = ("hot_reader_url", "hot_reader_last_entry_url", "inter_cloud_token")
_ON_OTHER_CLOUDS = """\
  - {id: pump-7, hot_provider: gcp, properties: {rpm: integer}}
  - {id: press-2, hot_provider: azure, properties: {force: double}}
"""


def deployment(folder: Path, layer_4: str) -> Deployment:
    text = twin_yaml("aws", layer_4=layer_4, devices=_ON_OTHER_CLOUDS)
    if layer_4 == "aws":
        text = text.replace("providers: {", "providers: {layer_2_provider: aws, ")
    (folder / "twin.yaml").write_text(text)
    return load(folder / "twin.yaml")


@pytest.mark.parametrize("layer_4", ["aws", "azure"])
def test_outputs_that_a_plan_looks_for_are_those_that_the_stacks_read(layer_4: str, tmp_path: Path) -> None:
    twin = deployment(tmp_path, layer_4)
    build(twin, tmp_path / "cdktf.out", producers(twin))
    for consumer in twin.stack_names:
        written = (tmp_path / "cdktf.out/stacks" / consumer / "cdk.tf.json").read_text()
        for producer in producers_of(twin, consumer):
            names = re.findall(rf"word\}}-{producer}-([a-z-]+)", written)
            expected = {name.replace("_", "-") for name in outputs_read(twin, producer, [consumer])}
            assert set(names) == expected, f"{consumer} of {producer}"


@pytest.mark.parametrize(
    ("planned", "outputs", "placeholders"),
    [
        ("l4-aws", _READER, ["l3-aws"]),
        ("l4-aws", ("hot_reader_arn", "hot_reader_last_entry_arn"), []),
        ("l2-aws", _READER, ["l3-aws"]),
        ("l2-aws", ("hot_store_table_name",), []),
        ("l3-aws", (), []),
    ],
)
def test_a_plan_has_placeholders_where_a_state_lacks_an_output_that_it_reads(
    planned: str, outputs: Sequence[str], placeholders: list[str], tmp_path: Path
) -> None:
    """As that of an older release, or of an apply that failed half-way, does."""
    twin = deployment(tmp_path, "aws")
    for stack in ("l3-aws", "l3-azure", "l3-gcp"):
        names = outputs if stack == "l3-aws" else _READER
        state: dict[str, Any] = {"version": 4, "outputs": {name: {"value": name} for name in names}}
        path = tmp_path / f"state/{twin.digital_twin_name}/{stack}.tfstate"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(state))
    written: list[str] = []

    def write(_: Deployment, outdir: Path, placeholders_for: Sequence[str]) -> None:
        written.extend(placeholders_for)
        (outdir / "stacks" / planned).mkdir(parents=True)

    # A Terraform that fails: what was written before it started is all that is of interest.
    [plan] = Planner(twin, tmp_path / "cdktf.out", Path("/bin/false"), write).plan([planned])
    assert written == placeholders
    assert plan.error.startswith("false init failed")
