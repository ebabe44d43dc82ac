"""What the program knows of one cloud."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict

from crosstwin.packages.package import Package

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment


S = TypeVar("S")


class Section(BaseModel):
    # strict: `token_generation: true` or `id: 7` is a mistake, which must not be converted silently.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


@dataclass(frozen=True, slots=True)
class Provider:
    """A Terraform provider: its block is plain data.

    The classes of the packages `cdktf-cdktf-provider-*` write the same JSON, and importing them
    takes seconds and a gigabyte. `tests/unit/stacks/test_provider_blocks.py` compares the two.
    """

    source: str
    """Such as hashicorp/aws."""
    versions: str
    """The versions that a stack accepts."""
    block: Mapping[str, Any] | None
    """None for a provider that only the module requires: it needs no settings."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Files that the block names, by their names in the stack's folder: the text of each."""

    @property
    def name(self) -> str:
        return self.source.rpartition("/")[2]


class HotCloud(ABC):
    """A cloud that can hold devices' hot data. The object named CLOUD in a module of this folder is one."""

    name: ClassVar[str]
    """In twin.yaml, and in the names of stacks and folders."""
    synonyms: ClassVar[tuple[str, ...]] = ()
    """Other names that people give it: a message then suggests `name`."""
    title: ClassVar[str]
    """As people write it."""
    store: ClassVar[str]
    """The service that is its hot store, as people write it."""

    section: ClassVar[type[Section]]
    section_description: ClassVar[str]

    module: ClassVar[tuple[str, str]]
    """The package in .gen with the bindings of the module <cloud>-hot-reader, and its class."""
    outputs: ClassVar[tuple[str, ...]]
    """The module's outputs that the stack exports."""
    readers: ClassVar[Mapping[str, str]]
    """The module's inputs for function packages, and for each the name of its package."""
    packages: ClassVar[Mapping[str, Package]]
    """All of the cloud's function packages."""

    @abstractmethod
    def providers(self, deployment: Deployment) -> tuple[Provider, ...]:
        """The Terraform providers of a stack on this cloud."""

    @abstractmethod
    def inputs(self, deployment: Deployment) -> dict[str, Any]:
        """The module's inputs that only this cloud has."""

    def nulls(self, deployment: Deployment) -> tuple[str, ...]:
        """Inputs that need an explicit null, which CDKTF would leave out."""
        del deployment
        return ()

    def faults(self, deployment: Deployment) -> Iterable[tuple[str, str]]:
        """Keys of the section, each with why the deployment is impossible there ("" if it is not)."""
        del deployment
        return ()

    def warnings(self, deployment: Deployment) -> Iterable[tuple[str, str]]:
        """The same for uncertain reasons: a list of this version may be older than a region."""
        del deployment
        return ()

    @abstractmethod
    def credentials(self) -> tuple[str, str]:
        """Where this machine has credentials (never their values), or what is missing; the other is ""."""

    def is_emulated(self, deployment: Deployment) -> bool:
        """Whether the deployment goes to an emulator, which needs no credentials."""
        del deployment
        return False


def in_use(section: S | None) -> S:
    """The section of a cloud in use. It exists, because the deployment was validated."""
    if section is None:
        raise ValueError("a stack for a cloud that the deployment has no section of")
    return section


def first_set(variables: tuple[str, ...]) -> str | None:
    """The first of these environment variables that is set."""
    return next((name for name in variables if os.environ.get(name, "").strip()), None)
