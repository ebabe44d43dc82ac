"""What a plan does to twins, and what becomes of the records of their devices.

Of Azure Digital Twins, from the blob that holds the graph before and after. TwinMaker's are in `twinmaker`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crosstwin_contract.digital_twins import deletions_unasked

from crosstwin.console import listed

# modules/azure-digital-twins/graph.tf
GRAPH = "azurerm_storage_blob.graph"
HOT_PROVIDER = "hot provider"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class TwinChanges:
    """Ids of twins; of the changed ones, with what changes: `model`, `+vibration`, `parent`.

    `left`: the deleted ones that are devices. Their records stay, as do those of a device that gets another
    HOT_PROVIDER. `refused` says that the graph function deletes none of them, and what allows it.
    """

    created: tuple[str, ...] = ()
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deleted: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    refused: str = ""

    @property
    def line(self) -> str:
        """`twins: +1 sensor-2, ~1 pump-7 (model, +vibration), -1 sensor-1`"""
        details = {name: f"{name} ({', '.join(parts)})" for name, parts in self.changed.items()}
        groups = (("+", self.created), ("~", tuple(details.values())), ("-", self.deleted))
        shown = (f"{sign}{len(ids):,} {listed(ids, _SHOWN)}" for sign, ids in groups if ids)
        return f"twins: {', '.join(shown)}"

    @property
    def records(self) -> str:
        """What becomes of records, which no deployment of twins deletes or moves; "" where nothing does."""
        moved = tuple(name for name, parts in self.changed.items() if HOT_PROVIDER in parts)
        notes = (
            (self.left, "stay in the hot store under these ids, without a twin"),
            (moved, "are not moved: the twin shows what its new hot store has"),
        )
        return "; ".join(f"records of {listed(ids, _SHOWN)} {note}" for ids, note in notes if ids)


def twin_changes(
    resources: Sequence[Mapping[str, Any]], allow_deletions: str | None = None
) -> TwinChanges | None:
    """Of Terraform's `resource_changes`; None if the graph is not among them, stays as it is, or is unknown.

    `allow_deletions` is that of twin.yaml: the hash of a graph that may delete many twins.
    """
    change = next((one["change"] for one in resources if one["address"].endswith(GRAPH)), None)
    if change is None or (change.get("after_unknown") or {}).get("source_content"):
        return None
    before, after = (_graph(change.get(side)) for side in ("before", "after"))
    old, new = before["twins"], after["twins"]
    found = compared(old, new, lambda id_: _details(id_, before, after), "hot_provider")
    if found is None:
        return None
    graph_hash = _hash(change.get("after"), allow_deletions)
    return replace(found, refused=_refused(len(found.deleted), len(old), len(new), graph_hash))


def compared(
    old: Mapping[str, Mapping[str, Any]],
    new: Mapping[str, Mapping[str, Any]],
    details: Callable[[str], Iterable[str]],
    key_of_devices: str,
) -> TwinChanges | None:
    """What becomes of twins, by id; None where nothing changes.

    `details` gives what changes of a twin. Twins with the key are devices, and the others places.
    """
    deleted = sorted(old.keys() - new.keys())
    found = TwinChanges(
        created=tuple(sorted(new.keys() - old.keys())),
        changed={id_: tuple(details(id_)) for id_ in sorted(old.keys() & new.keys()) if old[id_] != new[id_]},
        deleted=tuple(deleted),
        left=tuple(id_ for id_ in deleted if key_of_devices in old[id_]),
    )
    return found if found.created or found.changed or found.deleted else None


def _graph(blob: Mapping[str, Any] | None) -> dict[str, Any]:
    text = (blob or {}).get("source_content")
    return dict(json.loads(text)) if isinstance(text, str) else {"models": {}, "twins": {}}


def _hash(blob: Mapping[str, Any] | None, allow_deletions: str | None) -> str:
    """The hash of a graph; "" where its deletions are allowed, or where the graph function goes too."""
    if blob is None:
        return ""
    found = hashlib.sha256(str(blob.get("source_content")).encode()).hexdigest()
    return "" if found == allow_deletions else found


def _refused(deleted: int, held: int, left: int, graph_hash: str) -> str:
    """What a run of the graph function will report; "" if it deletes the twins."""
    if deleted <= deletions_unasked(held, left) or not graph_hash:
        return ""
    return (
        f"the graph function will delete none of these {deleted:,} twins: they are too many of {held:,}; "
        f"to allow it, set azure.digital_twins.allow_deletions to {graph_hash}"
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
