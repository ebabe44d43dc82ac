"""One case: what is given, by what it is, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Case:
    """`title` is the promise. What is given and the answer are JSON; of a list, a line an item."""

    title: str
    given: Mapping[str, Any]
    answer: Any

    def __str__(self) -> str:
        return self.title
