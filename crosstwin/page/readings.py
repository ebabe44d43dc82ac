"""What the page shows of the devices in view: histories and newest values, as their readers answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any

from crosstwin.errors import Failure
from crosstwin.local.reader import RunningReader
from crosstwin.readers.client import AskedReader
from crosstwin.readers.http import HttpReader
from crosstwin.readers.many import DeviceFailure, DeviceQuery, histories_of_many, newest_of_many
from crosstwin.twin.deployment import Device
from crosstwin.twin.fields import Cloud

READ_SECONDS = 10  # a page that refreshes itself asks again rather than wait for longer
_EXACT = 2**53  # beyond it, a number of JavaScript is not exact


@dataclass(frozen=True, slots=True)
class CloudReaders:
    """Whom to ask on one cloud."""

    cloud: str
    history: AskedReader
    newest: AskedReader


def cloud_readers(readers: Mapping[Cloud, RunningReader]) -> dict[Cloud, CloudReaders]:
    return {
        cloud: CloudReaders(
            one.cloud,
            HttpReader(one.hot_reader_url, one.inter_cloud_token, read_seconds=READ_SECONDS),
            HttpReader(one.hot_reader_last_entry_url, one.inter_cloud_token, read_seconds=READ_SECONDS),
        )
        for cloud, one in readers.items()
    }


# The properties of each twin of Azure Digital Twins, by device.
Twins = Callable[[], Mapping[str, Mapping[str, Any]]]


def read(
    devices: Sequence[tuple[CloudReaders, Device]],
    start: str,
    end: str,
    points: int,
    *,
    twins: Twins | None = None,
) -> Iterator[dict[str, Any]]:
    """Asks both readers of each cloud, and yields for JSON what each answers, as soon as it does.

    `points` is how many values of a property the page can show.

    {"cloud": "aws", "start": start, "end": end, "devices": {
       "<device>": {"history": {"columns": {"<property>": [["<time>", value], …]}, "milliseconds": 23.4},
                    "newest": {"values": {"<property>": value}, "times": {"<property>": "<time>"},
                               "milliseconds": 9.8},
                    "twin": {"values": {"<property>": value}, "observedAt": "<time>"}},
       "<device>": {"error": "…"}}}

    `twin` is there where `twins` is, without `observedAt` while it has no values.
    """
    clouds: dict[str, tuple[CloudReaders, list[DeviceQuery]]] = {}
    for readers, device in devices:
        query = DeviceQuery(device.id, tuple(device.properties), device.properties)
        clouds.setdefault(readers.cloud, (readers, []))[1].append(query)
    if not clouds:
        return
    with ThreadPoolExecutor(len(clouds), thread_name_prefix="page") as pool:
        futures = {
            pool.submit(_cloud, readers, queries, start, end, points): cloud
            for cloud, (readers, queries) in clouds.items()
        }
        for future in as_completed(futures):
            found = future.result()
            if twins:
                _add_twins(found, twins())
            yield {"cloud": futures[future], "start": start, "end": end, "devices": found}


def _cloud(
    readers: CloudReaders, queries: Sequence[DeviceQuery], start: str, end: str, points: int
) -> dict[str, Any]:
    ((_, newest),) = newest_of_many({readers.cloud: (readers.newest, queries)})
    answered = [
        query for query, one in zip(queries, newest, strict=True) if not isinstance(one, DeviceFailure)
    ]
    histories = {
        one.device: one
        for _, found in histories_of_many(
            {readers.cloud: (readers.history, answered)}, start, end, max_data_points=points
        )
        for one in found
    }
    found: dict[str, Any] = {}
    for value in newest:
        if isinstance(value, DeviceFailure):
            found[value.device] = _failed(value.error)
            continue
        history = histories[value.device]
        if isinstance(history, DeviceFailure):
            found[value.device] = _failed(history.error)
            continue
        columns = {
            name: [[point.time, _exact(point.value)] for point in points_of_one]
            for name, points_of_one in history.columns.items()
        }
        found[value.device] = {
            "history": {"columns": columns, "milliseconds": sum(history.milliseconds)},
            "newest": {
                "values": {name: _exact(one) for name, one in value.values.items()},
                "times": dict(value.times),
                "milliseconds": sum(value.milliseconds),
            },
        }
    return found


def _add_twins(found: Mapping[str, dict[str, Any]], twins: Mapping[str, Mapping[str, Any]]) -> None:
    for device, reading in found.items():
        if "error" not in reading:
            twin = twins.get(device, {})
            time = {"observedAt": twin["observedAt"]} if "observedAt" in twin else {}
            values = {name: _exact(twin[name]) for name in reading["newest"]["values"] if name in twin}
            reading["twin"] = {"values": values, **time}


def _failed(error: Failure) -> dict[str, str]:
    # Its further lines are hints for the command line.
    return {"error": str(error).partition("\n")[0]}


def _exact(value: Any) -> Any:
    """The value as JSON that a browser reads without loss: a large integer as its digits."""
    if isinstance(value, list):
        return [_exact(item) for item in value]
    if isinstance(value, dict):
        return {name: _exact(item) for name, item in value.items()}
    return str(value) if isinstance(value, int) and abs(value) > _EXACT else value
