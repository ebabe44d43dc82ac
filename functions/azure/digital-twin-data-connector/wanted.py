"""graph.json: the models, twins and relationships that Azure Digital Twins is made equal to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crosstwin_contract.digital_twins import HOT_PROVIDER, PLACE_MODEL, device_model, place_model
from crosstwin_contract.strict_json import InvalidJson, loads


class InvalidGraph(Exception):
    """The blob is not a graph; the message names the place. Nothing may be changed by it."""


@dataclass(frozen=True, slots=True)
class Model:
    """`telemetry` has the DTDL schema of each property with telemetry."""

    id: str
    interface: Mapping[str, Any]
    telemetry: Mapping[str, Any]

    @property
    def bases(self) -> list[str]:
        """The ids of the models that it extends."""
        return bases_of(self.interface)


@dataclass(frozen=True, slots=True)
class Twin:
    """`container` is the twin that contains it: its place, or the device that it is a component of."""

    id: str
    model: str
    container: str | None
    hot_provider: str | None
    constants: Mapping[str, Any]

    @property
    def properties(self) -> dict[str, Any]:
        """What the graph says of the twin, beside its model."""
        provider = {} if self.hot_provider is None else {HOT_PROVIDER: self.hot_provider}
        return {**provider, **self.constants}


@dataclass(frozen=True, slots=True)
class Graph:
    """`hash` is the SHA-256 of the blob, `prefix` how the ids of the twin's models begin."""

    hash: str
    models: Mapping[str, Model]
    twins: Mapping[str, Twin]
    prefix: str

    @property
    def place_model(self) -> str:
        """The id of the model of places."""
        return place_model(self.prefix)

    @property
    def device_model(self) -> str:
        """The id of the model that each device's model extends."""
        return device_model(self.prefix)

    def models_by_base(self) -> list[Model]:
        """The models, each after those that it extends."""
        depths = _depths(self.models)
        return sorted(self.models.values(), key=lambda model: (depths[model.id], model.id))

    def relationships(self) -> Iterator[tuple[str, str]]:
        """Container and contained."""
        return ((twin.container, twin.id) for twin in self.twins.values() if twin.container is not None)


def bases_of(interface: Mapping[str, Any]) -> list[str]:
    """The ids of the models that an interface extends. DTDL has one as a string, several as a list."""
    extends = interface.get("extends", [])
    return extends if isinstance(extends, list) else [extends]


def schemas_of(interface: Mapping[str, Any]) -> dict[str, Any]:
    """The DTDL schema of each element of an interface that has one, by name."""
    contents = interface.get("contents", [])
    return {
        name: element.get("schema") for element in contents if isinstance(name := element.get("name"), str)
    }


def parse_graph(blob: bytes) -> Graph:
    """Raises InvalidGraph."""
    try:
        document = loads(blob)
    except InvalidJson as error:
        raise InvalidGraph(f"the graph is {error}") from None
    models = {
        id_: _model(id_, found) for id_, found in _members(_object(document, "the graph"), "models").items()
    }
    place = next(filter(None, map(PLACE_MODEL.fullmatch, models)), None)
    if place is None:
        raise InvalidGraph("models: dtmi:crosstwin:<twin>:Place;1 is missing")
    prefix = place["prefix"]
    device = models.get(device_model(prefix))
    if device is None or place[0] not in device.bases:
        raise InvalidGraph(f"models: {device_model(prefix)} is missing, or does not extend {place[0]}")
    for model in models.values():
        if missing := [base for base in model.bases if base not in models]:
            raise InvalidGraph(f"models: {model.id} extends {missing[0]}, which is not there")
        if not model.id.startswith(prefix):
            raise InvalidGraph(f"models: {model.id} does not begin with {prefix}")
    _depths(models)
    twins = {id_: _twin(id_, found) for id_, found in _members(document, "twins").items()}
    for twin in twins.values():
        if twin.model not in models:
            raise InvalidGraph(f"twins: {twin.id}: its model {twin.model} is not there")
        if twin.container is not None and (twin.container not in twins or twin.container == twin.id):
            raise InvalidGraph(f"twins: {twin.id}: {twin.container}, which contains it, is not there")
    return Graph(hashlib.sha256(blob).hexdigest(), models, twins, prefix)


def _model(id_: str, found: Any) -> Model:
    place = f"models: {id_}"
    interface = _members(_object(found, place), "interface", place)
    if interface.get("@id") != id_:
        raise InvalidGraph(f"{place}: its interface has another @id")
    contents = interface.get("contents", [])
    if not isinstance(contents, list) or not all(isinstance(element, dict) for element in contents):
        raise InvalidGraph(f"{place}: contents is not a list of objects")
    bases = interface.get("extends", [])
    if not all(isinstance(base, str) for base in (bases if isinstance(bases, list) else [bases])):
        raise InvalidGraph(f"{place}: extends is not a model, or a list of models")
    schemas = schemas_of(interface)
    telemetry = _members(found, "telemetry", place)
    if missing := [name for name in telemetry if schemas.get(name) is None]:
        raise InvalidGraph(f"{place}: the property {missing[0]} of telemetry is not in its interface")
    return Model(id_, interface, {name: schemas[name] for name in telemetry})


def _twin(id_: str, found: Any) -> Twin:
    place = f"twins: {id_}"
    twin = _object(found, place)
    texts = {name: twin.get(name) for name in ("model", "parent", "component_of", "hot_provider")}
    for name, value in texts.items():
        if not isinstance(value, str) and (value is not None or name == "model"):
            raise InvalidGraph(f"{place}: {name} is not a string")
    constants = twin.get("constants", {})
    if not isinstance(constants, dict):
        raise InvalidGraph(f"{place}: constants is not an object")
    container = texts["component_of"] or texts["parent"]
    return Twin(id_, str(texts["model"]), container, texts["hot_provider"], constants)


def _members(document: Mapping[str, Any], name: str, place: str = "the graph") -> dict[str, Any]:
    return _object(document.get(name), f"{place}: {name}")


def _object(found: Any, place: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise InvalidGraph(f"{place} is not an object")
    return found


def _depths(models: Mapping[str, Model]) -> dict[str, int]:
    """How many steps it takes from each model up to one that extends no other.

    Raises InvalidGraph for a circle.
    """
    depths: dict[str, int] = {}
    while len(depths) < len(models):
        known = len(depths)
        for model in models.values():
            if model.id not in depths and all(base in depths for base in model.bases):
                depths[model.id] = 1 + max((depths[base] for base in model.bases), default=-1)
        if len(depths) == known:
            raise InvalidGraph(f"models: {next(id_ for id_ in models if id_ not in depths)} extends itself")
    return depths
