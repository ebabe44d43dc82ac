"""Layer 4 on AWS: TwinMaker, and a pair of connectors for each other cloud that holds hot data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from aws_twin_connector import AwsTwinConnector
from aws_twinmaker import AwsTwinmaker
from constructs import Construct

from crosstwin.clouds.aws import CLOUD, alarm_inputs, lambda_inputs
from crosstwin.console import note
from crosstwin.stacks import described
from crosstwin.stacks.base import MODULE
from crosstwin.stacks.cdk import TerraformStack
from crosstwin.stacks.consumer import ConsumerStack
from crosstwin.twin.deployment import Deployment, in_use
from crosstwin.twin.fields import Cloud

NAME = "l4-aws"
CONNECTOR_OUTPUTS = ("data_connector_arn", "data_connector_last_entry_arn")
TWINMAKER_OUTPUTS = ("workspace_id", "workspace_arn")
DASHBOARD_OUTPUTS = ("dashboard_policy_arn", "dashboard_role_arn")


class L4AwsStack(ConsumerStack):
    """`producers` are the l3 stacks, by cloud; for the rest see ConsumerStack."""

    def __init__(
        self,
        scope: Construct,
        deployment: Deployment,
        producers: Mapping[Cloud, TerraformStack],
        placeholders_for: Collection[str] = (),
    ) -> None:
        super().__init__(scope, NAME, deployment, producers.values(), placeholders_for)
        self.use(CLOUD)
        self.aws = in_use(deployment.aws)
        readers = {cloud: self._connector(cloud) for cloud in deployment.foreign_clouds}
        if self.aws.endpoint_url is not None:
            note(
                "l4-aws: aws-twinmaker is left out, because no emulator (aws.endpoint_url) has its resources"
            )
            return
        if "aws" in deployment.hot_clouds:
            local = self.outputs_of("aws")
            readers["aws"] = (
                local.get_string("hot_reader_arn"),
                local.get_string("hot_reader_last_entry_arn"),
            )
        self._twinmaker(readers)

    def _connector(self, cloud: Cloud) -> tuple[str, str]:
        """The pair of connectors for one foreign cloud: the ARNs for histories and for last entries."""
        remote = self.outputs_of(cloud)
        connector = AwsTwinConnector(
            self,
            f"{cloud}-connector",
            **self.function_inputs(cloud),
            **lambda_inputs(self.aws),
            **alarm_inputs(self.aws),
            hot_cloud=cloud,
            remote_reader_url=remote.get_string("hot_reader_url"),
            remote_reader_last_entry_url=remote.get_string("hot_reader_last_entry_url"),
            inter_cloud_token=remote.get_string("inter_cloud_token"),
            data_connector_package=self.package("aws/digital-twin-data-connector"),
            data_connector_last_entry_package=self.package("aws/digital-twin-data-connector-last-entry"),
        )
        self.set_null(connector, CLOUD.nulls(self.aws))
        self.export(connector, CONNECTOR_OUTPUTS, prefix=f"{cloud}_")
        return connector.data_connector_arn_output, connector.data_connector_last_entry_arn_output

    def _twinmaker(self, readers: Mapping[Cloud, tuple[str, str]]) -> None:
        deployment = self.deployment
        devices: dict[str, Any] = {}
        for device in deployment.devices:
            devices[device.id] = {
                "cloud": deployment.hot_cloud(device),
                **described.device(deployment, device),
                **described.given(device, "name", "parent", "component_of", "component"),
            }
        types = described.types(deployment) or {}
        for name in types:
            if deployment.device_types[name].alarm:
                types[name] = {**types[name], "alarm": True}
        places = {place.id: described.given(place, "name", "parent") for place in deployment.places}
        twinmaker = AwsTwinmaker(
            self,
            "twinmaker",
            **MODULE,
            digital_twin_name=self.deployment.digital_twin_name,
            readers={
                cloud: {"data_reader_arn": data_reader, "attribute_reader_arn": attribute_reader}
                for cloud, (data_reader, attribute_reader) in readers.items()
            },
            devices=devices,
            device_types=types or None,
            places=places or None,
            **(self._component_type_reader() if types else {}),
            dashboard_access=self._dashboard_access,
            # Scenes and models are the twin's data, as its hot store is.
            workspace_bucket_force_destroy=not self.deployment.deletion_protection,
            tags=self.tags,
        )
        self.set_null(twinmaker, CLOUD.nulls(self.aws))
        self.export(twinmaker, TWINMAKER_OUTPUTS)
        if self._dashboard_access:
            self.export(twinmaker, DASHBOARD_OUTPUTS)

    def _component_type_reader(self) -> dict[str, Any]:
        """The inputs of the function for all devices of a type, which asks each cloud's hot reader."""
        foreign = {cloud: self.outputs_of(cloud) for cloud in self.deployment.foreign_clouds}
        hot_readers = {
            cloud: {
                "url": remote.get_string("hot_reader_url"),
                "token": remote.get_string("inter_cloud_token"),
            }
            for cloud, remote in foreign.items()
        }
        return {
            "component_type_reader_package": self.package("aws/component-type-reader"),
            "hot_readers": hot_readers or None,
            **lambda_inputs(self.aws),
        }

    @property
    def _dashboard_access(self) -> dict[str, list[str]] | None:
        wanted = self.aws.dashboard_access
        return {"trusted_principal_arns": list(wanted.trusted_principal_arns)} if wanted else None
