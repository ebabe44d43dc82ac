"""The result of one check."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """`missing` says what is wrong ("" if nothing is), `enables` what the program needs the thing for.

    `needed`: nothing can be deployed without it. `version` and `where` are "" where they are unknown.
    """

    name: str
    enables: str
    needed: bool = False
    version: str = ""
    where: str = ""
    missing: str = ""

    @property
    def ok(self) -> bool:
        return not self.missing


def ready(checks: list[Check]) -> bool:
    """Whether everything that a deployment needs was found."""
    return all(check.ok for check in checks if check.needed)
