"""What a plan does to twins, and what becomes of the records of their devices.

Of Azure Digital Twins, from the blob that holds the graph before and after. TwinMaker's are in `twinmaker`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosstwin.console import listed

# modules/azure-digital-twins/graph.tf
GRAPH = "azurerm_storage_blob.graph"
HOT_PROVIDER = "hot provider"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class TwinChanges:
    """Ids of twins; of the changed ones, with what changes: `model`, `+vibration`, `parent`.

    `left`: the deleted ones that are devices. Their records stay, as do those of a device that gets another
    HOT_PROVIDER.
    """

    created: tuple[str, ...] = ()
    changed: Mapping[str, tuple[str, ...]] | None = None
    deleted: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """`twins: +1 sensor-2, ~1 pump-7 (model, +vibration), -1 sensor-1`"""
        details = {name: f"{name} ({', '.join(parts)})" for name, parts in (self.changed or {}).items()}
        groups = (("+", self.created), ("~", tuple(details.values())), ("-", self.deleted))
        shown = (f"{sign}{len(ids):,} {listed(ids, _SHOWN)}" for sign, ids in groups if ids)
        return f"twins: {', '.join(shown)}"

    @property
    def records(self) -> str:
        """What becomes of records, which no deployment of twins deletes or moves; "" where nothing does."""
        moved = tuple(name for name, parts in (self.changed or {}).items() if HOT_PROVIDER in parts)
        notes = (
            (self.left, "stay in the hot store under these ids, without a twin"),
            (moved, "are not moved: the twin shows what its new hot store has"),
        )
        return "; ".join(f"records of {listed(ids, _SHOWN)} {note}" for ids, note in notes if ids)


def twin_changes(resources: Sequence[Mapping[str, Any]]) -> TwinChanges | None:
    """Of Terraform's `resource_changes`; None if the graph is not among them, or stays as it is."""
    for resource in resources:
        if resource["address"].endswith(GRAPH):
            change = resource["change"]
            before, after = (_graph(change.get(side)) for side in ("before", "after"))
            found = _compared(before, after)
            return found if found.created or found.changed or found.deleted else None
    return None


def _graph(blob: Mapping[str, Any] | None) -> dict[str, Any]:
    text = (blob or {}).get("source_content")
    return dict(json.loads(text)) if isinstance(text, str) else {"models": {}, "twins": {}}


def _compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> TwinChanges:
    old, new = before["twins"], after["twins"]
    changed = {
        name: tuple(_details(name, before, after))
        for name in sorted(old.keys() & new.keys())
        if old[name] != new[name]
    }
    return TwinChanges(
        created=tuple(sorted(new.keys() - old.keys())),
        changed=changed,
        deleted=tuple(sorted(old.keys() - new.keys())),
        left=tuple(sorted(id_ for id_ in old.keys() - new.keys() if "hot_provider" in old[id_])),
    )


def _details(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = before["twins"][name], after["twins"][name]
    for part in ("model", "parent", "component_of", "component", "hot_provider", "constants"):
        if old.get(part) == new.get(part):
            continue
        yield part.replace("_", " ")
        if part == "model":
            was, will = (
                dict(graph["models"].get(twin["model"], {}).get("telemetry", {}))
                for graph, twin in ((before, old), (after, new))
            )
            yield from property_details(was, will)


def property_details(was: Mapping[str, str], will: Mapping[str, str]) -> Iterator[str]:
    """`+vibration`, `-rpm`, `speed: double`, from properties and their types."""
    yield from (f"+{one}" for one in sorted(will.keys() - was.keys()))
    yield from (f"-{one}" for one in sorted(was.keys() - will.keys()))
    yield from (f"{one}: {will[one]}" for one in sorted(was) if one in will and was[one] != will[one])
