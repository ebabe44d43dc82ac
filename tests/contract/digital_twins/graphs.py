"""A small graph.json for tests, in the form that the connector reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Graph = dict[str, Any]
Types = Mapping[str, Mapping[str, Any]]  # of a type: {"properties": {…}, "constants": {…}}

PRESS: dict[str, Any] = {
    "properties": {
        "force": "double",
        "strokes": "long",
        "running": "boolean",
        "status": "string",
        "position": {"type": "list", "of": "double"},
        "fault": {"type": "map", "of": "string"},
    },
    "constants": {"manufacturer": "string", "ratedForce": "double"},
}
PUMP: dict[str, Any] = {"properties": {"rpm": "integer", "running": "boolean"}}
_CONTEXT = "dtmi:dtdl:context;3"


def dtmi(twin: str, name: str) -> str:
    return f"dtmi:crosstwin:{twin.replace('-', '_')}:{name};1"


def base_models(twin: str) -> dict[str, dict[str, Any]]:
    place, device = dtmi(twin, "Place"), dtmi(twin, "Device")
    interfaces: list[dict[str, Any]] = [
        {"@id": place, "displayName": "Place", "contents": [{"@type": "Relationship", "name": "contains"}]},
        {
            "@id": device,
            "displayName": "Device",
            "extends": place,
            "contents": [_property("hotProvider", "string"), _property("observedAt", "dateTime")],
        },
    ]
    return {
        interface["@id"]: {
            "interface": {"@context": _CONTEXT, "@type": "Interface", **interface},
            "telemetry": {},
        }
        for interface in interfaces
    }


def type_model(twin: str, name: str, described: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The id of a type's model, by its content, and the model with the types of its telemetry."""
    telemetry, constants = described["properties"], described.get("constants", {})
    digest = hashlib.sha256(json.dumps([telemetry, constants], sort_keys=True).encode()).hexdigest()[:8]
    id_ = dtmi(twin, f"{name}_{digest}")
    contents = [_property(n, _schema(kind)) for n, kind in sorted({**telemetry, **constants}.items())]
    interface = {
        "@context": _CONTEXT,
        "@id": id_,
        "@type": "Interface",
        "displayName": name,
        "extends": dtmi(twin, "Device"),
        "contents": contents,
    }
    return id_, {"interface": interface, "telemetry": dict(telemetry)}


def graph_of(
    twin: str, devices: Mapping[str, Mapping[str, Any]], types: Types, places: Mapping[str, str | None]
) -> Graph:
    """`devices`: id to type, hot_provider, and perhaps parent, component_of, component, constants."""
    models, ids = base_models(twin), {}
    for name in {device["type"] for device in devices.values()}:
        ids[name], model = type_model(twin, name, types[name])
        models[ids[name]] = model
    twins: dict[str, Any] = {
        id_: {"model": dtmi(twin, "Place"), **({"parent": parent} if parent else {})}
        for id_, parent in places.items()
    }
    for id_, device in devices.items():
        twins[id_] = {"model": ids[device["type"]], **{k: v for k, v in device.items() if k != "type"}}
    return {"models": models, "twins": twins}


def models_of(twin: str) -> list[dict[str, Any]]:
    """The interfaces of a graph with every kind of property."""
    devices = {"press-2": {"type": "press"}, "pump-7": {"type": "pump"}}
    graph = graph_of(twin, devices, {"press": PRESS, "pump": PUMP}, {})
    return [model["interface"] for model in graph["models"].values()]


def _property(name: str, schema: Any) -> dict[str, Any]:
    return {"@type": "Property", "name": name, "schema": schema}


def _schema(kind: Any) -> Any:
    if isinstance(kind, str):
        return kind
    if kind["type"] == "list":
        return {"@type": "Array", "elementSchema": _schema(kind["of"])}
    value = {"name": "value", "schema": _schema(kind["of"])}
    return {"@type": "Map", "mapKey": {"name": "key", "schema": "string"}, "mapValue": value}
