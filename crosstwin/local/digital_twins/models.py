"""DTDL models: the part of DTDL v2 and v3 that Crosstwin's models use.

Source: https://github.com/Azure/opendigitaltwins-dtdl (DTDL v3). Tests compare the verdicts with those of
Microsoft's own parser.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from crosstwin_contract.times import with_z

from crosstwin.local.digital_twins.faults import Fault, invalid_argument
from crosstwin.local.digital_twins.limits import (
    LARGEST_MODEL,
    LARGEST_STRING,
    MODELS_A_REQUEST,
    MOST_MODELS,
)

_CONTEXTS = {"dtmi:dtdl:context;2": 64, "dtmi:dtdl:context;3": 512}  # the longest name of an element
_LONGEST_DTMI = 128  # of an interface
_SEGMENT = r"[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?"
_DTMI = re.compile(rf"dtmi:{_SEGMENT}(?::{_SEGMENT})*;[1-9][0-9]{{0,8}}")
_NAME = re.compile(_SEGMENT)
_PRIMITIVES = frozenset(
    ("boolean", "date", "dateTime", "double", "duration", "float", "integer", "long", "string", "time")
)
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_BITS = {"integer": 31, "long": 63}


class Models:
    """The models of one instance, by id."""

    def __init__(self) -> None:
        self._models: dict[str, dict[str, Any]] = {}

    def __contains__(self, model: object) -> bool:
        return model in self._models

    def add(self, documents: Any) -> list[dict[str, Any]]:
        """All of them or none. Raises Fault: 409 ModelAlreadyExists, 400 DTDLParserError or LimitExceeded."""
        if not isinstance(documents, list) or not documents:
            raise invalid_argument("The models have to be an array with at least one model.")
        if len(documents) > MODELS_A_REQUEST:
            raise Fault(400, "LimitExceeded", f"At most {MODELS_A_REQUEST} models can be added in a request.")
        added: dict[str, Any] = {}
        for document in documents:
            model = _checked(document)
            if model in added:
                raise _parser_error(f"{model} is defined twice.")
            added[model] = document
        for model in added:
            if model in self._models:
                raise Fault(409, "ModelAlreadyExists", f"The model {model} already exists.")
        if len(self._models) + len(added) > MOST_MODELS:
            raise Fault(400, "LimitExceeded", f"An instance has at most {MOST_MODELS} models.")
        definitions = self._definitions() | added
        for model in added:
            _check_inheritance(model, definitions)
        now = with_z(datetime.now(UTC).isoformat())
        entries: list[dict[str, Any]] = [
            {"id": model, "uploadTime": now, "decommissioned": False, "model": document}
            for model, document in added.items()
        ]
        self._models.update({entry["id"]: entry for entry in entries})
        return [_without_definition(entry) for entry in entries]

    def listed(self, *, definitions: bool) -> list[dict[str, Any]]:
        entries = self._models.values()
        return [dict(entry) if definitions else _without_definition(entry) for entry in entries]

    def remove(self, model: str) -> None:
        """Raises Fault: 404 ModelNotFound, 409 ModelReferencesNotDeleted where another model refers to it."""
        if model not in self._models:
            raise Fault(404, "ModelNotFound", f"Could not find the model {model}.")
        if any(model in _extended(entry["model"]) for entry in self._models.values()):
            raise Fault(409, "ModelReferencesNotDeleted", f"Other models refer to {model}.")
        del self._models[model]

    def is_of(self, model: str, base: str) -> bool:
        """Whether a model is `base` or extends it, over any number of steps."""
        if model == base:
            return True
        entry = self._models.get(model)
        return entry is not None and any(self.is_of(other, base) for other in _extended(entry["model"]))

    def contents(self, model: str) -> dict[str, dict[str, Any]]:
        """The elements of a model and of all that it extends, by name."""
        lineage = _lineage(model, self._definitions())
        return {element["name"]: element for part in lineage for element in part.get("contents", [])}

    def _definitions(self) -> dict[str, Any]:
        return {id_: entry["model"] for id_, entry in self._models.items()}


def fits(schema: Any, value: Any) -> bool:  # noqa: PLR0911 - one line for each kind of schema
    """Whether a JSON value is of a DTDL schema."""
    if isinstance(schema, Mapping):
        if schema["@type"] == "Array":
            return isinstance(value, list) and all(fits(schema["elementSchema"], item) for item in value)
        return isinstance(value, dict) and all(
            _NAME.fullmatch(key) and fits(schema["mapValue"]["schema"], item) for key, item in value.items()
        )
    if schema == "boolean":
        return isinstance(value, bool)
    if schema in _BITS:
        limit = 2 ** _BITS[schema]
        return isinstance(value, int) and not isinstance(value, bool) and -limit <= value < limit
    if schema in ("double", "float"):
        return isinstance(value, int | float) and not isinstance(value, bool) and _is_finite(value)
    if not isinstance(value, str) or len(value.encode(errors="surrogatepass")) > LARGEST_STRING:
        return False
    return schema != "dateTime" or _DATE_TIME.fullmatch(value) is not None


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond any double
        return False


def _checked(document: Any) -> str:
    """The id of a model that is well-formed by itself."""
    if not isinstance(document, dict):
        raise _parser_error("A model has to be an object.")
    model = document.get("@id")
    if not isinstance(model, str) or len(model) > _LONGEST_DTMI or not _DTMI.fullmatch(model):
        raise _parser_error(f"@id {model!r:.200} is not a DTMI of an interface.")
    if len(json.dumps(document)) > LARGEST_MODEL:
        raise Fault(400, "LimitExceeded", f"{model} has more than {LARGEST_MODEL} bytes.")
    context = document.get("@context")
    if not isinstance(context, str) or context not in _CONTEXTS:
        raise Fault(400, "ModelVersionNotSupported", f"{model}: @context is not of DTDL v2 or v3.")
    if document.get("@type") != "Interface":
        raise _parser_error(f"{model}: @type has to be Interface.")
    if any(not isinstance(base, str) for base in _extended(document)):
        raise _parser_error(f"{model}: extends has to name interfaces.")
    display = document.get("displayName", "")
    longest = _CONTEXTS[context]
    if not isinstance(display, str) or len(display) > longest:
        raise _parser_error(f"{model}: displayName has more than {longest} characters.")
    contents = document.get("contents", [])
    if not isinstance(contents, list):
        raise _parser_error(f"{model}: contents has to be an array.")
    names = [
        _checked_element(element, f"{model}: contents[{i}]", longest) for i, element in enumerate(contents)
    ]
    if len({*names}) != len(names):
        raise _parser_error(f"{model}: two elements have one name.")
    return model


def _checked_element(element: Any, place: str, longest: int) -> str:
    """The name of a property or a relationship: no other element is supported here."""
    if not isinstance(element, dict) or element.get("@type") not in ("Property", "Relationship"):
        raise _parser_error(f"{place} is not a Property or a Relationship.")
    name = element.get("name")
    if not isinstance(name, str) or len(name) > longest or not _NAME.fullmatch(name):
        raise _parser_error(f"{place}: {name!r:.200} is not a name.")
    if element["@type"] == "Property":
        _check_schema(element.get("schema"), place, lists=longest == _CONTEXTS["dtmi:dtdl:context;3"])
    return name


def _check_schema(schema: Any, place: str, *, lists: bool) -> None:
    if isinstance(schema, str) and schema in _PRIMITIVES:
        return
    kind = schema.get("@type") if isinstance(schema, dict) else None
    if kind == "Array" and lists:  # of a property, in v3 only
        _check_schema(schema.get("elementSchema"), place, lists=lists)
    elif kind == "Map" and _is_named(schema.get("mapKey")) and _is_named(schema.get("mapValue")):
        if schema["mapKey"].get("schema") != "string":
            raise _parser_error(f"{place}: the keys of a map have to be strings.")
        _check_schema(schema["mapValue"].get("schema"), place, lists=lists)
    else:
        raise _parser_error(f"{place}: its schema is not supported.")


def _is_named(part: Any) -> bool:
    return (
        isinstance(part, dict) and isinstance(part.get("name"), str) and bool(_NAME.fullmatch(part["name"]))
    )


def _check_inheritance(model: str, definitions: Mapping[str, Any], below: tuple[str, ...] = ()) -> None:
    for base in _extended(definitions[model]):
        if base not in definitions:
            raise _parser_error(f"{model} extends {base}, which is not defined.")
        if base in (*below, model):
            raise _parser_error(f"{base} extends itself.")
        _check_inheritance(base, definitions, (*below, model))
    names = [element["name"] for part in _lineage(model, definitions) for element in part.get("contents", [])]
    if len({*names}) != len(names):
        raise _parser_error(f"{model}: an element has the name of one that it inherits.")


def _lineage(model: str, definitions: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The definitions of a model and of all that it extends, each once."""
    found: dict[str, dict[str, Any]] = {}
    waiting = [model]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = definitions[name]
            waiting += _extended(definitions[name])
    return [*found.values()]


def _extended(document: Mapping[str, Any]) -> list[Any]:
    found = document.get("extends", [])
    return found if isinstance(found, list) else [found]


def _without_definition(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "model"}


def _parser_error(message: str) -> Fault:
    return Fault(400, "DTDLParserError", message)
