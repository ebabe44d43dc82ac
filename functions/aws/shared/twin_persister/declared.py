"""The types that twin.yaml declares, out of a file in the persister's package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crosstwin_contract.values import DataType
from crosstwin_contract.writing import declared_type

FILE = "properties.json"

Types = Mapping[str, DataType]


@dataclass(frozen=True, slots=True)
class Declared:
    """The types of each device's properties; of a device that is not there, none is known."""

    kinds: tuple[Types, ...] = ()
    devices: Mapping[str, int] | None = None

    def of(self, device: str) -> Types:
        """The types by property; empty for a device that is not in the file."""
        index = (self.devices or {}).get(device)
        return {} if index is None else self.kinds[index]


def load(folder: Path) -> Declared:
    """What the file in `folder` declares; without it, nothing.

    `{"kinds": [{"<property>": "double", …}, …], "devices": {"<device>": <index of its kind>, …}}`: ten
    thousand devices of a few kinds take 0.2 MB, where Lambda's environment has 4 KB.
    """
    file = folder / FILE
    if not file.exists():
        return Declared()
    document = json.loads(file.read_bytes())
    kinds = tuple({name: declared_type(type_) for name, type_ in kind.items()} for kind in document["kinds"])
    return Declared(kinds, document["devices"])
