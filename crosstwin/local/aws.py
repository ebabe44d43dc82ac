"""AWS on this machine: ministack, which runs Lambdas, and the AWS hot readers in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import boto3

from crosstwin.clouds.aws_options import client_options
from crosstwin.local.process import accepts_connections, free_port, running
from crosstwin.local.reader import NO_SETTINGS, Emulator, RunningReader
from crosstwin.packages import functions
from crosstwin.readers.hot_stores.dynamodb import DynamoDBWriter
from crosstwin.terraform.outputs import on_emulator

REGION = "eu-central-1"
TABLE = "local-hot"
HOT_READER = "hot-reader"
HOT_READER_LAST_ENTRY = "hot-reader-last-entry"
_SERVER = Path(__file__).with_name("ministack_server.py")


@dataclass(frozen=True, slots=True)
class AwsEmulator:
    """A running ministack. `log` is the file that its output goes to."""

    endpoint_url: str
    log: Path

    def function_url(self, url: str) -> str:
        """Where a Function URL of this emulator answers. Its host name does not resolve."""
        return on_emulator(url, self.endpoint_url)

    def writer(self, table: str) -> DynamoDBWriter:
        return DynamoDBWriter(table, client=self.client("dynamodb"))

    def client(self, service: str) -> Any:
        """A boto3 client of this emulator."""
        make: Any = boto3.client  # its stubs know a type for each service, and none for a name
        return make(service, **client_options(REGION, self.endpoint_url))


def why_not() -> str:
    """What is missing to run the emulator; "" if nothing."""
    return "" if find_spec("ministack") else "ministack is not installed: pip install 'crosstwin[local]'"


def emulator() -> Emulator:
    return Emulator("ministack", "" if why_not() else version("ministack"))


@contextmanager
def running_aws(folder: Path) -> Iterator[AwsEmulator]:
    """The AWS emulator on a free port, until the block ends. Its state and log are in `folder`."""
    if missing := why_not():
        raise FileNotFoundError(missing)
    port = free_port()
    endpoint_url = f"http://127.0.0.1:{port}"
    log = folder / "ministack.log"
    temporary = folder / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    environment = {
        # What the Lambdas find; the emulator accepts any.
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "LAMBDA_EXECUTOR": "local",
        # Listeners on fixed ports that nothing here uses, and that a second emulator would collide on.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # It leaves the code of each Lambda in the folder for temporary files.
        "TMPDIR": str(temporary),
    }
    with running(
        "ministack",
        # -P: the folder of the file would shadow packages.
        [sys.executable, "-P", str(_SERVER)],
        ready=lambda: accepts_connections(port),
        log=log,
        env=environment,
    ):
        yield AwsEmulator(endpoint_url, log)


@contextmanager
def running_reader(
    folder: Path, token: str, *, settings: Mapping[str, str] = NO_SETTINGS
) -> Iterator[RunningReader]:
    """The AWS hot readers as deployed zips behind Function URLs, made without Terraform."""
    with running_aws(folder) as aws:
        yield create_reader(aws, token, settings=settings)


def create_reader(
    aws: AwsEmulator, token: str, info: str = "{}", *, settings: Mapping[str, str] = NO_SETTINGS
) -> RunningReader:
    """A hot store and both hot readers over it. `info` is DIGITAL_TWIN_INFO, `settings` further variables."""
    create_hot_table(aws.client("dynamodb"), TABLE)
    variables = {
        "DIGITAL_TWIN_INFO": info,
        "INTER_CLOUD_TOKEN": token,
        "DYNAMODB_TABLE_NAME": TABLE,
        **settings,
    }
    urls = []
    for name in (HOT_READER, HOT_READER_LAST_ENTRY):
        create_function(aws, name, functions.build(f"aws/{name}"), variables)
        created = aws.client("lambda").create_function_url_config(FunctionName=name, AuthType="NONE")
        urls.append(aws.function_url(created["FunctionUrl"]))
    return RunningReader("aws", urls[0], urls[1], token, aws.writer(TABLE).put)


def create_hot_table(client: Any, name: str) -> None:
    """A table as the Terraform module makes it. `client` is a boto3 client of DynamoDB."""
    keys = {"iotDeviceId": "HASH", "id": "RANGE"}
    client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys.items()],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
        BillingMode="PAY_PER_REQUEST",
    )


def create_function(aws: AwsEmulator, name: str, package: Path, variables: Mapping[str, str]) -> None:
    """A Lambda out of a zip of crosstwin.packages.functions."""
    aws.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.12",
        Role="arn:aws:iam::000000000000:role/local",
        Handler="lambda_function.lambda_handler",
        Code={"ZipFile": package.read_bytes()},
        Timeout=30,
        Environment={"Variables": dict(variables)},
    )
