"""How each Grafana reads a twin: the source of the generated files and of the tables in docs/grafana.md.

Pattern A: the twin service by the TwinMaker plugin, or Azure Digital Twins from Azure Managed Grafana.
Pattern B: straight from the hot readers. Pattern C: the API of the twin service, from any other Grafana.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Layer4 = Literal["aws", "azure"]
Layer5 = Literal["aws", "azure", "gcp", "grafana-cloud"]


class Pattern(StrEnum):
    TWIN_SERVICE = "A"
    HOT_READERS = "B"
    TWIN_API = "C"


@dataclass(frozen=True, slots=True)
class Grafana:
    """One product. `plugin_auth` is how a TwinMaker plugin finds AWS credentials in it, None without one."""

    product: str
    plugin_auth: str | None = None


# ec2_iam_role and default are names of grafana-aws-sdk: the workspace's role, and the AWS SDK's own search.
GRAFANAS: Mapping[Layer5, Grafana] = {
    "aws": Grafana("Amazon Managed Grafana", "ec2_iam_role"),
    "azure": Grafana("Azure Managed Grafana"),
    "gcp": Grafana("a Grafana of one's own", "default"),
    "grafana-cloud": Grafana("Grafana Cloud"),
}

# What is not available, and why. (twin.yaml itself rejects a layer 4 on Google Cloud.)
NO_SCENES = "3D scenes need the panel of the TwinMaker plugin"
NO_EMULATED_TWIN = "over an emulator (aws.endpoint_url), the files query the hot readers only"


def patterns(layer_4: Layer4, layer_5: Layer5) -> tuple[Pattern, ...]:
    """How this Grafana reads a twin: always from the hot readers, and perhaps also from the twin service."""
    if layer_4 == "aws" and GRAFANAS[layer_5].plugin_auth:
        return (Pattern.HOT_READERS, Pattern.TWIN_SERVICE)
    if layer_4 == layer_5 == "azure":
        return (Pattern.HOT_READERS, Pattern.TWIN_SERVICE)
    return (Pattern.HOT_READERS, Pattern.TWIN_API)
