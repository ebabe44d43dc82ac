"""JSON Patch as a twin takes it: add, replace and remove, of properties, of $model and of sourceTime.

Source: DigitalTwins_Update of the REST specification, and
https://learn.microsoft.com/azure/digital-twins/how-to-manage-twin#update-a-digital-twin
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from crosstwin.local.digital_twins.faults import Fault
from crosstwin.local.digital_twins.models import fits
from crosstwin.local.digital_twins.options import Options

_OPERATIONS = ("add", "replace", "remove")
_BAD_ESCAPE = re.compile(r"~(?![01])")


def patched(twin: dict[str, Any], operations: Any, options: Options) -> tuple[dict[str, Any], set[str]]:
    """A patched copy of a twin, not validated yet, and the names of the properties that were set.

    Raises Fault 400 JsonPatchInvalid.
    """
    if not isinstance(operations, list) or not operations:
        raise _invalid("The patch has to be an array with at least one operation.")
    changed = copy.deepcopy(twin)
    touched: set[str] = set()
    for operation in operations:
        name, path, value = _parsed(operation)
        if path[0] == "$metadata":
            known = changed if options.first_source_time else twin
            _patch_metadata(changed, known, name, path, value)
        elif path[0].startswith("$"):
            raise _invalid(f"/{path[0]} cannot be patched.")
        else:
            _apply(changed, name, path, value)
            touched.add(path[0])
            if path[0] not in changed:
                changed["$metadata"].pop(path[0], None)
                touched.discard(path[0])
            else:
                changed["$metadata"].setdefault(path[0], {})
    return changed, touched


def _parsed(operation: Any) -> tuple[str, list[str], Any]:
    if not isinstance(operation, dict):
        raise _invalid("An operation has to be an object.")
    name, path = operation.get("op"), operation.get("path")
    if name not in _OPERATIONS:
        raise _invalid(f"The operation {name!r:.40} is not one of {', '.join(_OPERATIONS)}.")
    if not isinstance(path, str) or not path.startswith("/") or _BAD_ESCAPE.search(path):
        raise _invalid(f"{path!r:.200} is not a path.")
    if name != "remove" and operation.get("value") is None:
        raise _invalid(f"{path:.200}: the operation has no value.")
    parts = [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]
    return name, parts, operation.get("value")


def _patch_metadata(
    changed: dict[str, Any], known: Mapping[str, Any], name: str, path: list[str], value: Any
) -> None:
    """`known` has the properties whose sourceTime can be set."""
    metadata = changed["$metadata"]
    if path[1:] == ["$model"] and name == "replace":
        metadata["$model"] = value
        return
    if len(path) != 3 or path[2] != "sourceTime" or name == "remove":
        raise _invalid(f"/{'/'.join(path)} cannot be patched.")
    if not fits("dateTime", value):
        raise _invalid(f"/{'/'.join(path)} is not an ISO 8601 time.")
    if path[1].startswith("$") or path[1] not in known or path[1] not in changed:
        raise _invalid(f"/{'/'.join(path)}: the property is not set.")
    # `replace` works whether there was a sourceTime or not: azure-sdk-for-net's DigitalTwinTests does so.
    metadata[path[1]]["sourceTime"] = value


def _apply(changed: dict[str, Any], name: str, path: list[str], value: Any) -> None:
    place: Any = changed
    for part in path[:-1]:
        place = place.get(part) if isinstance(place, dict) else None
    if not isinstance(place, dict):
        raise _invalid(f"/{'/'.join(path)}: the path does not exist.")
    # An unset property is not part of the twin: replace and remove of one fail (how-to-manage-twin).
    if name != "add" and path[-1] not in place:
        raise _invalid(f"/{'/'.join(path)}: there is nothing to {name}.")
    if name == "remove":
        del place[path[-1]]
    else:
        place[path[-1]] = value


def _invalid(message: str) -> Fault:
    return Fault(400, "JsonPatchInvalid", message)
