"""What every local reader offers, whichever cloud it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from crosstwin.readers.hot_stores.records import TelemetryRecord


@dataclass(frozen=True, slots=True)
class LocalReader:
    """A hot reader that serves on loopback over a stand-in of its cloud's hot store.

    The names are those of the Terraform outputs; `put` writes records into the hot store.
    """

    cloud: str
    hot_reader_url: str
    hot_reader_last_entry_url: str
    inter_cloud_token: str
    put: Callable[[Iterable[TelemetryRecord]], None]
