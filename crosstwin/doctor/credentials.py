"""Credentials of each cloud: where they were found, never their values."""

from __future__ import annotations

from collections.abc import Iterator

from crosstwin.clouds import CLOUDS
from crosstwin.doctor.check import Check
from crosstwin.twin.deployment import Deployment


def credentials(deployment: Deployment | None) -> Iterator[Check]:
    """A check for each cloud that the deployment reaches, emulators excluded."""
    if deployment is None:
        return
    stacks: dict[str, list[str]] = {}
    for stack in deployment.stack_names:
        stacks.setdefault(stack.partition("-")[2], []).append(stack)
    for cloud, names in stacks.items():
        if not CLOUDS[cloud].is_emulated(deployment.section(cloud)):
            where, missing = CLOUDS[cloud].credentials()
            yield Check(
                f"credentials of {cloud}", ", ".join(names), needed=True, where=where, missing=missing
            )
