"""The rules for single values of twin.yaml: provider names, property names and property types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, get_args

from crosstwin_contract.telemetry import RECORD_FIELDS
from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from crosstwin import clouds
from crosstwin.errors import did_you_mean
from crosstwin.twin.pydantic_errors import PROPERTY, UNSUPPORTED_PROVIDER, WRONG

Cloud = str  # a name in crosstwin.clouds.CLOUDS
PropertyType = Literal["double", "integer", "long", "string", "boolean"]

CLOUDS: tuple[Cloud, ...] = tuple(clouds.CLOUDS)
PROPERTY_TYPES: tuple[PropertyType, ...] = get_args(PropertyType)

# A telemetry property `rpm` also makes the attribute `rpmLatest`.
LATEST_SUFFIX = "Latest"
# TwinMaker's limit on a property name is 256 characters, which `<name>Latest` has to meet as well.
PROPERTY_NAME_LENGTH = 256 - len(LATEST_SUFFIX)

# What a twin's own processor is: a folder with this file, which defines process(event).
PROCESSOR_FILE = "process.py"

# The other names that people give these clouds and types.
_PROVIDER_SYNONYMS = {
    "grafana": "grafana-cloud",
    **{synonym: cloud.name for cloud in clouds.CLOUDS.values() for synonym in cloud.synonyms},
}
_TYPE_SYNONYMS = {"float": "double", "int": "integer", "bool": "boolean", "text": "string"}


def provider(*allowed: str) -> BeforeValidator:
    """A provider's name, whatever its case and the blanks around it."""

    def normalise(value: object) -> object:
        if not isinstance(value, str) or not value.strip():
            raise PydanticCustomError(WRONG, "not a provider")
        name = value.strip().lower()
        if name in allowed:
            return name
        nearest = _PROVIDER_SYNONYMS.get(name)
        hint = f"; did you mean {nearest}?" if nearest in allowed else did_you_mean(name, allowed)
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


def _property_type(value: object) -> object:
    if not isinstance(value, str) or not value.strip() or value in PROPERTY_TYPES:
        return value
    nearest = _TYPE_SYNONYMS.get(value.strip().lower())
    hint = f"; did you mean {nearest}?" if nearest else did_you_mean(value, PROPERTY_TYPES)
    raise PydanticCustomError(
        PROPERTY,
        "{found} is not a property type ({allowed}){hint}",
        {"found": json.dumps(value, ensure_ascii=False), "allowed": ", ".join(PROPERTY_TYPES), "hint": hint},
    )


def _not_a_record_field(name: str) -> str:
    if name in RECORD_FIELDS:
        raise PydanticCustomError(
            PROPERTY, "a property may not be called {name}: every record has that field", {"name": name}
        )
    return name


def _no_latest_collision(properties: Mapping[str, PropertyType]) -> Mapping[str, PropertyType]:
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
# A device may leave the key out; an empty one is a slip.
OwnHotProvider = Annotated[Cloud | None, provider(*CLOUDS)]
Layer2Provider = Annotated[Literal["aws"] | None, provider("aws"), BeforeValidator(_only_aws)]
Layer4Provider = Annotated[Literal["aws", "azure"], provider("aws", "azure"), BeforeValidator(_not_gcp)]
Layer5Provider = Annotated[
    Literal["aws", "azure", "gcp", "grafana-cloud"], provider(*CLOUDS, "grafana-cloud")
]
ProcessorFolder = Annotated[Path | None, BeforeValidator(_processor_folder)]
# The patterns of ids and names are AWS IoT TwinMaker's, from its API's model.
DeviceId = Annotated[
    str, Field(pattern=r"^[a-zA-Z0-9][a-zA-Z_\-0-9.:]*[a-zA-Z0-9]$", min_length=2, max_length=128)
]
PropertyName = Annotated[
    str,
    Field(pattern=r"^[a-zA-Z_\-0-9]+$", max_length=PROPERTY_NAME_LENGTH),
    AfterValidator(_not_a_record_field),
]
Properties = Annotated[
    dict[PropertyName, Annotated[PropertyType, BeforeValidator(_property_type)]],
    Field(min_length=1),
    AfterValidator(_no_latest_collision),
]
