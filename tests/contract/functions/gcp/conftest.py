"""The GCP hot reader over Google's Firestore emulator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from crosstwin.local import gcp
from crosstwin.local.firestore_emulator import running_emulator
from crosstwin.local.reader import RunningReader
from crosstwin.readers.hot_stores.firestore import emulator_client
from tests.contract.functions.asking import TOKEN
from tests.contract.functions.loading import load_module
from tests.contract.readers.served import importable

ROOT = Path(__file__).parents[4]
SOURCE = ROOT / "functions" / "gcp" / "hot-reader"


@pytest.fixture(scope="session")
def firestore_store() -> ModuleType:
    """The function's own module, which lies beside `main.py` and in no package."""
    return load_module(SOURCE / "firestore_store.py")


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if missing := gcp.why_not():
        pytest.skip(f"no Firestore emulator on this machine: {missing}")
    with running_emulator(tmp_path_factory.mktemp("firestore")) as address:
        yield address


@pytest.fixture(scope="session")
def client(emulator: str) -> Any:
    """A plain Firestore client of the local reader's database."""
    return emulator_client(emulator, gcp.DATABASE, gcp.PROJECT)


@pytest.fixture(scope="session")
def reader(emulator: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReader]:
    with gcp.running_reader(tmp_path_factory.mktemp("reader"), TOKEN, emulator) as reader:
        yield reader


def database_at(address: str, database: str = gcp.DATABASE) -> Any:
    """What a store reads, of an emulator or a server in its place."""
    with importable(SOURCE):
        from firestore_rest import Firestore
    return Firestore(f"http://{address}", gcp.PROJECT, database, None)
