"""The files of `crosstwin grafana`, by their paths in its folder.

provisioning/datasources/<twin>.yaml  provisioning/dashboards/<twin>.yaml  dashboards/<twin>/*.json
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml

from crosstwin.clouds.azure_environment import azure_environment
from crosstwin.grafana import dashboards, data_sources
from crosstwin.grafana.data_sources import DataSource
from crosstwin.grafana.digital_twins import DigitalTwinsOutputs
from crosstwin.grafana.matrix import GRAFANAS, Pattern, patterns
from crosstwin.grafana.sources import HotReaders, Source, TwinMakerApi, TwinMakerPlugin
from crosstwin.terraform.outputs import ReaderOutputs
from crosstwin.twin.deployment import Deployment, Device
from crosstwin.twin.fields import Cloud
from crosstwin.twin.names import COMPONENT

# Where a self-hosted Grafana finds the dashboards: below its usual data folder.
DASHBOARDS_PATH = "/var/lib/grafana/dashboards"


@dataclass(frozen=True, slots=True)
class TwinMakerOutputs:
    """Outputs of l4-aws for readers of its workspace."""

    region: str
    workspace_id: str
    dashboard_role_arn: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """The data sources of one pattern, and each of its dashboards by name."""

    pattern: Pattern
    data_sources: list[DataSource]
    dashboards: Mapping[str, str]


def parts(
    deployment: Deployment,
    readers: Mapping[Cloud, ReaderOutputs],
    twin_service: TwinMakerOutputs | DigitalTwinsOutputs | None,
) -> Iterator[Part]:
    """One for each pattern by which the twin's Grafana reads it; without `twin_service`, the readers'."""
    providers = deployment.providers
    for pattern in patterns(providers.layer_4_provider, providers.layer_5_provider):
        if pattern is Pattern.HOT_READERS:
            yield _hot_readers(deployment, readers)
        elif isinstance(twin_service, DigitalTwinsOutputs):
            yield _digital_twins(deployment, pattern, twin_service)
        elif twin_service is not None:
            yield _twinmaker(deployment, pattern, twin_service)


def files(deployment: Deployment, found: list[Part]) -> dict[str, str]:
    """The content of each file, by its path."""
    twin = deployment.digital_twin_name
    provider = {
        "name": f"crosstwin {twin}",
        "folder": twin,
        "type": "file",
        "options": {"path": f"{DASHBOARDS_PATH}/{twin}"},
    }
    sources = [source for part in found for source in part.data_sources]
    return {
        f"provisioning/datasources/{twin}.yaml": _yaml({"apiVersion": 1, "datasources": sources}),
        f"provisioning/dashboards/{twin}.yaml": _yaml({"apiVersion": 1, "providers": [provider]}),
        **{
            f"dashboards/{twin}/{name}.json": text for part in found for name, text in part.dashboards.items()
        },
    }


def variables(found: list[Part]) -> list[str]:
    """The environment variables that the data sources name."""
    named = re.findall(r"\$([A-Z0-9_]+)", _yaml({"": [part.data_sources for part in found]}))
    return list(dict.fromkeys(named))


def _hot_readers(deployment: Deployment, readers: Mapping[Cloud, ReaderOutputs]) -> Part:
    twin = deployment.digital_twin_name

    def source_of(device: Device) -> Source:
        return HotReaders(twin, deployment.hot_cloud(device), deployment.providers.layer_5_provider)

    return Part(
        Pattern.HOT_READERS,
        [one for cloud, found in readers.items() for one in data_sources.hot_readers(twin, cloud, found)],
        dashboards.telemetry(deployment, source_of, "telemetry", f"{twin}: telemetry"),
    )


def _twinmaker(deployment: Deployment, pattern: Pattern, found: TwinMakerOutputs) -> Part:
    twin = deployment.digital_twin_name
    authentication = GRAFANAS[deployment.providers.layer_5_provider].plugin_auth
    source: TwinMakerPlugin | TwinMakerApi
    if authentication:
        source = TwinMakerPlugin(twin)
        data_source = data_sources.twinmaker_plugin(
            twin, found.region, found.workspace_id, authentication, found.dashboard_role_arn
        )
    else:
        source = TwinMakerApi(twin)
        data_source = data_sources.twinmaker_api(twin, found.region, found.workspace_id)

    def source_of(device: Device) -> Source:
        return replace(source, component=device.component or COMPONENT)

    built = dashboards.telemetry(deployment, source_of, "twinmaker", f"{twin}: TwinMaker")
    return Part(pattern, [data_source], built)


def _digital_twins(deployment: Deployment, pattern: Pattern, found: DigitalTwinsOutputs) -> Part:
    twin = deployment.digital_twin_name
    location = deployment.azure.location if deployment.azure else ""
    sources = [data_sources.digital_twins(twin, found.host, found.tenant_id, azure_environment(location))]
    if found.data_history is not None:
        of_azure = deployment.providers.layer_5_provider == "azure"
        sources.append(
            data_sources.data_history(twin, found.data_history, found.tenant_id, of_azure=of_azure)
        )
    return Part(pattern, sources, dashboards.digital_twins(deployment, found))


def _yaml(document: Mapping[str, Any]) -> str:
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
