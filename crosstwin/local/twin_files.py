"""The files of a twin on this machine: twin.yaml over emulators, and states that Terraform did not write."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from crosstwin.clouds import CLOUDS
from crosstwin.local import aws as local_aws
from crosstwin.local.reader import RunningReader
from crosstwin.twin import csv_devices
from crosstwin.twin import deployment as deployments
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.fields import Cloud

# Sections of clouds that nothing is deployed to.
_NOWHERE: Mapping[str, Mapping[str, str]] = {
    "azure": {"location": "westeurope", "subscription_id": "00000000-0000-0000-0000-000000000000"},
    "gcp": {"project": "local-project", "region": "europe-west1"},
}


def write_twin_file(
    source: Path, target: Path, aws: local_aws.AwsEmulator, wanted: Deployment, missing: Mapping[Cloud, str]
) -> Deployment:
    """Writes the twin of `source`, which is `wanted`, over emulators only, without devices of `missing`."""
    document = yaml.safe_load(source.read_text())
    left_out = {device.id for device in wanted.devices if wanted.hot_cloud(device) in missing}
    document["devices"] = [
        device
        for device in csv_devices.devices(document, source)
        if device["id"] not in left_out and device.get("component_of") not in left_out
    ]
    document.pop("devices_from", None)
    document["aws"] = {"region": local_aws.REGION, "endpoint_url": aws.endpoint_url}
    # A given reader is the real one. An emulator's takes its place, whose cloud may have no section.
    document.pop("readers", None)
    for cloud in wanted.readers.keys() & _NOWHERE:
        document.setdefault(cloud, dict(_NOWHERE[cloud]))
    for cloud in CLOUDS:
        # Its store is an emulator's, too: `crosstwin put` must not reach the real one.
        (document.get(cloud) or {}).pop("existing_hot_store", None)
    document["state"] = {"backend": "local"}
    # What is in an emulator is gone with it, so `cdktf destroy` needs no second thought.
    document["deletion_protection"] = False
    # No layer 2: telemetry is put into the stores themselves here.
    document["providers"].pop("layer_2_provider", None)
    document.pop("processor", None)
    target.write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True))
    return deployments.load(target)


def write_state(path: Path, reader: RunningReader, generation: int) -> None:
    """As Terraform's state of a layer 3, had it deployed it: URLs, the one token, the store."""
    outputs: dict[str, dict[str, Any]] = {
        "hot_reader_url": {"value": reader.hot_reader_url, "type": "string"},
        "hot_reader_last_entry_url": {"value": reader.hot_reader_last_entry_url, "type": "string"},
        "inter_cloud_token": {"value": reader.inter_cloud_token, "type": "string", "sensitive": True},
        **{name: {"value": value, "type": "string"} for name, value in reader.hot_store.items()},
    }
    token = {
        "module": "module.hot-reader",
        "mode": "managed",
        "type": "terraform_data",
        "name": "inter_cloud_token",
        "provider": 'provider["terraform.io/builtin/terraform"]',
        "instances": [
            {
                "index_key": str(generation),
                "schema_version": 0,
                "attributes": {"triggers_replace": {"value": reader.inter_cloud_token, "type": "string"}},
            }
        ],
    }
    state = {
        "version": 4,
        "terraform_version": "1.5.0",
        "serial": 1,
        "lineage": str(uuid.uuid4()),
        "outputs": outputs,
        "resources": [token],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(state, indent=2))
