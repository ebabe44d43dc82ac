"""Whether TwinMaker's workspace and the account's quotas fit twin.yaml, by calls that only read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from crosstwin.clouds.sign_in import explained
from crosstwin.doctor.check import Check
from crosstwin.errors import Failure
from crosstwin.twin.deployment import Deployment

_PAGE = 200  # the API's greatest maxResults
_SHOWN = 20  # of each kind of difference
CHECKLIST = (
    "a query of one entity: get-property-value-history with --entity-id and --component-name",
    "its newest value: get-property-value of <property>Latest",
    "all devices of a type: get-property-value-history with --component-type-id <twin>.<type>, which other "
    "component types extend",
    "Grafana's Component History and Get Alarms over the same",
)


def twinmaker(deployment: Deployment, client: Callable[[str], Any] | None = None) -> Iterator[Check]:
    """Each difference is a check that fails, with the command that removes what is too much.

    Raises Failure where AWS does not answer.
    """
    region = deployment.aws.region if deployment.aws else None
    boto3_client: Any = boto3.client  # its stubs know a type for each service, and none for a name
    make: Any = client or (lambda service: boto3_client(service, region_name=region))
    try:
        try:
            yield from _workspace(deployment, make("iottwinmaker"))
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            name = f"workspace {deployment.digital_twin_name}"
            yield Check(name, "the twin", needed=True, missing="not there yet: crosstwin deploy l4-aws")
        yield from _quotas(deployment, make("service-quotas"))
    except (BotoCoreError, ClientError) as error:
        raise Failure(f"AWS does not answer: {explained(error)}") from None
    for item in CHECKLIST:
        yield Check(f"to try by hand: {item}", "a first deployment")


def entities(deployment: Deployment) -> set[str]:
    """The ids of the entities that the module makes."""
    of_devices = {device.id for device in deployment.devices if device.component_of is None}
    return of_devices | {place.id for place in deployment.places}


def component_types(deployment: Deployment) -> set[str]:
    """The ids of the component types that the module makes."""
    twin = deployment.digital_twin_name
    found = set()
    for device in deployment.devices:
        if device.type is not None:
            found |= {f"{twin}.{device.type}", f"{twin}.{device.type}.{deployment.hot_cloud(device)}"}
        elif device.component_of is None:
            found.add(f"{twin}.{device.id}")
        else:
            found.add(f"{twin}.{device.id}.{hashlib.sha256(device.component_of.encode()).hexdigest()[:8]}")
    return found


def _workspace(deployment: Deployment, client: Any) -> Iterator[Check]:
    twin = deployment.digital_twin_name
    there = {one["entityId"] for one in _listed(client.list_entities, "entitySummaries", workspaceId=twin)}
    types = {
        one["componentTypeId"]
        for one in _listed(client.list_component_types, "componentTypeSummaries", workspaceId=twin)
        if not one["componentTypeId"].startswith("com.amazon.")
    }
    delete = f"aws iottwinmaker delete-{{}} --workspace-id {twin} --{{}}-id "
    yield from _compared("entity", there, entities(deployment), delete.format("entity", "entity"))
    types_command = delete.format("component-type", "component-type")
    yield from _compared("component type", types, component_types(deployment), types_command)


def _compared(kind: str, there: set[str], expected: set[str], delete: str) -> Iterator[Check]:
    enables = "a workspace that is the twin of twin.yaml"
    extra, absent = sorted(there - expected), sorted(expected - there)
    for name in extra[:_SHOWN]:
        yield Check(f"{kind} {name}", enables, needed=True, missing=f"twin.yaml lacks it: {delete}{name}")
    for name in absent[:_SHOWN]:
        missing = "the workspace lacks it: crosstwin deploy l4-aws"
        yield Check(f"{kind} {name}", enables, needed=True, missing=missing)
    for names, lacks in ((extra, "twin.yaml"), (absent, "the workspace")):
        if (more := len(names) - _SHOWN) > 0:
            yield Check(f"{more} more", enables, needed=True, missing=f"{lacks} lacks them: {kind}")
    if there == expected:
        yield Check(f"each {kind}", enables, needed=True, where=f"{len(there)} as in twin.yaml")


def _quotas(deployment: Deployment, client: Any) -> Iterator[Check]:
    """AWS names them for people only, so that a name decides what a quota is compared with."""
    counts: Mapping[str, int] = {
        "component types": len(component_types(deployment)),
        "entities": len(entities(deployment)),
    }
    pages = client.get_paginator("list_service_quotas").paginate(ServiceCode="iottwinmaker")
    for quota in (quota for page in pages for quota in page["Quotas"]):
        name, value = quota["QuotaName"], quota["Value"]
        text = name.lower()
        used = next((count for key, count in counts.items() if key in text and "workspace" in text), None)
        if used is not None:
            missing = (
                f"the twin needs {used:,}: request an increase in Service Quotas" if used > value else ""
            )
            yield Check(f"quota {name}", "the twin", needed=True, where=f"{value:,.0f}", missing=missing)


def _listed(call: Callable[..., Any], key: str, **arguments: Any) -> Iterator[Mapping[str, Any]]:
    token: dict[str, Any] = {}
    while True:
        page = call(maxResults=_PAGE, **arguments, **token)
        yield from page[key]
        if not page.get("nextToken"):
            return
        token = {"nextToken": page["nextToken"]}
