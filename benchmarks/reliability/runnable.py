"""What can be run where its emulators are installed."""

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
    """`running` starts it in a folder; `emulators` are the modules of crosstwin.local that it needs."""

    running: Callable[[Path], AbstractContextManager[_Yielded]]
    emulators: tuple[ModuleType, ...]

    def why_not(self) -> str:
        """What is missing to start it; "" if nothing."""
        return next((missing for emulator in self.emulators if (missing := emulator.why_not())), "")
