"""What the program knows of one cloud."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from crosstwin.clouds.package import Package

# The kind of error whose message a validator of a section has written whole. With `key` in its context, an
# error of a mapping is that of its key.
PROPERTY = "property"


class Section(BaseModel):
    # strict: `token_generation: true` or `id: 7` is a mistake, which must not be converted silently.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


S = TypeVar("S", bound=Section)


@dataclass(frozen=True, slots=True)
class Use:
    """What a twin uses a cloud for."""

    hot_readers: bool
    """The twin's own stack deploys them there."""
    layer_4: bool


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


class HotCloud(ABC, Generic[S]):
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
    def providers(self, section: S, use: Use) -> tuple[Provider, ...]:
        """The Terraform providers of a stack on this cloud."""

    @abstractmethod
    def inputs(self, section: S) -> dict[str, Any]:
        """The module's inputs that only this cloud has."""

    def nulls(self, section: S) -> tuple[str, ...]:
        """Inputs that need an explicit null, which CDKTF would leave out."""
        del section
        return ()

    def faults(self, section: S, use: Use) -> Iterable[tuple[str, str]]:
        """Keys of the section, each with why the twin cannot use it so ("" if it can)."""
        del section, use
        return ()

    def warnings(self, section: S, use: Use) -> Iterable[tuple[str, str]]:
        """The same for uncertain reasons: a list of this version may be older than a region."""
        del section, use
        return ()

    @abstractmethod
    def credentials(self) -> tuple[str, str]:
        """Where this machine has credentials (never their values), or what is missing; the other is ""."""

    def is_emulated(self, section: S) -> bool:
        """Whether the cloud is an emulator, which needs no credentials."""
        del section
        return False


def first_set(variables: tuple[str, ...]) -> str | None:
    """The first of these environment variables that is set."""
    return next((name for name in variables if os.environ.get(name, "").strip()), None)
