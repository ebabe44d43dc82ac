"""Whom `crosstwin query` asks about what: devices and properties, and the readers of their clouds."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from crosstwin.cli.choices import choose_device, choose_type, some_of
from crosstwin.console import progress
from crosstwin.errors import Failure, did_you_mean
from crosstwin.readers.http import HttpReader
from crosstwin.readers.inter_cloud_config import connection_id, connection_ids, read_connection
from crosstwin.terraform.outputs import reader_outputs
from crosstwin.twin.deployment import deployment_file, load

if TYPE_CHECKING:
    from crosstwin.readers.client import AskedReader
    from crosstwin.twin.deployment import Deployment, Device


TOKEN_VARIABLE = "CROSSTWIN_TOKEN"  # noqa: S105 - the variable's name
_ONE_READER = ""  # in the place of a cloud, where one reader was named for all devices


@dataclass(frozen=True, slots=True)
class Chosen:
    """A device and its properties; `types` are the declared ones. `cloud` is None without a twin.yaml."""

    device: str
    properties: Sequence[str]
    types: Mapping[str, str]
    cloud: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """One device, and the reader that is asked for it."""

    reader: AskedReader
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class NamedReader:
    """The reader that the options name: by a URL, a file of connections, or a Lambda function."""

    url: str | None = None
    token: str | None = None
    config: Path | None = None
    function: str | None = None
    region: str | None = None
    endpoint_url: str | None = None

    @property
    def is_given(self) -> bool:
        return any(one is not None for one in (self.url, self.config, self.function))


def questions(names: Sequence[str], kind: str | None, named: NamedReader, *, last: bool) -> list[Question]:
    """Checks all arguments, and only then looks for the readers in files and states."""
    token = (named.token or os.environ.get(TOKEN_VARIABLE, "")).strip()
    if named.url is not None and not token:
        raise typer.BadParameter(
            f"requires the reader's token: set {TOKEN_VARIABLE} (output inter_cloud_token of an l3 stack)",
            param_hint="--url",
        )
    # A reader that was named may be of another twin.
    is_known = not named.is_given or kind is not None or deployment_file().exists()
    deployment = load() if is_known else None
    chosen = _chosen(deployment, names, kind, is_deployed=not named.is_given)
    if named.function is not None and len(chosen) > 1:
        raise typer.BadParameter("answers for one device, as TwinMaker asks", param_hint="--function")
    readers = _readers(deployment, chosen, named, token, last=last)
    return [
        Question(readers[_ONE_READER if _ONE_READER in readers else str(one.cloud)], one) for one in chosen
    ]


def _chosen(
    deployment: Deployment | None, names: Sequence[str], kind: str | None, *, is_deployed: bool
) -> list[Chosen]:
    if kind is not None and deployment is not None:
        choose_type(deployment, kind)
        devices = [device for device in deployment.devices if device.type == kind]
        if not devices:
            raise typer.BadParameter(f"{deployment_file()} has no device of type {kind}", param_hint="--type")
        return _with_properties(deployment, devices, names)
    if not names:
        raise typer.BadParameter("name a device, or a type with --type", param_hint="DEVICES")
    by_id = {device.id: device for device in deployment.devices} if deployment else {}
    if deployment is None or (not is_deployed and names[0] not in by_id):
        return [_of_another_twin(names[0], names[1:])]
    first = choose_device(deployment, names[0])
    # What was a property before several devices could be named still is one.
    others = [name for name in names[1:] if name in by_id and name not in first.properties]
    properties = [name for name in names[1:] if name not in others]
    devices = [by_id[name] for name in dict.fromkeys((first.id, *others))]
    if not is_deployed and len(devices) == 1 and properties:
        types = {name: kind for name, kind in first.properties.items() if name in properties}
        return [Chosen(first.id, properties, types, deployment.hot_cloud(first))]
    return _with_properties(deployment, devices, properties)


def _with_properties(deployment: Deployment, devices: Sequence[Device], names: Sequence[str]) -> list[Chosen]:
    """Each device with those of the properties that it has; with all, if none is named."""
    known = list(dict.fromkeys(name for device in devices for name in device.properties))
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or did_you_mean(
                name, (device.id for device in deployment.devices)
            )
            whose = devices[0].id if len(devices) == 1 else "these devices"
            raise typer.BadParameter(
                f"{name} is neither a property of {whose} nor a device of {deployment_file()}"
                + (hint or f"; {whose} {'has' if len(devices) == 1 else 'have'} {some_of(known)}"),
                param_hint="PROPERTIES",
            )
    chosen = []
    for device in devices:
        properties = [name for name in names or device.properties if name in device.properties]
        if not properties:
            raise typer.BadParameter(
                f"{device.id} has no property {' or '.join(names)}; "
                f"it has {some_of(list(device.properties))}",
                param_hint="PROPERTIES",
            )
        chosen.append(Chosen(device.id, properties, dict(device.properties), deployment.hot_cloud(device)))
    return chosen


def _of_another_twin(device: str, properties: Sequence[str]) -> Chosen:
    if not properties:
        raise typer.BadParameter(
            f"name the properties to query: {deployment_file()} has no device {device}",
            param_hint="PROPERTIES",
        )
    return Chosen(device, properties, {}, None)


def _readers(
    deployment: Deployment | None, chosen: Sequence[Chosen], named: NamedReader, token: str, *, last: bool
) -> dict[str, AskedReader]:
    """The reader of each cloud, or the one that was named."""
    if named.url is not None:
        return {_ONE_READER: HttpReader(named.url, token)}
    if named.function is not None:
        from crosstwin.readers.aws_lambda import LambdaReader

        aws = deployment.aws if deployment else None
        region = named.region or (aws.region if aws else None)
        endpoint_url = named.endpoint_url or (aws.endpoint_url if aws else None)
        return {_ONE_READER: LambdaReader(named.function, region, endpoint_url)}
    clouds = list(dict.fromkeys(one.cloud for one in chosen))
    if named.config is not None:
        return {
            str(cloud or _ONE_READER): _configured(
                named.config, deployment, chosen[0].device, cloud, last=last
            )
            for cloud in clouds
        }
    if deployment is None:
        return {}
    return {str(cloud): _deployed(deployment, str(cloud), last=last) for cloud in clouds}


def _configured(
    file: Path, deployment: Deployment | None, device: str, cloud: str | None, *, last: bool
) -> AskedReader:
    if deployment is not None and cloud is not None:
        name = connection_id(cloud, deployment.providers.layer_4_provider, last=last)
    else:  # only the file can say it
        ids = connection_ids(file, last=last)
        if len(ids) != 1:
            raise Failure(
                f"{file} has {len(ids)} connections of this kind ({', '.join(ids) or 'none'}); "
                f"to choose one, name the cloud of {device} in a twin.yaml"
            )
        name = ids[0]
    connection = read_connection(file, name)
    return HttpReader(connection.url, connection.token)


def _deployed(deployment: Deployment, cloud: str, *, last: bool) -> AskedReader:
    with progress() as shown:  # a remote state takes Terraform and some seconds
        shown.add_task(f"reading the outputs of l3-{cloud}", total=None)
        outputs = reader_outputs(deployment, cloud)
    url = outputs.hot_reader_last_entry_url if last else outputs.hot_reader_url
    return HttpReader(url, outputs.inter_cloud_token)
