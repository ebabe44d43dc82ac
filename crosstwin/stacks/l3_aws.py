"""Layer 3 on AWS: the hot readers beside a DynamoDB table."""

from __future__ import annotations

from aws_hot_reader import AwsHotReader
from constructs import Construct

from crosstwin.stacks.base import DeploymentStack, in_use
from crosstwin.stacks.lambdas import alarm_inputs, lambda_inputs, reserve_no_concurrency
from crosstwin.stacks.providers import use_aws
from crosstwin.twin.deployment import Deployment

NAME = "l3-aws"
OUTPUTS = (
    "hot_reader_url",
    "hot_reader_last_entry_url",
    "inter_cloud_token",
    "hot_reader_arn",
    "hot_reader_last_entry_arn",
    "hot_store_table_name",
)


class L3AwsStack(DeploymentStack):
    def __init__(self, scope: Construct, deployment: Deployment) -> None:
        super().__init__(scope, NAME, deployment)
        aws = in_use(deployment.aws)
        use_aws(self, aws)
        store = aws.existing_hot_store
        reader = AwsHotReader(
            self,
            "hot-reader",
            **self.function_inputs("aws"),
            **lambda_inputs(aws),
            **alarm_inputs(aws),
            token_generation=deployment.token_generation,
            deletion_protection=deployment.deletion_protection,
            hot_reader_package=self.package("aws/hot-reader"),
            hot_reader_last_entry_package=self.package("aws/hot-reader-last-entry"),
            existing_hot_store=None if store is None else store.model_dump(),
        )
        reserve_no_concurrency(reader, aws)
        self.export(reader, OUTPUTS)
