"""AWS: hot readers are Lambdas beside a DynamoDB table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from crosstwin.clouds import aws_emulator, regions
from crosstwin.clouds.base import PROPERTY, HotCloud, Provider, Section, Use
from crosstwin.clouds.package import HOTREAD, Package, Requirements
from crosstwin.clouds.records import RECORDS, AwsRecords

PRINCIPAL_ARN = r"^arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)/[A-Za-z0-9+=,.@_/-]+)$"


def _region(region: str) -> str:
    if reason := regions.no_aws_region(region):
        raise PydanticCustomError(PROPERTY, "{found} is {reason}", {"found": f'"{region}"', "reason": reason})
    return region


AwsRegion = Annotated[str, Field(pattern=r"^[a-z]{2,4}(-[a-z]+)+-\d+$"), AfterValidator(_region)]
# What a CloudWatch alarm notifies.
AlarmAction = Annotated[str, Field(pattern=r"^arn:aws[a-z-]*:[^\s]+$")]


class AwsHotStore(Section):
    """An existing DynamoDB table."""

    table_name: str = Field(pattern=r"^[a-zA-Z0-9_.-]{3,255}$", description="the name of a DynamoDB table")
    records: AwsRecords | None = Field(default=None, description=RECORDS)


class DashboardAccess(Section):
    """The principals that can read the TwinMaker workspace for dashboards."""

    trusted_principal_arns: tuple[Annotated[str, Field(pattern=PRINCIPAL_ARN)], ...] = Field(
        strict=False,
        description="a list of ARNs of IAM roles, users or accounts; an empty one makes the policy alone",
    )


class Aws(Section):
    region: AwsRegion = Field(description="a region such as eu-central-1")
    endpoint_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]+/?$",
        description="an emulator, such as http://127.0.0.1:4566",
    )
    kms_key_arn: str | None = Field(
        default=None,
        pattern=r"^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/[A-Za-z0-9-]+$",
        description="the ARN of a KMS key",
    )
    max_concurrency: int = Field(
        default=20, ge=0, description="how many executions to reserve for each function; 0 reserves none"
    )
    alarm_actions: Annotated[tuple[AlarmAction, ...], Field(strict=False, max_length=5)] = Field(
        default=(), description="a list of up to five ARNs, such as of SNS topics"
    )
    existing_hot_store: AwsHotStore | None = Field(
        default=None, description="a mapping with table_name, and perhaps records"
    )
    dashboard_access: DashboardAccess | None = Field(
        default=None, description="a mapping with trusted_principal_arns"
    )


# 6.28.0 is the first that grants a Function URL both permissions that AWS has asked for since October 2025
# (terraform-provider-aws issue 44829).
_VERSIONS = ">= 6.28.0, < 7"
# An emulator checks no permissions, so the modules' own lower bound is enough.
EMULATED_VERSIONS = ">= 5.100.0, < 7"

_HOT_READER = {"aws/shared/hotread_aws": "hotread_aws/", **HOTREAD}
# What connectors and writers check, and what only other clouds need.
_OF_OTHERS = (
    "crosstwin_contract/asking.py",
    "crosstwin_contract/digital_twins.py",
    "crosstwin_contract/doubles.py",
    "crosstwin_contract/store_names.py",
    "crosstwin_contract/excerpt.py",
    "crosstwin_contract/partitions.py",
    "crosstwin_contract/url.py",
    "crosstwin_contract/writing.py",
    "hotread/json_log.py",
    "hotread/platform_endpoint.py",
)
PROCESSOR = {"aws/shared/twin_processor": "twin_processor/", **HOTREAD}
_CONNECTOR = {
    "aws/shared/twin_connector": "twin_connector/",
    "shared/remote_reader": "remote_reader/",
    **HOTREAD,
}
# Both connectors share one file. Its wheels are pure Python, so they run on any architecture.
_CONNECTOR_REQUIREMENTS = Requirements(
    "aws/digital-twin-data-connector/requirements.txt", python="3.12", platforms=()
)


class AwsCloud(HotCloud[Aws]):
    name = "aws"
    synonyms = ("amazon",)
    title = "AWS"
    store = "DynamoDB"
    section = Aws
    section_description = "a mapping with region"
    module = ("aws_hot_reader", "AwsHotReader")
    outputs = (
        "hot_reader_url",
        "hot_reader_last_entry_url",
        "inter_cloud_token",
        "hot_reader_arn",
        "hot_reader_last_entry_arn",
        "hot_store_table_name",
    )
    readers: ClassVar = {
        "hot_reader_package": "aws/hot-reader",
        "hot_reader_last_entry_package": "aws/hot-reader-last-entry",
    }
    packages: ClassVar = {
        "aws/hot-reader": Package({"aws/hot-reader": "", **_HOT_READER}, left_out=_OF_OTHERS),
        "aws/hot-reader-last-entry": Package(
            {"aws/hot-reader-last-entry": "", **_HOT_READER}, left_out=_OF_OTHERS
        ),
        "aws/default-processor": Package({"aws/default-processor": "", **PROCESSOR}),
        # Without declared types, it accepts events of any type; see build_persister.
        "aws/persister": Package(
            {"aws/persister": "", "aws/shared/twin_persister": "twin_persister/", **HOTREAD}
        ),
        "aws/digital-twin-data-connector": Package(
            {"aws/digital-twin-data-connector": "", **_CONNECTOR}, _CONNECTOR_REQUIREMENTS
        ),
        "aws/component-type-reader": Package(
            {
                "aws/component-type-reader": "",
                "aws/shared/twin_component_type": "twin_component_type/",
                **_CONNECTOR,
            },
            _CONNECTOR_REQUIREMENTS,
        ),
        "aws/digital-twin-data-connector-last-entry": Package(
            {"aws/digital-twin-data-connector-last-entry": "", **_CONNECTOR}, _CONNECTOR_REQUIREMENTS
        ),
    }

    def providers(self, section: Aws, use: Use) -> tuple[Provider, ...]:
        del use
        if section.endpoint_url is None:
            return (Provider("hashicorp/aws", _VERSIONS, {"region": section.region}),)
        block = {
            "region": section.region,
            # The keys that emulators expect. They give access to nothing.
            "access_key": "test",
            "secret_key": "test",
            "profile": "default",
            "shared_config_files": [aws_emulator.CONFIG],
            "s3_use_path_style": True,
            "skip_credentials_validation": True,
            "skip_metadata_api_check": "true",
            "skip_region_validation": True,
        }
        files = {aws_emulator.CONFIG: aws_emulator.config(section.endpoint_url)}
        return (Provider("hashicorp/aws", EMULATED_VERSIONS, block, files),)

    def inputs(self, section: Aws) -> dict[str, Any]:
        store = section.existing_hot_store
        return {
            **lambda_inputs(section),
            **alarm_inputs(section),
            "existing_hot_store": None if store is None else store.model_dump(exclude_none=True),
        }

    def nulls(self, section: Aws) -> tuple[str, ...]:
        return ("max_concurrency",) if section.max_concurrency == 0 else ()

    def is_emulated(self, section: Aws) -> bool:
        return section.endpoint_url is not None

    def faults(self, section: Aws, use: Use) -> Iterable[tuple[str, str]]:
        if use.hot_readers and not self.is_emulated(section):
            yield "region", regions.no_function_urls(section.region)

    def warnings(self, section: Aws, use: Use) -> Iterable[tuple[str, str]]:
        if self.is_emulated(section):
            return
        yield "region", regions.aws_warning(section.region)
        if use.hot_readers:
            yield "region", regions.function_urls_warning(section.region)
        if use.layer_4:
            yield "region", regions.twinmaker_warning(section.region)

    def credentials(self) -> tuple[str, str]:
        import boto3
        from botocore.exceptions import BotoCoreError

        try:
            credentials = boto3.Session().get_credentials()
        except BotoCoreError as error:
            return "", f"boto3: {error}"
        if credentials is None:
            return (
                "",
                "boto3 finds no credentials: run aws configure, or set AWS_PROFILE or AWS_ACCESS_KEY_ID",
            )
        return f"boto3, by {credentials.method}", ""


CLOUD = AwsCloud()


def lambda_inputs(aws: Aws) -> dict[str, Any]:
    return {"kms_key_arn": aws.kms_key_arn, "max_concurrency": aws.max_concurrency or None}


def alarm_inputs(aws: Aws) -> dict[str, Any]:
    """No alarms in an emulator: it returns them incompletely, so a second plan would not be empty."""
    return {"alarms": {"enabled": aws.endpoint_url is None, "actions": list(aws.alarm_actions)}}
