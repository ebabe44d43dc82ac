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
    for stack in deployment.stack_names:
        cloud = stack.removeprefix("l3-").removeprefix("l4-")
        emulated = CLOUDS[cloud].is_emulated(deployment)
        if stack == "l4-aws" and "l3-aws" in deployment.stack_names:
            continue
        if not emulated:
            found, missing = CLOUDS[cloud].credentials()
            yield Check(f"credentials of {cloud}", stack, needed=True, where=found, missing=missing)
