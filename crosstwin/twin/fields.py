"""The rules for single values of twin.yaml: provider names, ids, names, property types and constants."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from crosstwin_contract.values import LONG_LIMIT
from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from crosstwin import clouds
from crosstwin.clouds.base import PROPERTY, Section
from crosstwin.errors import did_you_mean
from crosstwin.twin import names
from crosstwin.twin.names import LATEST_SUFFIX
from crosstwin.twin.pydantic_errors import UNSUPPORTED_PROVIDER, WRONG

Cloud = str  # a name in crosstwin.clouds.CLOUDS
ScalarType = Literal["double", "integer", "long", "string", "boolean"]
PropertyType = Literal["double", "integer", "long", "string", "boolean", "list", "map"]

CLOUDS: tuple[Cloud, ...] = tuple(clouds.CLOUDS)
PROPERTY_TYPES: tuple[PropertyType, ...] = get_args(PropertyType)
SCALAR_TYPES: tuple[ScalarType, ...] = get_args(ScalarType)

# What a twin's own processor is: a folder with this file, which defines process(event).
PROCESSOR_FILE = "process.py"

# Other common names of these clouds and types.
_PROVIDER_SYNONYMS = {
    "grafana": "grafana-cloud",
    **{synonym: cloud.name for cloud in clouds.CLOUDS.values() for synonym in cloud.synonyms},
}
_TYPE_SYNONYMS = {
    "float": "double",
    "int": "integer",
    "bool": "boolean",
    "text": "string",
    "array": "list",
    "object": "map",
}


def provider(*allowed: str) -> BeforeValidator:
    """A provider's name, in any case and with any spaces around it."""

    def normalise(value: object) -> object:
        if not isinstance(value, str) or not value.strip():
            raise PydanticCustomError(WRONG, "not a provider")
        name = value.strip().lower()
        if name in allowed:
            return name
        hint = _hint(name, _PROVIDER_SYNONYMS, allowed)
        raise PydanticCustomError(
            UNSUPPORTED_PROVIDER,
            "{found} is not a provider ({allowed}){hint}",
            {"found": json.dumps(value, ensure_ascii=False), "allowed": ", ".join(allowed), "hint": hint},
        )

    return BeforeValidator(normalise)


def _not_gcp(value: object) -> object:
    if isinstance(value, str) and value.strip().lower() == "gcp":
        raise PydanticCustomError(
            UNSUPPORTED_PROVIDER,
            "{found} cannot be layer 4: Google has no digital-twin service; expected aws or azure",
            {"found": json.dumps(value)},
        )
    return value


def _only_aws(value: object) -> object:
    if isinstance(value, str) and value.strip().lower() in CLOUDS and value.strip().lower() != "aws":
        raise PydanticCustomError(
            UNSUPPORTED_PROVIDER,
            "{found} cannot be layer 2: there are processors for aws; leave the key out for none",
            {"found": json.dumps(value)},
        )
    return value


def _processor_folder(value: object, info: ValidationInfo) -> object:
    """The folder as a path of this machine. In the file it is relative to the file: to the context."""
    if not isinstance(value, str) or not value.strip():
        return value
    folder = Path(info.context or ".", value).resolve()
    if not (folder / PROCESSOR_FILE).is_file():
        raise PydanticCustomError(
            PROPERTY,
            "{found} has no {file}: expected a folder with a {file} that defines process(event)",
            {"found": json.dumps(value, ensure_ascii=False), "file": PROCESSOR_FILE},
        )
    return folder


def _constant(value: object) -> object:
    fits = (
        isinstance(value, bool)
        or (isinstance(value, int) and -LONG_LIMIT <= value < LONG_LIMIT)
        or (isinstance(value, float) and math.isfinite(value))
        or (
            (isinstance(value, str) and len(value) <= names.FREE_TEXT_LENGTH)
            and re.fullmatch(names.FREE_TEXT, value) is not None
        )
    )
    if not fits:
        raise PydanticCustomError(WRONG, "not a constant")
    return value


def _one_of(types: tuple[str, ...]) -> BeforeValidator:
    def check(value: object) -> object:
        if not isinstance(value, str) or not value.strip() or value in types:
            return value
        hint = _hint(value.strip().lower(), _TYPE_SYNONYMS, types)
        raise PydanticCustomError(
            PROPERTY,
            "{found} is not a property type ({allowed}){hint}",
            {"found": json.dumps(value, ensure_ascii=False), "allowed": ", ".join(types), "hint": hint},
        )

    return BeforeValidator(check)


def _hint(name: str, synonyms: Mapping[str, str], allowed: tuple[str, ...]) -> str:
    """What is meant by a name that is not allowed, or is similar to it; "" if nothing."""
    meant = synonyms.get(name)
    return f"; did you mean {meant}?" if meant in allowed else did_you_mean(name, allowed)


def _usable(name: str) -> str:
    if reason := names.why_no_name(name):
        raise PydanticCustomError(PROPERTY, "{reason}", {"reason": reason})
    return name


def _no_latest_collision(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    for name in properties:
        if f"{name}{LATEST_SUFFIX}" in properties:
            raise PydanticCustomError(
                PROPERTY,
                "the property {name}Latest collides with the attribute that {name} gets "
                "for its newest value; rename one of them",
                {"name": name},
            )
    return properties


HotProvider = Annotated[Cloud, provider(*CLOUDS)]
# A device can leave the key out; an empty one is a mistake.
OwnHotProvider = Annotated[Cloud | None, provider(*CLOUDS)]
Layer2Provider = Annotated[Literal["aws"] | None, provider("aws"), BeforeValidator(_only_aws)]
Layer4Provider = Annotated[Literal["aws", "azure"], provider("aws", "azure"), BeforeValidator(_not_gcp)]
Layer5Provider = Annotated[
    Literal["aws", "azure", "gcp", "grafana-cloud"], provider(*CLOUDS, "grafana-cloud")
]
ProcessorFolder = Annotated[Path | None, BeforeValidator(_processor_folder)]
EntityId = Annotated[str, Field(pattern=names.ENTITY_ID, min_length=2, max_length=names.ENTITY_ID_LENGTH)]
FreeText = Annotated[str, Field(pattern=names.FREE_TEXT, max_length=names.FREE_TEXT_LENGTH)]
TypeName = Annotated[str, Field(pattern=names.TYPE_NAME, max_length=names.TYPE_NAME_LENGTH)]
PropertyName = Annotated[
    str, Field(pattern=names.NAME, max_length=names.PROPERTY_NAME_LENGTH), AfterValidator(_usable)
]
ComponentName = Annotated[
    str, Field(pattern=names.NAME, max_length=names.NAME_LENGTH), AfterValidator(_usable)
]
# An integer is a `long`, of 64 bits; a string is TwinMaker's, of 256 characters.
ConstantValue = Annotated[bool | int | float | str, BeforeValidator(_constant)]
Constants = dict[PropertyName, ConstantValue]


class Property(Section):
    """One telemetry property. `double` alone is short for `{type: double}`."""

    type: Annotated[PropertyType, _one_of(PROPERTY_TYPES)] = Field(
        description=f"one of {', '.join(PROPERTY_TYPES)}"
    )
    unit: FreeText | None = Field(default=None, description="the unit of a number, such as kN")
    of: Annotated[ScalarType | None, _one_of(SCALAR_TYPES)] = Field(
        default=None, description="the type of the items of a list, or of the values of a map"
    )


def _long_form(value: object) -> object:
    return {"type": value} if isinstance(value, str) and value.strip() else value


def _sensible(definition: Property) -> Property:
    nested = definition.type in ("list", "map")
    if nested and definition.of is None:
        message = "a {type} needs `of`, the type of what it holds, such as `of: double`"
        raise PydanticCustomError(PROPERTY, message, {"type": definition.type})
    if not nested and definition.of is not None:
        raise PydanticCustomError(PROPERTY, "only a list or a map has `of`")
    if definition.unit is not None and (definition.of or definition.type) in ("string", "boolean"):
        raise PydanticCustomError(PROPERTY, "only numbers have a unit")
    return definition


Properties = Annotated[
    dict[
        PropertyName,
        Annotated[
            Property,
            AfterValidator(_sensible),
            BeforeValidator(_long_form, json_schema_input_type=PropertyType | Property),
        ],
    ],
    Field(min_length=1),
    AfterValidator(_no_latest_collision),
]
