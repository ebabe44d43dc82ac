"""What became of the calls of a target, by name, and what a log may not hold."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from hotread.json_log import JsonFormatter
from hotread.log import LOGGER

# Characters of a token in a row that nobody would write by chance.
_PART = 10


@dataclass(slots=True)
class Outcomes:
    """`requests` counts what was sent, or called, whatever became of it."""

    requests: int = 0
    names: Counter[str] = field(default_factory=Counter)

    def figures(self) -> dict[str, object]:
        told = " ".join(f"{name}:{count}" for name, count in sorted(self.names.items()))
        return {"requests": self.requests, "outcomes": told}


@contextmanager
def logged(logger: logging.Logger = LOGGER) -> Iterator[list[str]]:
    """The lines that are logged within the block, as a platform writes them: in UTF-8, without escapes."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            line = json.dumps(json.loads(JsonFormatter().format(record)), ensure_ascii=False)
            lines.append(line.encode().decode())

    handler = Keep()
    logger.addHandler(handler)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


def parts_of(token: str, told: str) -> list[str]:
    """The parts of a token that a text shows."""
    parts = (token[start : start + _PART] for start in range(len(token) - _PART + 1))
    return [part for part in parts if part in told]
