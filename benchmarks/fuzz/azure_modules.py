"""The modules of the function on Azure, in no package; other functions have modules of these names."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

from crosstwin.packages.places import ROOT

_SOURCE = ROOT / "functions" / "azure" / "digital-twin-data-connector"


def azure_modules(*names: str) -> list[ModuleType]:
    """New each time, and known to no other import."""
    sys.path.insert(0, str(_SOURCE))
    before = {name: sys.modules.pop(name) for name in _own() if name in sys.modules}
    try:
        return [import_module(name) for name in names]
    finally:
        sys.path.remove(str(_SOURCE))
        for name in _own():
            sys.modules.pop(name, None)
        sys.modules.update(before)


def _own() -> list[str]:
    return [Path(file).stem for file in _SOURCE.glob("*.py")]
