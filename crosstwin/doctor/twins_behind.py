"""Whether Azure Digital Twins have what the hot readers have. Where a reader fails, its twins stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from crosstwin_contract.envelope import MOST_DEVICES

from crosstwin.console import counted
from crosstwin.doctor.check import Check
from crosstwin.errors import Failure
from crosstwin.readers.answers import moment
from crosstwin.readers.client import read_history
from crosstwin.readers.http import HttpReader
from crosstwin.readers.many import DeviceFailure, DeviceQuery, newest_of_many
from crosstwin.readers.times import age_text
from crosstwin.terraform.outputs import ReaderOutputs, reader_outputs
from crosstwin.twin.deployment import Deployment, Device
from crosstwin.twin.fields import Cloud

# A run that just missed a value, the next one, and what both take.
_RUNS, _SECONDS = 2, 30
_ROUNDED = timedelta(seconds=1)


def twins_behind(deployment: Deployment, observed: Mapping[str, str]) -> Iterator[Check]:
    """A check for each cloud, by a query of its hot reader for up to 100 devices.

    `observed` has the time of the newest value of each twin, ISO 8601. Without the outputs of a layer 3, its
    check is optional.
    """
    for cloud in deployment.hot_clouds:
        name, enables = f"values of {cloud}", f"twins are as new as the hot reader on {cloud}"
        try:
            outputs = reader_outputs(deployment, cloud)
        except Failure as failure:
            yield Check(name, enables, missing=f"not compared: {failure}")
            continue
        devices = [device for device in deployment.devices_on(cloud) if device.id in observed][:MOST_DEVICES]
        try:
            behind = _behind(deployment, cloud, devices, observed, outputs)
        except Failure as failure:
            yield Check(name, enables, needed=True, missing=f"the hot reader: {failure}")
            continue
        where = f"{counted(len(devices), 'device')} compared with the hot reader"
        yield Check(name, enables, needed=True, where=where, missing=behind)


def _behind(
    deployment: Deployment,
    cloud: Cloud,
    devices: list[Device],
    observed: Mapping[str, str],
    outputs: ReaderOutputs,
) -> str:
    """Which devices are behind, or "". Raises Failure if the reader does not answer for one."""
    newest_reader = HttpReader(outputs.hot_reader_last_entry_url, outputs.inter_cloud_token)
    history_reader = HttpReader(outputs.hot_reader_url, outputs.inter_cloud_token)
    asked = [DeviceQuery(device.id, list(device.properties), device.properties) for device in devices]
    answers = {
        one.device: one for _, found in newest_of_many({cloud: (newest_reader, asked)}) for one in found
    }
    seconds = _RUNS * deployment.azure.digital_twins.refresh_seconds + _SECONDS if deployment.azure else 0
    until = datetime.now(UTC) - timedelta(seconds=seconds)
    late = []
    for device in devices:
        answer = answers[device.id]
        if isinstance(answer, DeviceFailure):
            raise answer.error
        # A twin has the time in fewer digits than a record can have.
        known = moment(observed[device.id]) + _ROUNDED
        newest = max(map(moment, answer.times.values()), default=known)
        # The next run brings a value that has just come. One before it should be in the twin.
        is_late = known < newest <= until
        if known < until < newest:
            older = read_history(
                history_reader,
                device.id,
                list(device.properties),
                observed[device.id],
                until.isoformat(),
                order="DESCENDING",
                limit=1,
                types=device.properties,
            )
            times = [moment(point.time) for points in older.columns.values() for point in points]
            is_late = max(times, default=known) > known
        if is_late:
            late.append((newest - known, device.id))
    if not late:
        return ""
    difference, name = max(late)
    return (
        f"{len(late)} of {len(devices)} devices are behind the hot reader, {name} by "
        f"{age_text(difference.total_seconds())}: see the log lines of refresh-{cloud}"
    )
