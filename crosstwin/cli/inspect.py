"""`crosstwin inspect`: proposes how twin.yaml describes the records of an existing hot store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
import yaml

from crosstwin.cli.choices import CloudName, one_of
from crosstwin.console import note
from crosstwin.errors import Failure
from crosstwin.readers.hot_stores import sample as samples
from crosstwin.readers.hot_stores.proposal import propose
from crosstwin.readers.hot_stores.sample import Sample

_OPTIONS = {
    "aws": ("table",),
    "azure": ("account", "database", "container"),
    "gcp": ("project", "collection"),
}

_MOST_RECORDS = 1000


def inspect(
    cloud: Annotated[
        CloudName,
        typer.Argument(parser=one_of(CloudName), help="The cloud that the hot store is on."),
    ],
    *,
    table: Annotated[str | None, typer.Option(help="aws: the DynamoDB table.")] = None,
    region: Annotated[str | None, typer.Option(help="aws: the table's region.")] = None,
    account: Annotated[str | None, typer.Option(help="azure: the Cosmos DB account, or its address.")] = None,
    database: Annotated[
        str | None, typer.Option(help="azure, gcp: the database. gcp: by default (default).")
    ] = None,
    container: Annotated[str | None, typer.Option(help="azure: the container.")] = None,
    project: Annotated[str | None, typer.Option(help="gcp: the project.")] = None,
    collection: Annotated[
        str | None, typer.Option(help="gcp: the collection, such as devices/{device}/telemetry.")
    ] = None,
    collection_group: Annotated[
        bool, typer.Option("--collection-group", help="gcp: all collections of that name.")
    ] = False,
    records: Annotated[int, typer.Option(min=1, max=_MOST_RECORDS, help="How many records to look at.")] = 20,
    endpoint_url: Annotated[str | None, typer.Option(help="aws: an emulator.")] = None,
    key: Annotated[
        str | None, typer.Option(envvar="COSMOS_KEY", help="azure: an account key, such as an emulator's.")
    ] = None,
) -> None:
    """Look at a few records of a hot store, and propose how twin.yaml describes them.

    It prints the section existing_hot_store with `records`, and the devices with their properties. It writes
    nothing.

    Examples:

        crosstwin inspect aws --table telemetry

        crosstwin inspect azure --account plant-db --database plant --container readings

        crosstwin inspect gcp --project plant-prod --collection devices/{device}/telemetry
    """
    given: dict[str, Any] = {
        "table": table,
        "account": account,
        "database": database,
        "container": container,
        "project": project,
        "collection": collection,
        "collection_group": collection_group,
    }
    for name in _OPTIONS[cloud.value]:
        if not given[name]:
            raise typer.BadParameter(f"{cloud.value} needs it", param_hint=f"--{name}")
    given |= {"region": region, "endpoint_url": endpoint_url, "key": key}
    sample = _sample(cloud.value, given, records)
    if not sample.items:
        raise Failure("the hot store has no records")
    found = propose(
        sample.items,
        device=sample.device,
        time=sample.time,
        nested=cloud.value != "aws",
        levels=sample.levels,
        keys=sample.keys,
    )
    index = {"index_name": sample.index_name} if sample.index_name else {}
    typer.echo(_section(cloud.value, given, found.records | index), nl=False)
    if problem := sample.problem or found.problem:
        raise Failure(problem)
    typer.echo(_devices(found.devices, found.properties), nl=False)
    for line in found.notes:
        note(line)
    if sample.read == records:
        more = "" if records == _MOST_RECORDS else "; --records reads more, and can find more devices"
        note(f"inspect read {records} of the records{more}")


def _sample(cloud: str, given: dict[str, Any], most: int) -> Sample:
    if cloud == "aws":
        return samples.dynamodb_sample(given["table"], given["region"], given["endpoint_url"], most)
    if cloud == "azure":
        account = given["account"]
        endpoint = account if "://" in account else f"https://{account}.documents.azure.com:443/"
        place = (endpoint, given["database"], given["container"])
        return samples.cosmos_sample(*place, key=given["key"], authority=None, most=most)
    given["database"] = given["database"] or "(default)"
    return samples.firestore_sample(
        given["project"],
        given["database"],
        given["collection"],
        client=None,
        most=most,
        is_group=given["collection_group"],
    )


def _section(cloud: str, given: dict[str, Any], records: dict[str, Any]) -> str:
    store: dict[str, Any]
    if cloud == "aws":
        store = {"table_name": given["table"]}
    elif cloud == "azure":
        store = {
            "resource_group_name": "…",
            "account_name": given["account"],
            "database_name": given["database"],
            "container_name": given["container"],
        }
    else:
        store = {"database": given["database"], "collection": given["collection"]}
        store |= {"collection_group": True} if given["collection_group"] else {}
    section = {cloud: {"existing_hot_store": {**store, **({"records": records} if records else {})}}}
    return yaml.safe_dump(section, sort_keys=False, allow_unicode=True)


def _devices(devices: tuple[str, ...], properties: Mapping[str, Any]) -> str:
    kinds = {"device_types": {"device": {"properties": properties}}} if properties else {}
    listed = [{"id": name, "type": "device"} for name in devices]
    return yaml.safe_dump({**kinds, "devices": listed}, sort_keys=False, allow_unicode=True)
