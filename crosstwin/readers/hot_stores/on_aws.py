"""The DynamoDB table of a deployed l3-aws."""

from __future__ import annotations

from pathlib import Path

from crosstwin.errors import Failure
from crosstwin.readers.hot_stores.deployed import DeployedStore
from crosstwin.readers.hot_stores.dynamodb import DynamoDBWriter
from crosstwin.terraform.outputs import required, stack_outputs
from crosstwin.twin.deployment import Deployment


def dynamodb_table(name: str, region: str | None, endpoint_url: str | None) -> DeployedStore:
    return DeployedStore(f"DynamoDB table {name}", DynamoDBWriter(name, region, endpoint_url))


def deployed(deployment: Deployment, outdir: Path | None) -> DeployedStore:
    aws = deployment.aws
    if aws is None:
        raise Failure("twin.yaml has no section aws")
    if aws.existing_hot_store:
        name = aws.existing_hot_store.table_name
    else:
        name = required(stack_outputs(deployment, "l3-aws", outdir), "hot_store_table_name", "l3-aws")
    return dynamodb_table(name, aws.region, aws.endpoint_url)
