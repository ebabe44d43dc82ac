"""Layer 2 on AWS: the processor of devices' events, and the persister that writes to the table of l3-aws."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from aws_processor import AwsProcessor
from constructs import Construct

from crosstwin.clouds.aws import CLOUD, lambda_inputs
from crosstwin.packages import functions
from crosstwin.stacks.cdk import TerraformStack
from crosstwin.stacks.consumer import ConsumerStack
from crosstwin.twin.deployment import Deployment, in_use

NAME = "l2-aws"
OUTPUTS = ("processor_arn", "dead_letter_queue_url")


class L2AwsStack(ConsumerStack):
    """`producer` is l3-aws; for the rest see ConsumerStack."""

    def __init__(
        self,
        scope: Construct,
        deployment: Deployment,
        producer: TerraformStack,
        placeholders_for: Collection[str] = (),
    ) -> None:
        super().__init__(scope, NAME, deployment, [producer], placeholders_for)
        self.use(CLOUD)
        aws = in_use(deployment.aws)
        processor = AwsProcessor(
            self,
            "processor",
            **self.function_inputs("aws"),
            **lambda_inputs(aws),
            depends_on=self.guards(),  # its data source reads the table
            hot_store_table_name=self.outputs_of("aws").get_string("hot_store_table_name"),
            processor_package=self._processor_package(),
            persister_package=self.asset(functions.build_persister(self._declared())),
            future_tolerance_seconds=deployment.future_tolerance_seconds,
        )
        self.set_null(processor, CLOUD.nulls(aws))
        self.export(processor, OUTPUTS)

    def _declared(self) -> dict[str, dict[str, Any]]:
        """The types of the properties of each device whose hot data is in this cloud."""
        return {device.id: dict(device.declared) for device in self.deployment.devices_on("aws")}

    def _processor_package(self) -> str:
        """The twin's own function, or what passes events on as they came."""
        folder = self.deployment.processor
        return (
            self.asset(functions.build_processor(folder)) if folder else self.package("aws/default-processor")
        )
