"""A twin on three clouds, with a few records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.contract.cli.conftest import TOKEN, RunningReader, running_reader, write_state
from tests.unit.core.memory_store import MemoryStore

TWIN = """\
digital_twin_name: factory
providers: {layer_3_hot_provider: aws, layer_4_provider: aws, layer_5_provider: aws}
device_types:
  press: {properties: {force: {type: double, unit: kN}, fault: {type: map, of: string}}}
  idle: {properties: {load: double}}
places: [{id: plant}, {id: hall-1, parent: plant}]
devices:
  - {id: press-1, type: press, parent: hall-1}
  - {id: press-2, type: press, hot_provider: azure, parent: hall-1}
  - {id: press-3, type: press, hot_provider: gcp}
  - {id: pump-7, properties: {rpm: integer, force: double}}
  - {id: rpm, properties: {level: double}}
aws: {region: eu-central-1}
azure: {location: westeurope, subscription_id: 00000000-0000-0000-0000-000000000000}
gcp: {project: factory-test, region: europe-west1}
"""
CLOUDS = {"press-1": "aws", "press-2": "azure", "press-3": "gcp", "pump-7": "aws", "rpm": "aws"}


def record(device: str, when: str, **values: Any) -> dict[str, Any]:
    return {"iotDeviceId": device, "id": f"2026-01-15T{when}", **values}


@contextmanager
def deployed(folder: Path) -> Iterator[dict[str, RunningReader]]:
    """The twin's readers by cloud, and its states in a folder."""
    (folder / "twin.yaml").write_text(TWIN)
    records = [
        record("press-1", "10:00:00Z", force=80.5, fault={"code": "E1"}),
        record("press-1", "10:30:00.5Z", force=81.5),
        record("press-2", "10:30:00Z", force=82),
        record("pump-7", "10:30:00Z", rpm=900, force=1.5),
        record("rpm", "10:30:00Z", level=0.25),
    ]
    readers = {}
    running = []
    for cloud in ("aws", "azure", "gcp"):
        store = MemoryStore([one for one in records if CLOUDS[one["iotDeviceId"]] == cloud])
        context = running_reader(store)
        running.append(context)
        readers[cloud] = context.__enter__()
        state(folder, cloud, readers[cloud].url, readers[cloud].last_entry_url)
    yield readers
    for context in running:
        context.__exit__(None, None, None)


def state(folder: Path, cloud: str, url: str, last_entry_url: str) -> None:
    outputs = {
        "hot_reader_url": url,
        "hot_reader_last_entry_url": last_entry_url,
        "inter_cloud_token": TOKEN,
    }
    write_state(folder, f"l3-{cloud}", outputs)
