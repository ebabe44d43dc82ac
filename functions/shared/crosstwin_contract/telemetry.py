"""Telemetry as readers answer it: the types of its values.

A value is bool, int, float, Decimal, str, list or dict. What a reader could not answer fails every query
over it, so a writer refuses it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sized
from decimal import Decimal
from typing import Any

from crosstwin_contract.values import DEEPEST, INTEGER_LIMIT, LONG_LIMIT, TWINMAKER_ELEMENTS

NUMBERS = (int, float, Decimal)


class UnfitValueError(ValueError):
    """A stored value is not of its declared type, or of none that TwinMaker knows; names no value."""


class TooManyElementsError(UnfitValueError):
    """A list or map has more elements than AWS IoT TwinMaker takes; names no value."""


def check_keys(value: Mapping[str, Any]) -> None:
    """Raises UnfitValueError where JSON cannot carry a key of the map."""
    if not all(map(has_encoding, value)):
        raise UnfitValueError("a map with a lone surrogate in a key, which is not a character")


def check_count(value: Sized, most: int = TWINMAKER_ELEMENTS) -> None:
    """Raises TooManyElementsError where a list or map has more than `most` elements."""
    if len(value) > most:
        raise TooManyElementsError(
            f"{described(value)} of {len(value)} elements; AWS IoT TwinMaker takes {most}"
        )


def has_encoding(text: str) -> bool:
    """Whether it has no half of a surrogate pair, which JSON and a shell's arguments let through."""
    if text.isascii():  # known without looking at the characters
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def inferred_type(value: Any) -> str:  # noqa: PLR0911 - one line for each kind of value
    """The data type of a value of no declared type. Raises UnfitValueError where it has none."""
    if isinstance(value, bool):
        return "BOOLEAN"
    if isinstance(value, float):
        return "DOUBLE"
    if isinstance(value, str):
        return "STRING"
    if isinstance(value, Decimal):
        return inferred_type(int(value)) if _is_integral(value) else "DOUBLE"
    if isinstance(value, int):
        if -INTEGER_LIMIT <= value < INTEGER_LIMIT:
            return "INTEGER"
        # Beyond 64 bits it was written as a double: Cosmos DB returns 2.0**63 without a fraction.
        return "LONG" if -LONG_LIMIT <= value < LONG_LIMIT else "DOUBLE"
    if isinstance(value, list):
        return "LIST"
    if isinstance(value, Mapping):
        return "MAP"
    raise UnfitValueError(f"{described(value)} has no TwinMaker data type")


def elements(value: Any, kind: type, data_type: str, depth: int) -> Any:
    """The value itself. Raises UnfitValueError if it is not a list or map, or within DEEPEST others."""
    if not isinstance(value, kind):
        raise UnfitValueError(f"{described(value)} is not of type {data_type}")
    if depth >= DEEPEST:
        raise UnfitValueError(f"lists and maps that are nested more than {DEEPEST} deep")
    return value


def _is_integral(value: float | Decimal) -> bool:
    return math.isfinite(value) and value == int(value)


def _double(value: Any) -> float | None:
    if type(value) is float and math.isfinite(value):
        return value  # most telemetry
    if isinstance(value, bool) or not isinstance(value, NUMBERS):
        return None
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise UnfitValueError("a number that is not finite, which JSON does not have")
    return number


def _string(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    if not has_encoding(value):
        raise UnfitValueError("a string with a lone surrogate, which is not a character")
    return value


def _whole(limit: int) -> Callable[[Any], int | None]:
    def fit(value: Any) -> int | None:
        if isinstance(value, bool) or not isinstance(value, NUMBERS):
            return None
        if not isinstance(value, int) and not _is_integral(value):
            return None
        number = int(value)
        return number if -limit <= number < limit else None

    return fit


# What a value is as one of the data type, or None where it does not fit.
FITS: dict[str, Callable[[Any], Any]] = {
    "DOUBLE": _double,
    "INTEGER": _whole(INTEGER_LIMIT),
    "LONG": _whole(LONG_LIMIT),
    "BOOLEAN": lambda value: value if isinstance(value, bool) else None,
    "STRING": _string,
}


def described(value: Any) -> str:
    """What kind of value it is, never the value itself: messages reach callers and logs."""
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, NUMBERS):
        # An integer may be beyond any double, which math.isfinite would make of it.
        is_finite = isinstance(value, int) or math.isfinite(value)
        return "a number" if is_finite else "a number that is not finite"
    kinds = {str: "a string", list: "a list", dict: "a map", type(None): "null"}
    return kinds.get(type(value), f"a value of type {type(value).__name__}")
