"""What the page shows of a device: its history and its newest values, as its cloud's readers answer them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crosstwin.local.reader import RunningReader
from crosstwin.readers.client import AskedReader, read_history, read_newest
from crosstwin.readers.http import HttpReader
from crosstwin.twin.deployment import Deployment, Device
from crosstwin.twin.fields import Cloud

READ_SECONDS = 10  # a page that refreshes itself asks again rather than wait for longer
_EXACT = 2**53  # beyond it, a number of JavaScript is not exact


@dataclass(frozen=True, slots=True)
class Panel:
    """A device, the cloud that answers for it, and whom to ask there."""

    device: Device
    cloud: str
    history: AskedReader
    newest: AskedReader


def panels(deployment: Deployment, readers: Mapping[Cloud, RunningReader]) -> dict[str, Panel]:
    """The twin's devices by id, in the order of twin.yaml. `readers` has one for the cloud of each."""
    found = {}
    for device in deployment.devices:
        reader = readers[deployment.hot_cloud(device)]
        found[device.id] = Panel(
            device,
            reader.cloud,
            HttpReader(reader.hot_reader_url, reader.inter_cloud_token, read_seconds=READ_SECONDS),
            HttpReader(reader.hot_reader_last_entry_url, reader.inter_cloud_token, read_seconds=READ_SECONDS),
        )
    return found


def read(panel: Panel, start: str, end: str, points: int) -> dict[str, Any]:
    """Asks both readers, for JSON. `points` is how many values of a property the page can show.

    {"start": start, "end": end,
     "history": {"columns": {"<property>": [["<time>", value], …]}, "milliseconds": 23.4},
     "newest": {"values": {"<property>": value}, "times": {"<property>": "<time>"}, "milliseconds": 9.8}}

    Raises ReaderError, InvalidAnswer.
    """
    names, types = tuple(panel.device.properties), panel.device.properties
    newest = read_newest(panel.newest, panel.device.id, names, types=types)
    history = read_history(
        panel.history, panel.device.id, names, start, end, types=types, max_data_points=points
    )
    columns = {
        name: [[point.time, _exact(point.value)] for point in points]
        for name, points in history.columns.items()
    }
    return {
        "start": start,
        "end": end,
        "history": {"columns": columns, "milliseconds": sum(history.milliseconds)},
        "newest": {
            "values": {name: _exact(value) for name, value in newest.values.items()},
            "times": dict(newest.times),
            "milliseconds": sum(newest.milliseconds),
        },
    }


def _exact(value: Any) -> Any:
    """The value as JSON that a browser reads without loss: a large integer as its digits."""
    return str(value) if isinstance(value, int) and abs(value) > _EXACT else value
