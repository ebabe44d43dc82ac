"""pydantic's errors about a deployment, with the line, the path, what was found and what is expected."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from crosstwin.clouds.base import PROPERTY
from crosstwin.errors import Problem, did_you_mean
from crosstwin.twin.yaml_places import Document, Path

# Further kinds of error that the model's own validators raise; the first carries a whole message.
UNSUPPORTED_PROVIDER = "unsupported_provider"
WRONG = "wrong"
# The values of a Literal, in pydantic's list of what it expects.
_QUOTED = re.compile("'([^']*)'")


def problems(error: ValidationError, model: type[BaseModel], document: Document) -> list[Problem]:
    """One Problem for each of pydantic's errors, in its order."""
    return [
        _problem(detail, model, document) for detail in error.errors() if not _is_echo(detail, document.data)
    ]


def _is_echo(detail: ErrorDetails, data: Any) -> bool:
    """A list is called too short as well when its items are at fault, which they report themselves."""
    return detail["type"] == "too_short" and bool(_value(_yaml_path(detail["loc"], data), data))


def _problem(detail: ErrorDetails, model: type[BaseModel], document: Document) -> Problem:
    path = _yaml_path(detail["loc"], document.data)
    context = detail.get("ctx", {})
    if "key" in context:
        path = (*path, context["key"])
    owner, field = _described(model, path, document.data)
    kind = detail["type"]
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        path = (*path, "backend")
    expected = f"expected {field.description}" if field is not None else "see README.md"
    # An error about a mapping's key: the name is what was found, not the value.
    value = path[-1] if "[key]" in detail["loc"] else _value(path, document.data)
    if kind in (UNSUPPORTED_PROVIDER, PROPERTY):
        message = detail["msg"]
    elif kind == "extra_forbidden":
        known = _keys(owner)
        elsewhere = _backends_with(path, model, document.data)
        hint = f" of backend {_tag(owner)}; {path[-1]} is a key of backend {elsewhere}" if elsewhere else ""
        message = "unknown key" + (
            hint or did_you_mean(str(path[-1]), known) or f"; known are {', '.join(known)}"
        )
    elif kind in ("missing", "union_tag_not_found"):
        message = f"missing; {expected}"
    elif value is None or value in ({}, []) or (isinstance(value, str) and not value.strip()):
        message = f"empty; {expected}"
    elif kind == "string_type" and not isinstance(value, (dict, list)):
        message = f"{_shown(value)} is {_kind(value)}, not text; put it in quotes; {expected}"
    else:
        known = _QUOTED.findall(str(context.get("expected"))) if kind == "literal_error" else []
        message = f"{_shown(value)} does not fit; {expected}{did_you_mean(str(value), known)}"
    return document.problem(path, message, kind == UNSUPPORTED_PROVIDER)


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _tag(model: type[BaseModel]) -> str:
    field = model.model_fields.get("backend")
    return "" if field is None else str(next(iter(get_args(field.annotation)), ""))


def _backends_with(path: Path, model: type[BaseModel], data: Any) -> str:
    """The other backends of a state that have the key at the end of the path: `s3 or gcs`; "" if none."""
    _, parent = _described(model, path[:-1], data)
    if parent is None:
        return ""
    others = [one for one in _models(parent.annotation) if _tag(one)]
    return " or ".join(_tag(one) for one in others if path[-1] in _keys(one))


def _yaml_path(loc: tuple[int | str, ...], data: Any) -> Path:
    """pydantic's location without what is not in the file: a union's tag, and its `[key]` mark."""
    path: Path = ()
    for position, part in enumerate(loc):
        if position and not isinstance(data, (dict, list)):
            break  # within the short form of a property
        inside_a_key = part == "[key]"
        a_tag = isinstance(data, dict) and part == data.get("backend") and position < len(loc) - 1
        if inside_a_key or a_tag:
            continue
        path = (*path, part)
        data = _value((part,), data)
    return path


def _value(path: Path, data: Any) -> Any:
    for part in path:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def _described(model: type[BaseModel], path: Path, data: Any) -> tuple[type[BaseModel], FieldInfo | None]:
    """The model and the field that a path leads to; inside a mapping, the field that holds the mapping."""
    field: FieldInfo | None = None
    in_mapping = False
    for part in path:
        data = _value((part,), data)
        if not isinstance(part, str):
            continue
        if in_mapping:  # a name that the operator chose: a device type, a property
            in_mapping = False
            continue
        named = {one.alias or name: one for name, one in model.model_fields.items()}
        if part not in named:
            break
        field = named[part]
        in_mapping = _is_mapping(field.annotation)
        inner = list(_models(field.annotation))
        tagged = [one for one in inner if isinstance(data, dict) and _has_tag(one, data.get("backend"))]
        model = next(iter(tagged or inner), model)
    return model, field


def _is_mapping(annotation: Any) -> bool:
    if get_origin(annotation) in (Annotated, Union, UnionType):
        return any(_is_mapping(part) for part in get_args(annotation))
    return get_origin(annotation) is dict


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _has_tag(model: type[BaseModel], tag: object) -> bool:
    field = model.model_fields.get("backend")
    return field is not None and tag in get_args(field.annotation)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return json.dumps(value, ensure_ascii=False, default=str)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, (datetime.date, datetime.datetime)):
        return "a date"
    return "a number"
