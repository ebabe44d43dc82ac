"""What `crosstwin doctor --digital-twins` says of TwinMaker. botocore checks calls and answers."""

from __future__ import annotations

import datetime
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from crosstwin.doctor.check import Check
from crosstwin.doctor.twinmaker import twinmaker
from crosstwin.errors import Failure
from crosstwin.twin import deployment
from tests.unit.stacks.twin import FLEET_TWIN

NOW = datetime.datetime(2026, 1, 15, tzinfo=datetime.UTC)
ENTITIES = ["plant", "line-1", "press-1", "pump:7"]
TYPES = ["factory.press", "factory.press.aws", "factory.press.gcp", "factory.pump:7"]


def arn(kind: str, name: str) -> str:
    return f"arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/factory/{kind}/{name}"


def entity(name: str) -> dict[str, Any]:
    described = {"entityId": name, "entityName": name, "arn": arn("entity", name)}
    return described | {"status": {"state": "ACTIVE"}, "creationDateTime": NOW, "updateDateTime": NOW}


def component_type(name: str) -> dict[str, Any]:
    described = {"componentTypeId": name, "arn": arn("component-type", name)}
    return described | {"status": {"state": "ACTIVE"}, "creationDateTime": NOW, "updateDateTime": NOW}


def checked(entities: list[str], types: list[str], quota: float = 1000) -> list[Check]:
    clients = {
        name: boto3.client(name, region_name="eu-central-1") for name in ("iottwinmaker", "service-quotas")
    }
    twin, quotas = Stubber(clients["iottwinmaker"]), Stubber(clients["service-quotas"])
    first, rest = entities[:2], entities[2:]
    asked = {"workspaceId": "factory", "maxResults": 200}
    twin.add_response("list_entities", {"entitySummaries": [*map(entity, first)], "nextToken": "t"}, asked)
    twin.add_response("list_entities", {"entitySummaries": [*map(entity, rest)]}, asked | {"nextToken": "t"})
    summaries = [*map(component_type, [*types, "com.amazon.iottwinmaker.alarm.basic"])]
    listed = {"workspaceId": "factory", "componentTypeSummaries": summaries, "maxResults": 200}
    twin.add_response("list_component_types", listed, asked)
    found = [{"QuotaName": "Entities per workspace", "Value": quota}, {"QuotaName": "Scenes", "Value": 1.0}]
    quotas.add_response("list_service_quotas", {"Quotas": found}, {"ServiceCode": "iottwinmaker"})
    with twin, quotas:
        return list(twinmaker(deployment.parse(FLEET_TWIN), clients.__getitem__))


def test_a_workspace_that_is_the_twin_has_nothing_missing() -> None:
    checks = checked(ENTITIES, TYPES)
    assert [check.name for check in checks if not check.ok] == []
    assert [check.where for check in checks[:3]] == ["4 as in twin.yaml", "4 as in twin.yaml", "1,000"]
    assert any("--component-type-id" in check.name for check in checks), "the checklist"


def test_what_twin_yaml_lacks_has_the_command_that_deletes_it() -> None:
    missing = {check.name: check.missing for check in checked([*ENTITIES, "hall"], [*TYPES, "factory.valve"])}
    assert missing["entity hall"] == (
        "twin.yaml lacks it: aws iottwinmaker delete-entity --workspace-id factory --entity-id hall"
    )
    assert missing["component type factory.valve"].endswith(
        "delete-component-type --workspace-id factory --component-type-id factory.valve"
    )


def test_what_the_workspace_lacks_is_named() -> None:
    missing = {check.name: check.missing for check in checked(ENTITIES[:-1], TYPES)}
    assert missing["entity pump:7"] == "the workspace lacks it: crosstwin deploy l4-aws"


def test_a_quota_that_is_too_low_is_named() -> None:
    (quota,) = [check for check in checked(ENTITIES, TYPES, quota=3) if check.name.startswith("quota")]
    assert quota.missing == "the twin needs 4: request an increase in Service Quotas"


def test_quotas_are_read_before_there_is_a_workspace() -> None:
    twin, quotas = (
        boto3.client(name, region_name="eu-central-1") for name in ("iottwinmaker", "service-quotas")
    )
    with Stubber(twin) as absent, Stubber(quotas) as answers:
        absent.add_client_error("list_entities", "ResourceNotFoundException", "no")
        found = [{"QuotaName": "Entities per workspace", "Value": 3.0}]
        answers.add_response("list_service_quotas", {"Quotas": found}, {"ServiceCode": "iottwinmaker"})
        clients = {"iottwinmaker": twin, "service-quotas": quotas}
        checks = list(twinmaker(deployment.parse(FLEET_TWIN), clients.__getitem__))
    assert [check.name for check in checks if not check.ok] == [
        "workspace factory",
        "quota Entities per workspace",
    ]


def test_an_account_that_does_not_answer_is_reported() -> None:
    client = boto3.client("iottwinmaker", region_name="eu-central-1")
    with Stubber(client) as stub:
        stub.add_client_error("list_entities", "AccessDeniedException", "no")
        with pytest.raises(Failure, match=r"AWS does not answer: .*AccessDeniedException"):
            list(twinmaker(deployment.parse(FLEET_TWIN), lambda _: client))
