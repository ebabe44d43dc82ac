"""twin.yaml as a validated model."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import Field, PrivateAttr, ValidationError, create_model

from crosstwin import clouds
from crosstwin.clouds.base import Section, Use
from crosstwin.errors import Problem, TwinFileError, twin_file_error
from crosstwin.twin import checks, csv_devices, fleet_checks, pydantic_errors, resolving, yaml_places
from crosstwin.twin.fields import (
    CLOUDS,
    PROPERTY_TYPES,
    Cloud,
    ComponentName,
    Constants,
    EntityId,
    FreeText,
    HotProvider,
    Layer2Provider,
    Layer4Provider,
    Layer5Provider,
    OwnHotProvider,
    ProcessorFolder,
    Properties,
    PropertyType,
    TypeName,
)
from crosstwin.twin.names import PROPERTY_NAME_LENGTH
from crosstwin.twin.sections import DeployedReader, LocalState, State

S = TypeVar("S")

DEFAULT_FILE = "twin.yaml"
FILE_VARIABLE = "CROSSTWIN_FILE"
_ANY_CLOUD = f"{', '.join(CLOUDS[:-1])} or {CLOUDS[-1]}"  # aws, azure or gcp


ENTITY_ID = "2 to 128 letters, digits, '_', '-', '.' or ':', the first and last a letter or digit"
ENTITY_NAME = "a name for people, 1 to 256 characters; the id, if the key is left out"
PROPERTIES = (
    "at least one `name: type`, the name of letters, digits, '_' and '-' "
    f"(up to {PROPERTY_NAME_LENGTH}), the type one of {', '.join(PROPERTY_TYPES)}; "
    "or `name: {type: double, unit: kN}`, `name: {type: list, of: double}`"
)
CONSTANTS = (
    "a mapping of names to numbers, booleans or strings (up to 256 characters): known, never telemetry"
)


class Providers(Section):
    """Which cloud serves which layer."""

    layer_2_provider: Layer2Provider = Field(
        default=None, description="aws, where a processor and a persister are to store devices' events"
    )
    layer_3_hot_provider: HotProvider = Field(description=_ANY_CLOUD)
    layer_4_provider: Layer4Provider = Field(description="aws or azure")
    layer_5_provider: Layer5Provider = Field(description="aws, azure, gcp or grafana-cloud")


class DeviceType(Section):
    """A kind of device, described once: a component type in TwinMaker, a model in Azure Digital Twins."""

    properties: Properties = Field(description=PROPERTIES)
    constants: Constants = Field(default={}, description=CONSTANTS)
    alarm: bool = Field(
        default=False,
        description="true for a type whose alarm_status, a string, TwinMaker and Grafana show as an alarm",
    )


class Place(Section):
    """An entity without telemetry, in which devices and other places are."""

    id: EntityId = Field(description=ENTITY_ID)
    name: FreeText | None = Field(default=None, description=ENTITY_NAME)
    parent: EntityId | None = Field(default=None, description="the id of the place that this one is in")


class Device(Section):
    """One device of the twin: an entity in TwinMaker, or a component of one; a partition in a hot store.

    As `parse` and `load` return it, a device with a `type` has that type's properties and constants.
    """

    id: EntityId = Field(description=ENTITY_ID)
    type: TypeName | None = Field(default=None, description="one of device_types, in the place of properties")
    hot_provider: OwnHotProvider = Field(
        default=None, description=f"{_ANY_CLOUD}; or leave the key out for layer_3_hot_provider"
    )
    parent: EntityId | None = Field(default=None, description="the id of the place that the device is in")
    name: FreeText | None = Field(default=None, description=ENTITY_NAME)
    component_of: EntityId | None = Field(
        default=None, description="the id of the device whose entity this one is a further component of"
    )
    component: ComponentName | None = Field(
        default=None, description="with component_of, the component's name: letters, digits, '_' and '-'"
    )
    definitions: Properties | None = Field(default=None, alias="properties", description=PROPERTIES)
    constants: Constants = Field(default={}, description=CONSTANTS)

    @property
    def properties(self) -> Mapping[str, PropertyType]:
        """The type of each property, by name; `definitions` has the units and what lists and maps hold."""
        return {name: definition.type for name, definition in (self.definitions or {}).items()}

    @property
    def declared(self) -> Mapping[str, str | Mapping[str, str]]:
        """The same as the contract's `declared_type` reads it: a list or a map with what it holds."""
        return {
            name: definition.type if definition.of is None else {"type": definition.type, "of": definition.of}
            for name, definition in (self.definitions or {}).items()
        }


class _Twin(Section):
    """The fields before the clouds' sections."""

    digital_twin_name: str = Field(
        pattern=r"^[a-z][a-z0-9-]{0,30}[a-z0-9]$",
        description="2 to 32 lower-case letters, digits and '-', starting with a letter, not ending with '-'",
    )
    providers: Providers = Field(
        description="a mapping with layer_3_hot_provider, layer_4_provider and layer_5_provider"
    )
    device_types: dict[TypeName, DeviceType] = Field(
        default={}, description="a mapping of names to kinds of device, each with properties"
    )
    places: Annotated[tuple[Place, ...], Field(strict=False)] = Field(
        default=(), description="a list of places, each with id and perhaps name and parent"
    )
    devices: Annotated[tuple[Device, ...], Field(strict=False, min_length=1)] = Field(
        description="a list of at least one device, each with id and properties"
    )
    devices_from: str | None = Field(
        default=None,
        min_length=1,
        description="a CSV file, relative to this one, with more devices: one a line, "
        f"the columns {', '.join(csv_devices.COLUMNS)}",
    )
    processor: ProcessorFolder = Field(
        default=None,
        description="a folder, relative to this file, with a process.py that defines process(event)",
    )
    future_tolerance_seconds: int = Field(
        default=600,
        ge=0,
        le=24 * 3600,
        description="how many seconds the time of telemetry may be ahead when it is written, or read "
        "as the newest, 0 to 86400",
    )


if TYPE_CHECKING:
    from crosstwin.clouds.aws import Aws
    from crosstwin.clouds.azure import Azure
    from crosstwin.clouds.gcp import Gcp

    class _TwinOnClouds(_Twin):
        aws: Aws | None
        azure: Azure | None
        gcp: Gcp | None
else:
    _TwinOnClouds = create_model(
        "_TwinOnClouds",
        __base__=_Twin,
        **{
            cloud.name: (cloud.section | None, Field(default=None, description=cloud.section_description))
            for cloud in clouds.CLOUDS.values()
        },
    )


class Deployment(_TwinOnClouds):
    """A whole twin.yaml. `load` and `parse` make one; they also check what no single field shows."""

    state: Annotated[State, Field(discriminator="backend")] = Field(
        default=LocalState(), description="a mapping whose backend is local, s3, azurerm or gcs"
    )
    token_generation: int = Field(default=1, ge=1, description="an integer, 1 or more")
    deletion_protection: bool = Field(
        default=True,
        description="false to allow, once deployed, that Terraform deletes stores and their telemetry",
    )

    readers: dict[HotProvider, DeployedReader] = Field(
        default={}, description="a mapping of clouds to hot readers that were deployed by other means"
    )

    _warnings: tuple[str, ...] = PrivateAttr(default=())

    @property
    def warnings(self) -> tuple[str, ...]:
        """Possible errors that are accepted, such as a region that is not in the lists of this version."""
        return self._warnings

    def section(self, cloud: Cloud) -> Any:
        """The cloud's own section, or None."""
        return getattr(self, cloud)

    def existing_hot_store(self, cloud: Cloud) -> Section | None:
        """The store that the cloud's hot readers find there; None where their stack makes one."""
        return getattr(self.section(cloud), "existing_hot_store", None)

    def use_of(self, cloud: Cloud) -> Use:
        return Use(
            hot_readers=cloud in self.deployed_clouds, layer_4=self.providers.layer_4_provider == cloud
        )

    def hot_cloud(self, device: Device) -> Cloud:
        """The cloud that holds this device's hot data."""
        return device.hot_provider or self.providers.layer_3_hot_provider

    def devices_on(self, cloud: Cloud) -> tuple[Device, ...]:
        return tuple(device for device in self.devices if self.hot_cloud(device) == cloud)

    @property
    def hot_clouds(self) -> tuple[Cloud, ...]:
        """The clouds that hold some device's hot data, in the order aws, azure, gcp."""
        return tuple(cloud for cloud in CLOUDS if self.devices_on(cloud))

    @property
    def foreign_clouds(self) -> tuple[Cloud, ...]:
        """The hot clouds that layer 4 reaches over the network: those it does not run on itself."""
        return tuple(cloud for cloud in self.hot_clouds if cloud != self.providers.layer_4_provider)

    @property
    def deployed_clouds(self) -> tuple[Cloud, ...]:
        """The hot clouds whose readers this deployment makes: those that are not in `readers`."""
        return tuple(cloud for cloud in self.hot_clouds if cloud not in self.readers)

    @property
    def aws_is_emulated(self) -> bool:
        return self.aws is not None and self.aws.endpoint_url is not None

    @property
    def stack_names(self) -> tuple[str, ...]:
        """The stacks of this deployment, producers first."""
        layer_2 = ("l2-aws",) if self.providers.layer_2_provider == "aws" else ()
        layer_4 = f"l4-{self.providers.layer_4_provider}"
        return (*(f"l3-{cloud}" for cloud in self.deployed_clouds), *layer_2, layer_4)

    def digital_twin_info(self, hot_cloud: Cloud) -> str:
        """DIGITAL_TWIN_INFO (JSON) of the hot reader on `hot_cloud`, and of the connector that reads it."""
        return json.dumps(
            {
                "config": {"digital_twin_name": self.digital_twin_name},
                "config_providers": {
                    "layer_3_hot_provider": hot_cloud,
                    "layer_4_provider": self.providers.layer_4_provider,
                    "layer_5_provider": self.providers.layer_5_provider,
                },
            },
            separators=(",", ":"),
        )


def in_use(section: S | None) -> S:
    """The section of a cloud in use. It exists, because the deployment was validated."""
    if section is None:
        raise ValueError("twin.yaml has no section of a cloud in use")
    return section


def deployment_file() -> Path:
    """The file that CROSSTWIN_FILE names, else twin.yaml in the working folder."""
    return Path(os.environ.get(FILE_VARIABLE, "").strip() or DEFAULT_FILE)


def load(path: Path | None = None) -> Deployment:
    """Read a deployment from `path`, or from `deployment_file()`.

    Raises TwinFileError, or UnsupportedCloudError, with every problem found and its line.
    """
    path = path or deployment_file()
    try:
        text = path.read_bytes()
    except FileNotFoundError as error:
        message = f"no such file; write one with crosstwin init, or name another with {FILE_VARIABLE}=<file>"
        raise TwinFileError([Problem(str(path), None, "", message)]) from error
    except OSError as error:
        raise TwinFileError([Problem(str(path), None, "", f"cannot be read: {error.strerror}")]) from error
    return parse(text, str(path))


def parse(text: str | bytes, file: str = DEFAULT_FILE) -> Deployment:
    """The same from the text of a file; `file` is for messages, and for what is named relative to it."""
    document = yaml_places.parse(text, file)
    if document.data is None:
        raise TwinFileError([Problem(file, None, "", "the file is empty")])
    if not isinstance(document.data, dict):
        raise TwinFileError([Problem(file, 1, "", "a mapping of keys such as digital_twin_name is expected")])
    document, problems = csv_devices.with_devices(document)
    deployment: Deployment | None = None
    try:
        deployment = Deployment.model_validate(document.data, context=Path(file).parent)
    except ValidationError as error:
        found = pydantic_errors.problems(error, Deployment, document)
        # Where the CSV file has faults, they are why devices are missing.
        problems += [one for one in found if not (problems and one.path == "devices")]
    problems += checks.layer_2(document)
    problems += checks.given_readers(document)
    problems += checks.missing_sections(
        document, {cloud: Deployment.model_fields[cloud].description for cloud in CLOUDS}
    )
    problems += fleet_checks.problems(document)
    if not problems and deployment is not None:
        deployment, problems = resolving.resolved(deployment, document)
        problems += checks.clouds_that_lack_something(deployment, document)
        problems += checks.readers_on_this_machine(deployment, document)
    if problems or deployment is None:
        raise twin_file_error(sorted(problems, key=_order))
    deployment._warnings = tuple(map(str, checks.warnings(deployment, document)))
    return deployment


def _order(problem: Problem) -> tuple[str, int]:
    return problem.file, problem.line or 0
