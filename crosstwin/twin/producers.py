"""The stacks whose outputs other stacks read, and the ones with placeholders in a plan."""

from __future__ import annotations

import os
from collections.abc import Collection

from crosstwin.errors import Problem, TwinFileError
from crosstwin.twin.deployment import Deployment

PLACEHOLDERS_VARIABLE = "CROSSTWIN_PLACEHOLDER_OUTPUTS"


def producers_of(deployment: Deployment, stack: str) -> tuple[str, ...]:
    """The stacks whose outputs `stack` reads."""
    if stack == "l2-aws":
        return ("l3-aws",)
    if stack == "l4-aws":
        # Over an emulator it has no TwinMaker, which reads l3-aws.
        clouds = deployment.foreign_clouds if deployment.aws_is_emulated else deployment.hot_clouds
        return tuple(f"l3-{cloud}" for cloud in clouds if cloud not in deployment.readers)
    if stack == "l4-azure":
        return tuple(f"l3-{cloud}" for cloud in deployment.deployed_clouds)
    return ()


def outputs_read(deployment: Deployment, producer: str, consumers: Collection[str]) -> set[str]:
    """The outputs of `producer` that the stacks among `consumers` read from its state.

    After an apply that failed half-way, or one of an older release, a state has others only.
    """
    names: set[str] = set()
    for stack in set(consumers).intersection(consumers_of(deployment, producer)):
        if stack == "l2-aws":
            names |= {"hot_store_table_name"}
        elif stack == "l4-aws" and producer == "l3-aws":
            names |= {"hot_reader_arn", "hot_reader_last_entry_arn"}
        elif stack == "l4-azure":
            names |= {"hot_reader_last_entry_url", "inter_cloud_token"}
        else:
            names |= {"hot_reader_url", "hot_reader_last_entry_url", "inter_cloud_token"}
    return names


def consumers_of(deployment: Deployment, producer: str) -> tuple[str, ...]:
    """The stacks that read the outputs of `producer`."""
    return tuple(name for name in deployment.stack_names if producer in producers_of(deployment, name))


def producers(deployment: Deployment) -> tuple[str, ...]:
    """The stacks whose outputs some other stack reads."""
    return tuple(name for name in deployment.stack_names if consumers_of(deployment, name))


def asked_for_placeholders(deployment: Deployment) -> tuple[str, ...]:
    """The producers that CROSSTWIN_PLACEHOLDER_OUTPUTS names, separated by commas.

    Raises TwinFileError for a name that is not a producer.
    """
    text = os.environ.get(PLACEHOLDERS_VARIABLE, "")
    named = {name.strip() for name in text.split(",")} - {""}
    known = producers(deployment)
    if unknown := sorted(named - set(known)):
        message = f"{', '.join(unknown)}: other stacks read {', '.join(known) or 'none'}"
        raise TwinFileError([Problem(PLACEHOLDERS_VARIABLE, None, "", message)])
    return tuple(name for name in known if name in named)
