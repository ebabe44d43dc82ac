"""A device's newest record, straight from a store."""

from __future__ import annotations

from collections.abc import Sequence

from hotread.record import Record
from hotread.store import HotStore


def newest_record(store: HotStore, device: str, properties: Sequence[str]) -> Record | None:
    """The record with the greatest `id`, or None."""
    page = store.page(device, None, None, descending=True, properties=properties, limit=1, continuation=None)
    return page.records[0] if page.records else None
