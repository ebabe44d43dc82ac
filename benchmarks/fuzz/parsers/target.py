"""What a target is, and how it makes arguments of bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Target:
    """`seeds` are inputs that the parser takes, to start from."""

    call: Callable[[bytes], None]
    seeds: Sequence[bytes]


def text_of(data: bytes) -> str:
    """A string with whatever characters, half of a surrogate pair among them."""
    return data.decode("utf-8", "surrogatepass") if _is_text(data) else data.decode("latin-1")


def value_of(data: bytes) -> Any:
    """What JSON makes of the bytes, as Python reads it by default; else the string that they are."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return text_of(data)


def seeds(*values: Any) -> list[bytes]:
    """Values as JSON."""
    return [json.dumps(value).encode() for value in values]


def nested(opening: str, closing: str, depth: int, inner: str = "") -> str:
    """JSON that a parser takes as it is, and that a recursive function may not."""
    return f"{opening * depth}{inner}{closing * depth}"


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True
