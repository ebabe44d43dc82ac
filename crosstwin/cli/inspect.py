"""`crosstwin inspect`: proposes how twin.yaml describes the records of an existing hot store."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
import yaml
from crosstwin_contract.records import CROSSTWIN, DEVICE

from crosstwin.cli.choices import CloudName, one_of
from crosstwin.console import note, progress
from crosstwin.errors import Failure
from crosstwin.readers.hot_stores import sample as samples
from crosstwin.readers.hot_stores.proposal import propose
from crosstwin.readers.hot_stores.sample import Sample
from crosstwin.twin.names import ENTITY_ID, ENTITY_ID_LENGTH, NAME, PROPERTY_NAME_LENGTH, why_no_name

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
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print all devices of the store as a CSV file for devices_from.")
    ] = False,
    endpoint_url: Annotated[str | None, typer.Option(help="aws: an emulator.")] = None,
    key: Annotated[
        str | None, typer.Option(envvar="COSMOS_KEY", help="azure: an account key, such as an emulator's.")
    ] = None,
) -> None:
    """Look at a few records of a hot store, and propose how twin.yaml describes them.

    It prints the section existing_hot_store with `records`, and the devices of these records with their
    properties. With --csv, it prints all devices of the store instead, at the cost of one read for each. It
    writes nothing.

    Examples:

        crosstwin inspect aws --table telemetry

        crosstwin inspect aws --table telemetry --csv > fleet.csv

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
    given["collection"] = sample.collection
    found = propose(
        sample.items,
        device=sample.device,
        time=sample.time,
        nested=cloud.value != "aws",
        levels=sample.levels,
        keys=sample.keys,
    )
    index = {"index_name": sample.index_name} if sample.index_name else {}
    problem = sample.problem or found.problem
    if not as_csv:
        typer.echo(_section(cloud.value, given, found.records | index), nl=False)
    if problem:
        raise Failure(problem)
    if as_csv:
        _print_devices(cloud.value, sample, found.records)
        return
    devices = [name for name in found.devices if _is_device(name)]
    properties = {name: kind for name, kind in found.properties.items() if _is_property(name)}
    typer.echo(_devices(devices, properties), nl=False)
    for line in filter(None, (sample.note, *found.notes)):
        note(line)
    if left_out := [name for name in found.devices if name not in devices]:
        note(f"{len(left_out)} more are no devices of twin.yaml, such as {left_out[0]!r:.80}")
    if left_out := [name for name in found.properties if name not in properties]:
        note(
            f"{len(left_out)} more are no properties of twin.yaml, such as {left_out[0]!r:.80}: only queries "
            "over HTTP can select them"
        )
    if sample.read == records:
        more = "" if records == _MOST_RECORDS else "; --records reads more"
        note(f"inspect read {records} of the records{more}; --csv lists the devices of all")


def _print_devices(cloud: str, sample: Sample, records: Mapping[str, Any]) -> None:
    """A line for each device that twin.yaml can have; others are counted."""
    before, _, after = records.get("device_format", DEVICE).partition(DEVICE)
    fields = sample.device or records.get("device", CROSSTWIN.device), records.get("time", CROSSTWIN.time)
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("id", "type", "hot_provider"))
    listed, left_out = 0, []
    with progress() as shown:
        task = shown.add_task("looking for devices", total=None)
        for name in sample.devices(*fields):
            device = name.removeprefix(before).removesuffix(after)
            if not _is_device(device) or name != f"{before}{device}{after}":
                left_out.append(name)
                continue
            table.writerow((device, "device", cloud))
            listed += 1
            shown.update(task, description=f"{listed} devices")
    if left_out:
        note(f"{len(left_out)} more are no devices of twin.yaml, such as {left_out[0]!r:.80}")


def _is_device(name: str) -> bool:
    return re.fullmatch(ENTITY_ID, name) is not None and 2 <= len(name) <= ENTITY_ID_LENGTH


def _is_property(name: str) -> bool:
    fits = re.fullmatch(NAME, name) is not None and len(name) <= PROPERTY_NAME_LENGTH
    return fits and not why_no_name(name)


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


def _devices(devices: Sequence[str], properties: Mapping[str, Any]) -> str:
    kinds = {"device_types": {"device": {"properties": properties}}} if properties else {}
    listed = [{"id": name, "type": "device"} for name in devices]
    return yaml.safe_dump({**kinds, "devices": listed}, sort_keys=False, allow_unicode=True)
