"""The Azure hot reader over an emulator of Cosmos DB, and through a gate that can fail in its place."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import requests

from crosstwin.local import azure
from crosstwin.local.azure import CosmosEmulator
from crosstwin.local.reader import RunningReader
from tests.contract.functions.loading import load_module
from tests.store_gate import StoreGate, running_gate

ROOT = Path(__file__).parents[4]
SOURCE = ROOT / "functions" / "azure" / "hot-reader"
TOKEN = "token-of-this-test"
HOUR = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}


@dataclass(frozen=True)
class GatedReader:
    """A reader whose Cosmos DB is behind a gate; `log` is the Function App's."""

    local: RunningReader
    gate: StoreGate
    log: Path


@pytest.fixture(scope="session")
def cosmos_store() -> ModuleType:
    """The function's own module, which lies beside `function_app.py` and in no package."""
    pytest.importorskip("azure.cosmos", reason="azure-cosmos is not installed")
    return load_module(SOURCE / "cosmos_store.py")


@pytest.fixture(scope="session")
def cosmos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CosmosEmulator]:
    if missing := azure.why_not():
        pytest.skip(f"no Azure reader on this machine: {missing}")
    with azure.running_cosmos(tmp_path_factory.mktemp("cosmos")) as cosmos:
        yield cosmos


@pytest.fixture(scope="session")
def reader(cosmos: CosmosEmulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReader]:
    with azure.running_reader(tmp_path_factory.mktemp("reader"), TOKEN, cosmos) as reader:
        yield reader


@pytest.fixture(scope="session")
def running_gated_reader(
    cosmos: CosmosEmulator, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[GatedReader]:
    folder = tmp_path_factory.mktemp("gated")
    with (
        running_gate(cosmos.endpoint) as gate,
        azure.running_reader(folder, TOKEN, CosmosEmulator(gate.endpoint, cosmos.key)) as local,
    ):
        yield GatedReader(local, gate, folder / "function-app.log")


@pytest.fixture
def gated(running_gated_reader: GatedReader) -> Iterator[GatedReader]:
    running_gated_reader.gate.reset()
    yield running_gated_reader
    running_gated_reader.gate.reset()


@pytest.fixture
def device() -> str:
    """A device that no other test has written."""
    return f"device-{uuid.uuid4().hex[:8]}"


def record(device: str, time: str, **properties: Any) -> dict[str, Any]:
    return {"iotDeviceId": device, "id": f"2026-01-15T{time}", **properties}


def post(
    reader: RunningReader, payload: Mapping[str, Any], *, last_entry: bool = False, token: str | None = TOKEN
) -> requests.Response:
    return requests.post(
        reader.hot_reader_last_entry_url if last_entry else reader.hot_reader_url,
        json={"target_layer": "L3-hot", "payload": payload},
        headers={} if token is None else {"X-Inter-Cloud-Token": token},
        timeout=30,
    )


def history(reader: RunningReader, device: str, **options: Any) -> list[tuple[str, Any]]:
    """(time, plain value) of the property `n` within the hour."""
    response = post(reader, {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR, **options})
    assert response.status_code == 200, response.text
    (entry,) = response.json()["propertyValues"]
    return [(item["time"], next(iter(item["value"].values()))) for item in entry["values"]]
