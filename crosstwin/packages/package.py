"""What goes into a function's zip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crosstwin.packages.wheels import Requirements

HOTREAD = {"shared/crosstwin_contract": "crosstwin_contract/", "shared/hotread": "hotread/"}
LINUX_X86_64 = ("manylinux_2_28_x86_64", "manylinux2014_x86_64")


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
