"""The Azure hot reader over an emulator of Cosmos DB, and through a gate that can fail in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from crosstwin.local import azure
from crosstwin.local.azure import CosmosEmulator
from crosstwin.local.reader import RunningReader
from tests.contract.functions.asking import TOKEN
from tests.contract.functions.loading import load_module
from tests.store_gate import StoreGate, running_gate

ROOT = Path(__file__).parents[4]
SOURCE = ROOT / "functions" / "azure" / "hot-reader"


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
