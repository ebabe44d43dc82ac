"""The functions' own code with and without what their roles grant, before an AWS that evaluates policies.

ministack does so under AUTH=true. What AWS services do with the roles (Lambda writes logs, decrypts an
environment, sends to a dead-letter queue; TwinMaker reads its bucket) has nothing here to enforce it.
"""

from __future__ import annotations

import io
import json
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from hotread_aws.dynamodb import DynamoDBError
from hotread_aws.dynamodb import connect as connect_reader
from hotread_aws.store import DynamoDBStore
from twin_connector.answer import HISTORY
from twin_connector.invocation import Invocation, current_trace
from twin_connector.local import LocalRoute
from twin_connector.settings import LocalSettings
from twin_persister import table as hot_table
from twin_processor.persister import Persister

from crosstwin.local import aws
from tests.contract.functions.newest_record import newest_record
from tests.contract.security.grants import aws_grants
from tests.modules.conftest import MODULES

ROLE, TABLE, FUNCTION = "under-test", "factory-hot", "factory-function"
ACCOUNT = "000000000000"
TABLE_ARN = f"arn:aws:dynamodb:{aws.REGION}:{ACCOUNT}:table/{TABLE}"
FUNCTION_ARN = f"arn:aws:lambda:{aws.REGION}:{ACCOUNT}:function:{FUNCTION}"
CODE = 'def handler(event, _):\n    return {"propertyValues": []}\n'
TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}


@dataclass(frozen=True, slots=True)
class Account:
    """An AWS with a table, a function, and a role whose session the environment holds."""

    aws: aws.AwsEmulator

    def grant(self, actions: set[str], resource: str) -> None:
        statements = [{"Effect": "Allow", "Action": sorted(actions), "Resource": [resource]}]
        self.aws.client("iam").put_role_policy(
            RoleName=ROLE, PolicyName="granted", PolicyDocument=document(statements if actions else [])
        )


def document(statements: list[dict[str, Any]]) -> str:
    # A policy must have a statement; this one grants what nothing here asks for.
    nothing = {"Effect": "Allow", "Action": ["iam:GetRole"], "Resource": ["*"]}
    return json.dumps({"Version": "2012-10-17", "Statement": statements or [nothing]})


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[aws.AwsEmulator]:
    if missing := aws.why_not():
        pytest.skip(missing)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTH", "true")
        with aws.running_aws(tmp_path_factory.mktemp("permissions")) as running:
            aws.create_hot_table(running.client("dynamodb"), TABLE)
            role = running.client("iam").create_role(
                RoleName=ROLE, AssumeRolePolicyDocument=document([TRUST])
            )
            package = io.BytesIO()
            with zipfile.ZipFile(package, "w") as archive:
                archive.writestr("code.py", CODE)
            running.client("lambda").create_function(
                FunctionName=FUNCTION,
                Runtime="python3.12",
                Role=role["Role"]["Arn"],
                Handler="code.handler",
                Code={"ZipFile": package.getvalue()},
            )
            yield running


@pytest.fixture
def account(emulator: aws.AwsEmulator, monkeypatch: pytest.MonkeyPatch) -> Account:
    session = emulator.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{ROLE}", RoleSessionName="function"
    )["Credentials"]
    for name, value in {
        "AWS_ACCESS_KEY_ID": session["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": session["SecretAccessKey"],
        "AWS_SESSION_TOKEN": session["SessionToken"],
        "AWS_ENDPOINT_URL": emulator.endpoint_url,
        "AWS_DEFAULT_REGION": aws.REGION,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    return Account(emulator)


def read_hot_store() -> None:
    store = DynamoDBStore(connect_reader(), TABLE)
    store.page("d", "2026", "2027", descending=False, properties=["n"], limit=1, continuation=None)
    newest_record(store, "d", ["n"])


def invoke_local_hot_reader() -> None:
    event = {
        "workspaceId": "w",
        "entityId": "e",
        "selectedProperties": [],
        "startTime": "2026-01-15T10:00:00Z",
        "endTime": "2026-01-15T11:00:00Z",
    }
    LocalRoute(LocalSettings(FUNCTION)).query(
        event, Invocation(kind=HISTORY, trace=current_trace(), deadline=time.monotonic() + 30)
    )


def store_record() -> None:
    """Two events of one device and time: the second adds to the record of the first."""
    table = hot_table.HotTable(hot_table.connect(), TABLE)
    key = {"iotDeviceId": uuid.uuid4().hex, "id": "2026-01-15T10:30:00Z"}
    table.store({**key, "rpm": 900})
    table.store({**key, "running": True})


def invoke_persister() -> None:
    Persister(FUNCTION).store(b"{}", "d")


USES = [
    pytest.param("aws-hot-reader", "QueryHotStore", TABLE_ARN, read_hot_store, id="hot reader"),
    pytest.param(
        *("aws-twin-connector", "InvokeLocalHotReaders", FUNCTION_ARN, invoke_local_hot_reader),
        id="connector",
    ),
    pytest.param("aws-processor", "InvokePersister", FUNCTION_ARN, invoke_persister, id="processor"),
    pytest.param("aws-processor", "PutIntoHotStore", TABLE_ARN, store_record, id="persister"),
]


@pytest.mark.parametrize(("module", "statement", "resource", "use"), USES)
def test_the_granted_actions_suffice_and_each_is_needed(
    account: Account, module: str, statement: str, resource: str, use: Callable[[], None]
) -> None:
    granted = {grant.action for grant in aws_grants(MODULES / module) if grant.name == statement}
    account.grant(granted, resource)
    use()
    for action in granted:
        account.grant(granted - {action}, resource)
        with pytest.raises((ClientError, DynamoDBError), match="AccessDenied"):
            use()


@pytest.mark.parametrize(("module", "statement", "resource", "use"), USES)
def test_the_grant_is_of_that_one_resource(
    account: Account, module: str, statement: str, resource: str, use: Callable[[], None]
) -> None:
    granted = {grant.action for grant in aws_grants(MODULES / module) if grant.name == statement}
    account.grant(granted, f"{resource}-of-another-twin")
    with pytest.raises((ClientError, DynamoDBError), match="AccessDenied"):
        use()


def test_a_hot_reader_can_neither_scan_nor_write(account: Account) -> None:
    granted = {
        grant.action
        for grant in aws_grants(MODULES / "aws-hot-reader")
        if grant.action.startswith("dynamodb:")
    }
    account.grant(granted, TABLE_ARN)
    client = boto3.client("dynamodb")
    key = {"iotDeviceId": {"S": "d"}, "id": {"S": "2026-01-15T10:30:00Z"}}
    refused: list[Callable[[], Any]] = [
        lambda: client.scan(TableName=TABLE),
        lambda: client.put_item(TableName=TABLE, Item={**key, "n": {"N": "1"}}),
        lambda: client.delete_item(TableName=TABLE, Key=key),
        lambda: client.delete_table(TableName=TABLE),
    ]
    for call in refused:
        with pytest.raises(ClientError, match="AccessDenied"):
            call()
