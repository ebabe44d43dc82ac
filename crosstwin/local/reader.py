"""What every local reader offers, whichever cloud it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

from crosstwin.clouds import CLOUDS
from crosstwin.readers.hot_stores.records import TelemetryRecord
from crosstwin.twin.deployment import Deployment

NO_SETTINGS: Mapping[str, str] = MappingProxyType({})


def reader_settings(deployment: Deployment) -> dict[str, str]:
    """The variables of a hot reader that twin.yaml decides, as crosstwin.stacks.hot_reader gives them."""
    return {"FUTURE_TOLERANCE_SECONDS": str(deployment.future_tolerance_seconds)}


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


@dataclass(frozen=True, slots=True)
class Emulator:
    """What a cloud's reader runs over here. `version` and `where` are "" where they are unknown."""

    name: str
    version: str = ""
    where: str = ""


def local_clouds() -> dict[str, Any]:
    """The module of each cloud whose reader can run on this machine: crosstwin.local.<cloud>."""
    names = (name for name in CLOUDS if find_spec(f"{__package__}.{name}"))
    return {name: import_module(f"{__package__}.{name}") for name in names}
