"""What writers of telemetry check. The readers on AWS do not have this module."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crosstwin_contract.telemetry import (
    FITS,
    DataType,
    UnfitValueError,
    check_count,
    check_keys,
    described,
    elements,
    inferred_type,
)

EVENT_TIME = "time"  # the field of a device's event with its time, which becomes the record's id


def declared_type(declared: str | Mapping[str, Any]) -> DataType:
    """The type of a property as twin.yaml declares it: `"double"`, or `{"type": "list", "of": "double"}`."""
    if isinstance(declared, str):
        return DataType(declared.upper())
    of = declared.get("of")
    return DataType(declared["type"].upper(), None if of is None else declared_type(of))


def check_value(
    value: Any, declared: DataType | None = None, most_elements: int | None = None, depth: int = 0
) -> None:
    """Raises UnfitValueError where readers could not answer the value; the message names no value.

    That is where it does not fit its declared type, or, without one, has none: null within a list, bytes.
    NaN and infinity fit no type. `most_elements` is how many a list or map may have, `depth` how many lists
    and maps are around it.
    """
    data_type = declared.type if declared else inferred_type(value)
    nested = declared.nested if declared else None
    if data_type == "LIST":
        items = elements(value, list, data_type, depth)
    elif data_type == "MAP":
        items = elements(value, Mapping, data_type, depth).values()
        if "" in value:
            raise UnfitValueError("a map with an empty key")
        check_keys(value)
    elif FITS[data_type](value) is None:
        raise UnfitValueError(f"{described(value)} is not of type {data_type}")
    else:
        return
    if most_elements is not None:
        check_count(value, most_elements)
    for item in items:
        check_value(item, nested, most_elements, depth + 1)
