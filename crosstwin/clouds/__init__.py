"""What Crosstwin knows of each cloud: one module for each, with an object CLOUD.

A cloud is added by adding its module: all that have a CLOUD are found here, in the order of their names.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from crosstwin.clouds.base import HotCloud


def _found() -> Mapping[str, HotCloud[Any]]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    clouds = [cloud for module in modules if isinstance(cloud := getattr(module, "CLOUD", None), HotCloud)]
    return {cloud.name: cloud for cloud in clouds}


CLOUDS = _found()
