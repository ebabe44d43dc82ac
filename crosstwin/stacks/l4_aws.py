"""Layer 4 on AWS: TwinMaker, and a pair of connectors for each other cloud that holds hot data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from aws_twin_connector import AwsTwinConnector
from aws_twinmaker import AwsTwinmaker
from cdktf import DataResource, TerraformStack
from constructs import Construct

from crosstwin.deployment import Deployment
from crosstwin.deployment_fields import Cloud
from crosstwin.messages import note
from crosstwin.stacks import placeholders
from crosstwin.stacks.base import MODULE, DeploymentStack, in_use
from crosstwin.stacks.lambdas import lambda_inputs, reserve_no_concurrency
from crosstwin.stacks.providers import use_aws
from crosstwin.stacks.state import Outputs, outputs_of

NAME = "l4-aws"
CONNECTOR_OUTPUTS = ("data_connector_arn", "data_connector_last_entry_arn")
TWINMAKER_OUTPUTS = ("workspace_id", "workspace_arn")


class L4AwsStack(DeploymentStack):
    """`producers` are the l3 stacks of this program: deployed first where both are asked for.

    Their outputs are read from their state, by name, so the stack can be synthesized without them. Those
    of the stacks in `placeholders_for` are stand-ins: the stack can be planned then, and not applied.
    """

    def __init__(
        self,
        scope: Construct,
        deployment: Deployment,
        producers: Mapping[Cloud, TerraformStack],
        placeholders_for: Collection[str] = (),
    ) -> None:
        super().__init__(scope, NAME, deployment)
        self.aws = in_use(deployment.aws)
        use_aws(self, self.aws)
        for producer in producers.values():
            self.add_dependency(producer)
        self.placeholders_for = placeholders_for
        self.guards = [placeholders.refuse_apply(self)] if placeholders_for else None
        readers = {cloud: self._connector(cloud) for cloud in deployment.foreign_clouds}
        if self.aws.endpoint_url is not None:
            note("l4-aws: aws-twinmaker is left out, because no emulator (aws.endpoint_url) knows its types")
            return
        if "aws" in deployment.hot_clouds:
            local = self._outputs_of("aws")
            readers["aws"] = (
                local.get_string("hot_reader_arn"),
                local.get_string("hot_reader_last_entry_arn"),
            )
        self._twinmaker(readers)

    def _outputs_of(self, cloud: Cloud) -> Outputs:
        producer = f"l3-{cloud}"
        if producer in self.placeholders_for:
            return placeholders.PlaceholderOutputs(producer, self.aws.region)
        return outputs_of(self, self.deployment, producer)

    def _guards(self, cloud: Cloud) -> list[DataResource] | None:
        """What a module over the outputs of this cloud waits for.

        Only there: Terraform would read the data sources of a waiting module later, and so plan changes of
        what is deployed.
        """
        return self.guards if f"l3-{cloud}" in self.placeholders_for else None

    def _connector(self, cloud: Cloud) -> tuple[str, str]:
        """The pair of connectors for one foreign cloud: the ARNs for histories and for last entries."""
        remote = self._outputs_of(cloud)
        connector = AwsTwinConnector(
            self,
            f"{cloud}-connector",
            **self.function_inputs(cloud),
            **lambda_inputs(self.aws),
            depends_on=self._guards(cloud),
            hot_cloud=cloud,
            remote_reader_url=remote.get_string("hot_reader_url"),
            remote_reader_last_entry_url=remote.get_string("hot_reader_last_entry_url"),
            inter_cloud_token=remote.get_string("inter_cloud_token"),
            data_connector_package=self.package("aws/digital-twin-data-connector"),
            data_connector_last_entry_package=self.package("aws/digital-twin-data-connector-last-entry"),
        )
        reserve_no_concurrency(connector, self.aws)
        self.export(connector, CONNECTOR_OUTPUTS, prefix=f"{cloud}_")
        return connector.data_connector_arn_output, connector.data_connector_last_entry_arn_output

    def _twinmaker(self, readers: Mapping[Cloud, tuple[str, str]]) -> None:
        devices: dict[str, Any] = {}
        for device in self.deployment.devices:
            data_reader, attribute_reader = readers[self.deployment.hot_cloud(device)]
            devices[device.id] = {
                "properties": dict(device.properties),
                "data_reader_arn": data_reader,
                "attribute_reader_arn": attribute_reader,
            }
        twinmaker = AwsTwinmaker(
            self,
            "twinmaker",
            **MODULE,
            digital_twin_name=self.deployment.digital_twin_name,
            devices=devices,
            tags=self.tags,
            depends_on=self._guards("aws"),
        )
        self.export(twinmaker, TWINMAKER_OUTPUTS)
