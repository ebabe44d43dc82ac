"""Deploys a twin into emulators of the clouds, writes to it, and reads it back on both routes."""

from __future__ import annotations

import itertools
import shlex
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from crosstwin.cli.render import show_reading
from crosstwin.console import messages, output, step, warn
from crosstwin.errors import Failure
from crosstwin.local.folder import FOLDER, emptied
from crosstwin.local.twin import TWIN_FILE, RunningTwin, running_twin
from crosstwin.page.files import why_not as why_no_page
from crosstwin.page.server import serving_page
from crosstwin.readers.aws_lambda import LambdaReader
from crosstwin.readers.client import History, Newest, read_history, read_newest
from crosstwin.readers.hot_stores.telemetry import partial_messages, sample_records
from crosstwin.readers.http import HttpReader
from crosstwin.readers.times import iso_time
from crosstwin.terraform.finding import why_not as why_no_terraform
from crosstwin.twin.deployment import Deployment, Device, load

RECORDS = 120  # an hour of telemetry, one record every 30 seconds
_RECORDS_UNREAD = 6  # of a device that the demo of a fleet does not read
_MOST_READ = 12  # devices
_TWIN_SECONDS = 20  # until Azure Digital Twins has what was written: its connector runs each second
LIVE_SECONDS = 5  # between two records of a device, while the twin stays up


@dataclass(frozen=True, slots=True)
class Reading:
    """What a device answered: as TwinMaker asks, and straight over HTTP (`direct`)."""

    device: str
    cloud: str
    history: History
    newest: Newest
    direct: History
    same: bool


def run(twin: Path, *, keep: bool, folder: Path = FOLDER) -> None:
    """Shows the twin; with `keep`, it goes on living until interrupted, and has a page.

    `folder` is emptied, and held against other demos until this one ends.
    Raises TwinFileError, Failure, ServerFailedError.
    """
    out, progress = output(), messages()
    load(twin)  # a file at fault leaves the folder of the last demo as it is

    with emptied(folder), running_twin(twin, folder) as deployed:
        _print_what_is_missing(progress, deployed)
        _print_what_is_replaced(progress, load(twin))
        with step(f"write {RECORDS} records a device"):
            write(deployed)
        read, devices = len(devices_to_read(deployed.deployment)), len(deployed.deployment.devices)
        if read < devices:
            progress.print(f"reads {read} of {devices} devices, one of each type and cloud")
        out.print()
        show(out, deployed)
        if keep:
            _stay(out, deployed)


def _print_what_is_missing(progress: Console, twin: RunningTwin) -> None:
    if twin.terraform is None:
        progress.print(f"not deployed, but the same functions run: {why_no_terraform()}")
    for cloud, reason in twin.missing.items():
        progress.print(f"without {cloud} and its devices: {reason}")


def _print_what_is_replaced(progress: Console, wanted: Deployment) -> None:
    for cloud in wanted.hot_clouds:
        if cloud in wanted.readers:
            progress.print(f"{cloud}: an emulator takes the place of the hot reader in `readers`")
        elif wanted.existing_hot_store(cloud):
            progress.print(
                f"{cloud}: a new store with Crosstwin's own records takes the place of existing_hot_store"
            )


def show(out: Console, twin: RunningTwin) -> None:
    """Reads devices on both routes. Raises Failure where they do not give the same values."""
    readings = [_read(out, twin, device) for device in devices_to_read(twin.deployment)]
    _summarize(out, readings, in_twin=twin.digital_twins is not None)


def devices_to_read(deployment: Deployment) -> tuple[Device, ...]:
    """All devices, or of a fleet the first of each type (or set of properties) and cloud."""
    if len(deployment.devices) <= _MOST_READ:
        return deployment.devices
    first: dict[object, Device] = {}
    for device in deployment.devices:
        kind = device.type or frozenset(device.properties.items())
        first.setdefault((kind, deployment.hot_cloud(device)), device)
    return tuple(first.values())[:_MOST_READ]


def write(twin: RunningTwin) -> None:
    now = datetime.now(UTC)
    read = {device.id for device in devices_to_read(twin.deployment)}
    for device in twin.deployment.devices:
        records = sample_records(device, RECORDS if device.id in read else _RECORDS_UNREAD, end=now)
        if _sends_partial_messages(twin, device):
            records = partial_messages(records)
        twin.readers[twin.deployment.hot_cloud(device)].put(records)


def _sends_partial_messages(twin: RunningTwin, device: Device) -> bool:
    """The last device does: each of its messages has one property."""
    return device is twin.deployment.devices[-1]


def _read(out: Console, twin: RunningTwin, device: Device) -> Reading:
    """Asks for a device on both routes, and shows what the twin has."""
    cloud = twin.deployment.hot_cloud(device)
    local, client = twin.readers[cloud], twin.aws.client("lambda")
    start, end = iso_time("-1h"), iso_time("now")
    names, types = tuple(device.properties), device.properties
    http = HttpReader(local.hot_reader_url, local.inter_cloud_token)
    http_newest = HttpReader(local.hot_reader_last_entry_url, local.inter_cloud_token)
    direct_newest = read_newest(http_newest, device.id, names, types=types)
    direct = read_history(http, device.id, names, start, end, types=types)
    if twin.digital_twins:
        route = f"Azure Digital Twins < connector < hot reader on {cloud}"
        show_reading(out, cloud=cloud, route=route, newest=direct_newest, history=direct)
        out.print()
        same = twin.digital_twins.wait_for(device.id, direct_newest.values, _TWIN_SECONDS)
        return Reading(device.id, cloud, direct, direct_newest, direct, same)
    functions = twin.functions[cloud]
    route = f"TwinMaker > {functions.history}"
    if cloud in twin.deployment.foreign_clouds:
        route += f" > hot reader on {cloud}"
    invoked = LambdaReader(functions.history, client=client)
    invoked_newest = LambdaReader(functions.last_entry, client=client)
    newest = read_newest(invoked_newest, device.id, names, types=types)
    history = read_history(invoked, device.id, names, start, end, types=types)
    if _sends_partial_messages(twin, device):
        route += " | one property a message"
    # How old the values are, readers say over HTTP alone.
    show_reading(
        out, cloud=cloud, route=route, newest=replace(newest, times=direct_newest.times), history=history
    )
    out.print()
    same = direct.columns == history.columns and direct_newest.values == newest.values
    return Reading(device.id, cloud, history, newest, direct, same)


def _summarize(out: Console, readings: Sequence[Reading], *, in_twin: bool) -> None:
    """`in_twin`: Azure Digital Twins have the newest values themselves. TwinMaker asks for all of them."""
    table = Table("device", "cloud", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    columns = ("newest", "in the twin") if in_twin else ("as TwinMaker", "newest", "same answer")
    for heading in ("rows", "over HTTP", *columns):
        table.add_column(heading, justify="right")
    for reading in readings:
        times = [reading.direct.milliseconds]
        if not in_twin:
            times.append(reading.history.milliseconds)
        times.append(reading.newest.milliseconds)
        table.add_row(
            reading.device,
            reading.cloud,
            str(reading.history.rows),
            *(f"{sum(milliseconds):.0f} ms" for milliseconds in times),
            "yes" if reading.same else "NO",
        )
    out.print(table)
    wrong = [reading.device for reading in readings if not reading.same or not reading.history.rows]
    if wrong:
        routes = "the twins and the readers" if in_twin else "the two routes"
        raise Failure(f"{routes} do not give the same values for {', '.join(wrong)}")


def _stay(out: Console, twin: RunningTwin) -> None:
    """Until Ctrl-C: the page, and a record of each device every few seconds, as devices go on sending."""
    twins = twin.digital_twins.twins if twin.digital_twins else None
    with suppress(KeyboardInterrupt), ExitStack() as stack:
        page = why_no_page() or stack.enter_context(serving_page(twin.deployment, twin.readers, twins))
        _print_how_to_ask(out, twin, page)
        for number in itertools.count(RECORDS):
            time.sleep(LIVE_SECONDS)
            for device in twin.deployment.devices:
                _write_newest(twin, device, number)


def _write_newest(twin: RunningTwin, device: Device, number: int) -> None:
    records = sample_records(device, 1)
    if _sends_partial_messages(twin, device):
        records = partial_messages(records, first=number)
    try:
        twin.readers[twin.deployment.hot_cloud(device)].put(records)
    except Failure as error:  # someone ended an emulator to see what happens: the others go on
        warn(str(error))


def _print_how_to_ask(out: Console, twin: RunningTwin, page: str) -> None:
    """`page` is its URL, or what is missing for it."""
    device = twin.deployment.devices[0]
    cloud = twin.deployment.hot_cloud(device)
    reader = twin.readers[cloud]
    if twin.digital_twins:
        asked = (
            f'curl "{twin.digital_twins.twin_url(device.id)}"\n'
            f"  crosstwin doctor --digital-twins --url {twin.digital_twins.url}"
        )
    else:
        asked = f"crosstwin query {device.id} --function {twin.functions[cloud].history}"
    here = shlex.quote(str(twin.folder.resolve()))
    out.print(
        f"""
The twin runs until you press Ctrl-C, and its devices keep sending. Open its page:

  {page}

Or query it in another terminal, with .venv/bin on the PATH:

  export CROSSTWIN_FILE={here}/{TWIN_FILE} CDKTF_OUTDIR={here}/cdktf.out
  crosstwin query {device.id} --chart
  crosstwin query {device.id} --last
  {asked}

Or with any HTTP client:

  TOKEN=$(crosstwin token {cloud} --reveal | awk '$1 == "token" {{print $2}}')
  curl -H "X-Inter-Cloud-Token: $TOKEN" {reader.hot_reader_url} \\
    -d '{{"target_layer": "L3-hot", "payload": {{"iotDeviceId": "{device.id}",
         "selectedProperties": ["{next(iter(device.properties))}"],
         "startTime": "{iso_time("-1h")}", "endTime": "{iso_time("now")}"}}}}'
""",
        soft_wrap=True,  # a wrapped command is not the same command
    )
