"""The DynamoDB table of a deployed l3-aws."""

from __future__ import annotations

from crosstwin_contract.records import CROSSTWIN, RecordMapping

from crosstwin.clouds.records import AwsRecords
from crosstwin.readers.hot_stores.deployed import DeployedStore
from crosstwin.readers.hot_stores.dynamodb import DynamoDBWriter, key_type
from crosstwin.terraform.outputs import required, stack_outputs
from crosstwin.twin.deployment import Deployment, in_use


def dynamodb_table(
    name: str, region: str | None, endpoint_url: str | None, records: AwsRecords | None = None
) -> DeployedStore:
    mapping = CROSSTWIN
    if records is not None:
        settings = records.settings()
        type_ = key_type(name, settings.get("time", "id"), region, endpoint_url)
        mapping = RecordMapping.parse({**settings, "time_type": type_})
    return DeployedStore(
        f"DynamoDB table {name}", DynamoDBWriter(name, region, endpoint_url, mapping=mapping)
    )


def deployed(deployment: Deployment) -> DeployedStore:
    aws = in_use(deployment.aws)
    if existing := aws.existing_hot_store:
        return dynamodb_table(existing.table_name, aws.region, aws.endpoint_url, existing.records)
    name = required(stack_outputs(deployment, "l3-aws"), "hot_store_table_name", "l3-aws")
    return dynamodb_table(name, aws.region, aws.endpoint_url)
