"""The text of a new twin.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from crosstwin.errors import Failure
from crosstwin.twin.fields import Cloud

# The section of each cloud. What only its owner knows is marked.
SECTIONS: Mapping[Cloud, str] = {
    "aws": "aws: {region: eu-central-1}\n",
    "azure": (
        "azure:\n"
        "  location: westeurope\n"
        "  subscription_id: 00000000-0000-0000-0000-000000000000 # yours: az account show --query id\n"
    ),
    "gcp": "gcp: {project: your-project-id, region: europe-west1} # yours: gcloud config get project\n",
}


@dataclass(frozen=True, slots=True)
class StarterDevice:
    """A device with its properties' types, and the cloud of its hot data ("" for that of the twin)."""

    id: str
    properties: Mapping[str, str]
    cloud: str = ""


def starter_device(text: str) -> StarterDevice:
    """From `pump-7:rpm=integer,running=boolean`, with `pump-7@gcp:…` for a cloud. Raises Failure."""
    name, colon, declared = text.rpartition(":")
    pairs = [part.partition("=") for part in declared.split(",")]
    if not colon or not all(name and equals and kind for name, equals, kind in pairs):
        raise Failure(f"{text!r}: expected a device as ID:PROPERTY=TYPE,…, such as pump-7:rpm=integer")
    device, _, cloud = name.partition("@")
    return StarterDevice(device, {name.strip(): kind.strip() for name, _, kind in pairs}, cloud)


def starter_text(name: str, cloud: str, layer_4: str, devices: Sequence[StarterDevice]) -> str:
    """A twin.yaml with the sections of the clouds in use. `cloud` is that of devices that name none."""
    entries = [
        {
            "id": device.id,
            **({"hot_provider": device.cloud} if device.cloud not in ("", cloud) else {}),
            "properties": dict(device.properties),
        }
        for device in devices
    ]
    # One line a value, as people write it.
    listed = yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, default_flow_style=None)
    used = {layer_4, *(device.cloud or cloud for device in devices)}
    sections = "".join(section for name, section in SECTIONS.items() if name in used)
    return (
        "# yaml-language-server: $schema=twin.schema.json\n"
        f"digital_twin_name: {name}\n"
        "providers:\n"
        f"  layer_3_hot_provider: {cloud} # of devices that name no hot_provider\n"
        f"  layer_4_provider: {layer_4} # where the digital twin is\n"
        f"  layer_5_provider: {layer_4} # where Grafana is\n"
        "devices:\n"
        + "".join(f"  {line}\n" for line in listed.splitlines())
        + sections
        + "state: {backend: local} # or s3, azurerm, gcs: a team needs one of these\n"
        "token_generation: 1 # raise it to rotate the shared tokens\n"
    )
