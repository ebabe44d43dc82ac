"""Whether the types, places, devices and components of a twin fit each other."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crosstwin.errors import Problem, did_you_mean
from crosstwin.twin import names
from crosstwin.twin.yaml_places import Document, Path

Entry = Mapping[str, Any]


def problems(document: Document) -> list[Problem]:
    """Names that lead nowhere, names that are there twice, and cycles: what plain data shows."""
    places, devices = _entries(document, "places"), _entries(document, "devices")
    return [
        document.problem(path, message)
        for path, message in (
            *_duplicates(document, [*places, *devices]),
            *_parents(places, places, devices),
            *_parents(devices, places, devices),
            *_cycles(places),
            *_types(document, devices),
            *_owners(devices),
            *_components(document, devices),
        )
    ]


def _entries(document: Document, key: str) -> list[tuple[Path, Entry]]:
    entries = document.data.get(key)
    if not isinstance(entries, list):
        return []
    return [((key, index), entry) for index, entry in enumerate(entries) if isinstance(entry, dict)]


def _by_id(entries: Iterable[tuple[Path, Entry]]) -> dict[str, Entry]:
    return {entry["id"]: entry for _, entry in entries if isinstance(entry.get("id"), str)}


def _duplicates(document: Document, entries: Iterable[tuple[Path, Entry]]) -> Iterator[tuple[Path, str]]:
    first: dict[str, Path] = {}
    for path, entry in entries:
        name = entry.get("id")
        if isinstance(name, str) and first.setdefault(name, path) != path:
            where = document.place(first[name])
            yield (*path, "id"), f"{json.dumps(name)} is the id of {where} as well; ids are unique"


def _parents(
    entries: Iterable[tuple[Path, Entry]],
    places: Iterable[tuple[Path, Entry]],
    devices: Iterable[tuple[Path, Entry]],
) -> Iterator[tuple[Path, str]]:
    known, others = _by_id(places), _by_id(devices)
    for path, entry in entries:
        parent = entry.get("parent")
        if not isinstance(parent, str) or parent in known:
            continue
        if parent in others:
            message = "is a device; a parent is a place, and what belongs to a device is component_of it"
            yield (*path, "parent"), f"{json.dumps(parent)} {message}"
        else:
            yield (*path, "parent"), f"{json.dumps(parent)} is not a place{hint(parent, known, 'places')}"


def _cycles(places: list[tuple[Path, Entry]]) -> Iterator[tuple[Path, str]]:
    parents = {name: place.get("parent") for name, place in _by_id(places).items()}
    reported: set[object] = set()
    for path, place in places:
        chain: list[Any] = [place.get("id")]
        while (
            parent := parents.get(chain[-1]) if isinstance(chain[-1], str) else None
        ) and parent not in chain:
            chain.append(parent)
        # Reported once, at the first of its places in the file.
        if isinstance(parent, str) and parent == chain[0] and not reported.intersection(chain):
            reported.update(chain)
            yield (*path, "parent"), f"a place within itself: {' in '.join([*chain, parent])}"


def _types(document: Document, devices: Iterable[tuple[Path, Entry]]) -> Iterator[tuple[Path, str]]:
    types = document.data.get("device_types")
    known = types if isinstance(types, dict) else {}
    for path, device in devices:
        name = device.get("type")
        if name is None:
            if "properties" not in device:
                yield (*path, "properties"), "missing; expected properties, or a type of device_types"
        elif "properties" in device:
            yield (
                (*path, "properties"),
                f"the device has the properties of its type {name}; leave one of both out",
            )
        elif isinstance(name, str) and name not in known:
            yield (
                (*path, "type"),
                f"{json.dumps(name)} is not a device type{hint(name, known, 'device_types')}",
            )


def _components(document: Document, devices: list[tuple[Path, Entry]]) -> Iterator[tuple[Path, str]]:
    first: dict[tuple[str, str], Path] = {}
    components: Counter[str] = Counter()
    for path, device in devices:
        owner, component = device.get("component_of"), device.get("component")
        if owner is None:
            if component is not None:
                yield (*path, "component"), "only a device that is component_of another has it"
            continue
        if component is None:
            yield (*path, "component_of"), "the device needs `component` as well: the name of the component"
        if "parent" in device:
            yield (*path, "parent"), f"the device is a component of {owner}, whose parent counts"
        if not isinstance(owner, str) or not isinstance(component, str):
            continue
        components[owner] += 1
        if component == names.COMPONENT:
            yield (*path, "component"), f"{component} is the component of {owner} itself"
        elif first.setdefault((owner, component), path) != path:
            where = document.place(first[owner, component])
            yield (*path, "component"), f"{owner} has a component {component} already: {where}"
        if components[owner] == names.COMPONENTS_OF_AN_ENTITY:
            message = (
                f"one component too many: TwinMaker returns {names.COMPONENTS_OF_AN_ENTITY} of an entity"
            )
            yield (*path, "component_of"), message


def _owners(devices: list[tuple[Path, Entry]]) -> Iterator[tuple[Path, str]]:
    known = _by_id(devices)
    for path, device in devices:
        owner = device.get("component_of")
        if not isinstance(owner, str):
            continue
        if owner == device.get("id"):
            yield (*path, "component_of"), "a device cannot be a component of itself"
        elif owner not in known:
            message = f"{json.dumps(owner)} is not a device{hint(owner, known, 'devices')}"
            yield (*path, "component_of"), message
        elif known[owner].get("component_of") is not None:
            message = f"{json.dumps(owner)} is a component itself; expected {known[owner]['component_of']}"
            yield (*path, "component_of"), message


def hint(name: str, known: Iterable[str], what: str) -> str:
    """What a message adds about an unknown name: a similar one, or the known ones if they are few."""
    known = list(known)
    if not known:
        return f"; there are no {what}"
    return did_you_mean(name, known) or (f"; there are {', '.join(known)}" if len(known) <= 20 else "")
