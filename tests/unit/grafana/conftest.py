"""Twins by their layers, and what is written for their Grafana."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from crosstwin.grafana.digital_twins import DigitalTwinsOutputs
from crosstwin.grafana.files import Part, TwinMakerOutputs, files, parts
from crosstwin.terraform.outputs import ReaderOutputs
from crosstwin.twin.deployment import Deployment, parse
from crosstwin.twin.fields import Cloud

TOKEN = "token-that-belongs-in-no-file"
TWINMAKER = TwinMakerOutputs("eu-central-1", "factory", None)
DIGITAL_TWINS = DigitalTwinsOutputs(
    "factory-twins.api.weu.digitaltwins.azure.net",
    "22222222-2222-2222-2222-222222222222",
    {
        "dtmi:crosstwin:factory:device_0a0a0a0a;1": {
            "temperature": "double",
            "humidity": "double",
            "status": "string",
        },
        "dtmi:crosstwin:factory:device_0b0b0b0b;1": {"rpm": "integer", "running": "boolean"},
    },
)
DEVICES = """\
  - id: temperature-sensor-1
    properties: {temperature: double, humidity: double, status: string}
  - id: pump-7
    properties: {rpm: integer, running: boolean}
"""


def twin(
    layer_3: str = "aws",
    layer_4: str = "aws",
    layer_5: str = "aws",
    *,
    name: str = "factory",
    devices: str = DEVICES,
) -> Deployment:
    return parse(f"""\
digital_twin_name: {name}
providers: {{layer_3_hot_provider: {layer_3}, layer_4_provider: {layer_4}, layer_5_provider: {layer_5}}}
devices:
{devices}
aws: {{region: eu-central-1}}
azure: {{location: westeurope, subscription_id: 00000000-0000-0000-0000-000000000000}}
gcp: {{project: some-project, region: europe-west1}}
""")


def readers(deployment: Deployment) -> dict[Cloud, ReaderOutputs]:
    return {
        cloud: ReaderOutputs(f"https://{cloud}.example.com/read", f"https://{cloud}.example.com/last", TOKEN)
        for cloud in deployment.hot_clouds
    }


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one twin, read again."""

    texts: Mapping[str, str]
    parts: list[Part]

    @property
    def data_sources(self) -> list[dict[str, Any]]:
        (text,) = (text for path, text in self.texts.items() if path.startswith("provisioning/datasources/"))
        found: list[dict[str, Any]] = yaml.safe_load(text)["datasources"]
        return found

    @property
    def dashboards(self) -> dict[str, dict[str, Any]]:
        return {
            path.rpartition("/")[2]: json.loads(text)
            for path, text in self.texts.items()
            if path.startswith("dashboards/")
        }


def of_layer_4(deployment: Deployment) -> TwinMakerOutputs | DigitalTwinsOutputs:
    return TWINMAKER if deployment.providers.layer_4_provider == "aws" else DIGITAL_TWINS


def written(
    deployment: Deployment,
    find: Callable[[Deployment], TwinMakerOutputs | DigitalTwinsOutputs | None] = of_layer_4,
) -> Written:
    found = list(parts(deployment, readers(deployment), find(deployment)))
    return Written(files(deployment, found), found)


def queries(dashboard: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for panel in dashboard["panels"]:
        yield from panel.get("targets", ())
