"""A page shows a query, and then the table that it prints: here there are readers to query."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crosstwin.readers.hot_stores.telemetry import sample_records
from crosstwin.twin.deployment import load
from tests.contract.cli.conftest import TOKEN, running_reader
from tests.unit.core.memory_store import MemoryStore
from tests.unit.docs.console import READERS, Block, blocks, check, prepare, write_state

END = datetime(2026, 1, 15, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize("block", [one for one in blocks() if one.how == READERS], ids=str)
def test_a_query_prints_what_its_page_shows(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(block, tmp_path, monkeypatch)
    deployment = load(tmp_path / "twin.yaml")
    records = [
        dict(record) for device in deployment.devices for record in sample_records(device, 60, end=END)
    ]
    with contextlib.ExitStack() as stack:
        reader = stack.enter_context(running_reader(MemoryStore(records)))
        for cloud in deployment.hot_clouds:
            outputs = {"hot_reader_url": reader.url, "hot_reader_last_entry_url": reader.last_entry_url}
            write_state(tmp_path, deployment, f"l3-{cloud}", {**outputs, "inter_cloud_token": TOKEN})
        check(block)
