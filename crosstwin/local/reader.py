"""What every local reader offers, whichever cloud it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from crosstwin.readers.hot_stores.records import TelemetryRecord


@dataclass(frozen=True, slots=True)
class RunningReader:
    """A hot reader that serves on loopback over an emulator of its cloud's hot store.

    The names are those of the Terraform outputs; `put` writes records into the hot store. `hot_store` has the
    outputs that name the store, and what only an emulator's has.
    """

    cloud: str
    hot_reader_url: str
    hot_reader_last_entry_url: str
    inter_cloud_token: str
    put: Callable[[Iterable[TelemetryRecord]], None]
    hot_store: Mapping[str, str] = field(default_factory=dict)
