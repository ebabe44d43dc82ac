"""The Firestore indexes that the Terraform module declares, in the form that the emulator reports."""

from __future__ import annotations

import re
from typing import Any

import hcl2

from tests.contract.functions.gcp.conftest import ROOT

MODULE = ROOT / "modules" / "gcp-hot-reader"

Fields = tuple[tuple[str, str], ...]


def declared_indexes() -> set[Fields]:
    """(field path, order) of each index, `for_each` over a set of texts resolved."""
    found: set[Fields] = set()
    for file in sorted(MODULE.glob("*.tf")):
        with file.open(encoding="utf-8") as text:
            resources: list[dict[str, Any]] = hcl2.load(text).get("resource", [])
        for resource in resources:
            for type_, named in resource.items():
                if type_.strip('"') == "google_firestore_index":
                    for index in named.values():
                        found |= _variants(index)
    return found


def _variants(index: dict[str, Any]) -> set[Fields]:
    keys = re.findall(r'"([^"]+)"', index.get("for_each", "")) or [""]
    return {
        tuple((_text(field["field_path"], key), _text(field["order"], key)) for field in index["fields"])
        for key in keys
    }


def _text(expression: str, key: str) -> str:
    # Of fields that a mapping can name, those of Crosstwin's own records.
    expression = re.sub(r"\$\{try\([\w.]+, \"(\w+)\"\)\}", r"\1", expression)
    return re.sub(r"\$\{each\.(key|value)\}", key, expression).strip('"')
