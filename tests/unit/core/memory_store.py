"""A hot store in memory, with small pages, for the core's own tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from hotread.record import Record
from hotread.store import Page, next_pages


class MemoryStore:
    """Sorted by text as the real stores are; remembers what it was asked."""

    orders_by_time = False

    def __init__(self, records: Iterable[Record], page_size: int = 3) -> None:
        self.records = sorted(records, key=lambda record: str(record.get("id")))
        self.page_size = page_size
        self.calls: list[dict[str, Any]] = []
        self.read = 0  # records given

    def page(
        self,
        device: str,
        first_id: str | None,
        last_id: str | None,
        *,
        descending: bool,
        properties: Sequence[str],
        limit: int | None,
        continuation: Any,
    ) -> Page:
        self.calls.append({"device": device, "properties": tuple(properties), "limit": limit})
        found = [
            r
            for r in self.records
            if r["iotDeviceId"] == device
            and (first_id is None or first_id <= str(r["id"]))
            and (last_id is None or str(r["id"]) <= last_id)
        ]
        if descending:
            found.reverse()
        if continuation is not None:
            keys = [str(r["id"]) for r in found]
            found = [
                r
                for r, key in zip(found, keys, strict=True)
                if (key < continuation if descending else key > continuation)
            ]
        page = found[: min(self.page_size, limit or self.page_size)]
        self.read += len(page)
        return Page(page, str(page[-1]["id"]) if len(page) < len(found) else None)

    def earlier(
        self, device: str, wanted: Sequence[Sequence[str]], page: Page, *, first_id: str, limit: int
    ) -> Iterator[Page]:
        return next_pages(self, device, wanted, page, first_id=first_id, limit=limit)
