"""What can be run where its stand-ins are installed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Generic, TypeVar

_Yielded = TypeVar("_Yielded")


@dataclass(frozen=True, slots=True)
class Runnable(Generic[_Yielded]):
    """`running` starts it in a folder; `stand_ins` are the modules of crosstwin.local that it needs."""

    running: Callable[[Path], AbstractContextManager[_Yielded]]
    stand_ins: tuple[ModuleType, ...]

    def why_not(self) -> str | None:
        """What is missing to start it, or None."""
        return next((missing for stand_in in self.stand_ins if (missing := stand_in.why_not())), None)
