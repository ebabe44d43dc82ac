"""`crosstwin put`: writes telemetry into a hot store."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer
from crosstwin_contract.values import TWINMAKER_ELEMENTS

from crosstwin.cli import complete
from crosstwin.cli.choices import choose_device, parsed
from crosstwin.console import counted, output, progress
from crosstwin.errors import Failure
from crosstwin.readers.hot_stores.deployed import DeployedStore, deployed_hot_store
from crosstwin.readers.hot_stores.telemetry import UnfitTelemetryError, record, sample_records
from crosstwin.readers.times import age_seconds, stored_id
from crosstwin.twin.deployment import load

if TYPE_CHECKING:
    from crosstwin.readers.hot_stores.records import TelemetryRecord
    from crosstwin.twin.deployment import Deployment, Device


_AT_ONCE = 100  # records between two steps of the progress bar


def put(
    device: Annotated[
        str | None,
        typer.Argument(metavar="DEVICE", help="The device's id.", autocompletion=complete.device),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME=VALUE", help="The values of one record.", autocompletion=complete.assignments
        ),
    ] = None,
    *,
    time: Annotated[
        str | None,
        typer.Option(help="The time of the record: ISO 8601 with a zone, or -5m. Default: now."),
    ] = None,
    sample: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=100_000,
            help="Write this number of sample records over the last hour, for one device or all. Not into an "
            "existing hot store: they would stay among its telemetry.",
        ),
    ] = None,
    table: Annotated[
        str | None, typer.Option(help="The DynamoDB table. Default: the table of the deployed l3-aws stack.")
    ] = None,
    endpoint_url: Annotated[
        str | None, typer.Option(help="The URL of an AWS emulator. Default: the one in twin.yaml.")
    ] = None,
) -> None:
    """Write telemetry of a device into the hot store of its cloud.

    The command checks names and types against twin.yaml before it writes anything.

    Examples:

        crosstwin put temperature-sensor-1 temperature=21.5 status=ok

        crosstwin put pump-7 rpm=1480 running=true --time 2026-01-15T10:30:00Z

        crosstwin put --sample 60

        crosstwin put pump-7 --sample 3600
    """
    if sample is not None and (values or time is not None):
        raise typer.BadParameter(
            "generates values and times: it cannot be combined with NAME=VALUE or --time",
            param_hint="--sample",
        )
    if sample is None and not (device and values):
        raise typer.BadParameter(
            "give a device and NAME=VALUE, or --sample for sample records", param_hint="NAME=VALUE"
        )
    deployment = load()
    devices = [choose_device(deployment, device)] if device else list(deployment.devices)
    if sample is not None and table is None:
        _refuse_existing_stores(deployment, devices, endpoint_url)
    records = {
        one.id: sample_records(one, sample) if sample else [_record(deployment, one, values or [], time)]
        for one in devices
    }
    # All stores are found before the first is written to.
    with progress() as shown:
        shown.add_task("finding the hot stores", total=None)
        stores = {one.id: _store(deployment, one, table, endpoint_url) for one in devices}
    for device_id, of_device in records.items():
        _write(stores[device_id], device_id, of_device)
        written = counted(len(of_device), "record")
        output().print(f"{device_id}: {written} written to {stores[device_id].name}")


def _refuse_existing_stores(
    deployment: Deployment, devices: Sequence[Device], endpoint_url: str | None
) -> None:
    """Values that are made up must not get among real ones. An emulator's are not."""
    for cloud in dict.fromkeys(map(deployment.hot_cloud, devices)):
        is_emulated = cloud == "aws" and (endpoint_url is not None or deployment.aws_is_emulated)
        if not is_emulated and deployment.existing_hot_store(cloud):
            raise typer.BadParameter(
                f"would write made-up values among the telemetry of {cloud}.existing_hot_store; "
                "write a record of your own with NAME=VALUE",
                param_hint="--sample",
            )


def _record(
    deployment: Deployment, device: Device, assignments: list[str], time: str | None
) -> TelemetryRecord:

    values: dict[str, str] = {}
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals or not name:
            raise typer.BadParameter(
                f"{assignment!r:.80} is not of the form name=value", param_hint="NAME=VALUE"
            )
        if name in values:
            raise typer.BadParameter(f"{name} is given twice", param_hint="NAME=VALUE")
        values[name] = text
    moment = parsed(stored_id, time, "--time") if time is not None else None
    future_tolerance = deployment.future_tolerance_seconds
    if moment is not None and (ahead := round(-age_seconds(moment))) > future_tolerance:
        # It would stay the newest value of its device until then.
        raise typer.BadParameter(
            f"{moment} is {ahead} seconds ahead of this machine's clock; twin.yaml allows {future_tolerance} "
            "(future_tolerance_seconds)",
            param_hint="--time",
        )
    # TwinMaker takes no more of a list or map.
    most_elements = TWINMAKER_ELEMENTS if deployment.providers.layer_4_provider == "aws" else None
    try:
        return record(device, values, moment, most_elements=most_elements)
    except UnfitTelemetryError as error:
        raise typer.BadParameter(str(error), param_hint="NAME=VALUE") from None


def _store(
    deployment: Deployment, device: Device, table: str | None, endpoint_url: str | None
) -> DeployedStore:
    cloud = deployment.hot_cloud(device)
    aws = deployment.aws
    if cloud != "aws" and (table is not None or endpoint_url is not None):
        option = "--table" if table is not None else "--endpoint-url"
        raise typer.BadParameter(
            f"only applies to AWS, but the hot data of {device.id} is on {cloud}: name a device on AWS",
            param_hint=option,
        )
    if aws is not None and endpoint_url is not None:
        aws = aws.model_copy(update={"endpoint_url": endpoint_url})
        deployment = deployment.model_copy(update={"aws": aws})
    if aws is not None and table is not None:
        from crosstwin.readers.hot_stores.on_aws import dynamodb_table

        return dynamodb_table(table, aws.region, aws.endpoint_url)
    return deployed_hot_store(deployment, cloud)


def _write(store: DeployedStore, device_id: str, records: list[TelemetryRecord]) -> None:
    remaining = iter(records)
    written = 0
    with progress(counted=True) as shown:
        task = shown.add_task(f"writing {device_id}", total=len(records))
        while taken := list(islice(remaining, _AT_ONCE)):
            try:
                store.writer.put(taken)
            except Failure as error:
                if not written:
                    raise
                raise Failure(
                    f"{error}\n{written} of {len(records)} records of {device_id} were written"
                ) from error
            written += len(taken)
            shown.update(task, completed=written)
