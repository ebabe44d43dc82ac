"""What goes into a function's zip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOTREAD = {"shared/crosstwin_contract": "crosstwin_contract/", "shared/hotread": "hotread/"}
LINUX_X86_64 = ("manylinux_2_28_x86_64", "manylinux2014_x86_64")


@dataclass(frozen=True, slots=True)
class Requirements:
    """A hash-locked requirements file, and what it is installed for."""

    file: str
    """Under functions/, or absolute."""
    python: str
    """Such as 3.12."""
    platforms: tuple[str, ...]
    """Wheel platform tags that run there, such as manylinux2014_x86_64; none: only pure Python wheels."""

    @property
    def place(self) -> str:
        """For people."""
        return self.file if Path(self.file).is_absolute() else f"functions/{self.file}"

    @property
    def target(self) -> list[str]:
        if not self.platforms:
            only_pure = ["--platform", "any", "--implementation", "py", "--abi", "none"]
            return ["--python-version", self.python, *only_pure]
        return ["--python-version", self.python, *(f"--platform={platform}" for platform in self.platforms)]


@dataclass(frozen=True, slots=True)
class Package:
    """What goes into one zip."""

    sources: Mapping[str, str]
    """Folders, under functions/ or absolute, each with its prefix in the zip."""
    vendored: Requirements | None = None
    """Dependencies that go into the zip; without them requirements.txt itself does, if there is one."""
    vendored_prefix: str = ""
    left_out: tuple[str, ...] = ()
    """Files of the folders, by their names in the zip, that the function does not import."""
