"""Synthesized deployments, and what is asked of their JSON."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import Any

from crosstwin.stacks.app import build
from crosstwin.twin import deployment

AWS = "aws: {region: eu-central-1}\n"
AZURE = "azure: {location: westeurope, subscription_id: 00000000-0000-0000-0000-000000000000}\n"
GCP = "gcp: {project: some-project, region: europe-west1}\n"

# The word of each placeholder, which Terraform knows at the plan.
PLACEHOLDER = "${terraform_data.placeholder-outputs.triggers_replace.word}"

# The twin of modules/aws-twinmaker/tests/fleet.tftest.hcl.
FLEET_TWIN = """\
digital_twin_name: factory
providers: {layer_3_hot_provider: aws, layer_4_provider: aws, layer_5_provider: aws}
device_types:
  press:
    properties:
      force: {type: double, unit: kN}
      position: {type: list, of: double}
      fault: {type: map, of: string}
    constants: {maker: ACME, rated: 80.0}
places: [{id: plant, name: Plant North}, {id: line-1, parent: plant, name: Straße 1}]
devices:
  - {id: press-1, type: press, parent: line-1, name: Press 1, constants: {rated: 100.5}}
  - {id: press-2, type: press, hot_provider: gcp, component_of: "pump:7", component: press}
  - {id: "pump:7", properties: {rpm: {type: integer, unit: 1/min}}}
aws: {region: eu-central-1}
gcp: {project: some-project, region: europe-west1}
"""


def twin_yaml(layer_3: str, *, layer_4: str = "aws", devices: str = "", more: str = "") -> str:
    """A twin.yaml with a device on layer_3's cloud, `devices`, `more` and the sections in use."""
    text = f"""\
digital_twin_name: factory
providers: {{layer_3_hot_provider: {layer_3}, layer_4_provider: {layer_4}, layer_5_provider: aws}}
devices:
  - id: sensor-1
    properties: {{temperature: double, status: string}}
{devices}
{more}
"""
    for cloud, section in (("aws", AWS), ("azure", AZURE), ("gcp", GCP)):
        if f": {cloud}" in text and f"\n{cloud}: " not in text:
            text += section
    return text


class Twin:
    """The folder that one synthesis has written."""

    def __init__(self, outdir: Path) -> None:
        self.outdir = outdir

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return dict(json.loads((self.outdir / "manifest.json").read_text())["stacks"])

    @property
    def stacks(self) -> list[str]:
        return sorted(self.manifest)

    def folder(self, stack: str) -> Path:
        return self.outdir / "stacks" / stack

    def json(self, stack: str) -> dict[str, Any]:
        return dict(json.loads((self.folder(stack) / "cdk.tf.json").read_text()))

    def modules(self, stack: str) -> dict[str, Any]:
        return dict(self.json(stack).get("module", {}))


def synthesize(text: str, outdir: Path, placeholders_for: Collection[str] = ()) -> Twin:
    """Through App.synth(): Testing.synth skips what a real synthesis does before it."""
    build(deployment.parse(text), outdir, placeholders_for)
    return Twin(outdir)
