"""Checks of several fields of twin.yaml together: layers that do not fit, missing sections, regions.

These checks look at the plain data, not at the model, so that they report beside the model's own problems.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from crosstwin import clouds
from crosstwin.clouds import regions
from crosstwin.errors import Problem
from crosstwin.twin.fields import CLOUDS
from crosstwin.twin.yaml_places import Document

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment


def layer_2(document: Document) -> list[Problem]:
    """The persister writes into the hot store of its own cloud, which therefore has to be one."""
    providers = _mapping(document, "providers")
    cloud = _name(providers.get("layer_2_provider"))
    if cloud != "aws":
        if document.data.get("processor") is None or cloud:
            return []
        message = "nothing runs it without providers.layer_2_provider: aws"
        return [document.problem(("processor",), message)]
    path = ("providers", "layer_2_provider")
    default = _name(providers.get("layer_3_hot_provider"))
    if default and default != "aws":
        message = f"aws, but layer_3_hot_provider is {default}: the processors store events on AWS only"
        return [document.problem(path, message)]
    hot_clouds = dict(_hot_clouds(document))
    if hot_clouds and "aws" not in hot_clouds.values():
        message = "aws, but no device has its hot data there"
        return [document.problem(path, message)]
    return []


def missing_sections(document: Document, expected: Mapping[str, str | None]) -> list[Problem]:
    """A cloud in use requires its section; `expected` says what a section contains.

    A provider's name that is at fault itself is the model's to report.
    """
    reasons: dict[str, str] = {}
    readers, providers = _mapping(document, "readers"), _mapping(document, "providers")
    for index, cloud in _hot_clouds(document):
        if cloud not in readers:  # else nothing is deployed there
            reasons.setdefault(cloud, f"{document.place(('devices', index))} has its hot data there")
    # Layer 5 needs none: nothing is deployed there, and its files name no region.
    if cloud := _name(providers.get("layer_4_provider")):
        reasons.setdefault(cloud, f"layer_4_provider is {cloud}")
    return [
        document.problem((cloud,), f"missing, but {reasons[cloud]}; expected {expected[cloud]}")
        for cloud in CLOUDS
        if cloud in reasons and document.data.get(cloud) is None
    ]


def given_readers(document: Document) -> list[Problem]:
    """TwinMaker, and the processors, need AWS's own functions and table: an URL is not enough."""
    readers, providers = _mapping(document, "readers"), _mapping(document, "providers")
    return [
        document.problem(("readers", "aws"), f"{key} is aws, which needs the stack l3-aws")
        for key in ("layer_2_provider", "layer_4_provider")
        if "aws" in readers and _name(providers.get(key)) == "aws"
    ]


def readers_on_this_machine(deployment: Deployment, document: Document) -> list[Problem]:
    """Only the functions of an AWS emulator reach a reader of this machine."""
    if deployment.aws_is_emulated and deployment.providers.layer_4_provider == "aws":
        return []
    return [
        document.problem(
            ("readers", cloud), "plain HTTP is for an AWS emulator (aws.endpoint_url); use https"
        )
        for cloud, reader in deployment.readers.items()
        if reader.is_on_this_machine
    ]


def clouds_that_lack_something(deployment: Deployment, document: Document) -> list[Problem]:
    """Errors: what a cloud certainly cannot do for the deployment."""
    return [
        document.problem((cloud.name, key), reason)
        for cloud in clouds.CLOUDS.values()
        if (section := deployment.section(cloud.name)) is not None
        for key, reason in cloud.faults(section, deployment.use_of(cloud.name))
        if reason
    ]


def warnings(deployment: Deployment, document: Document) -> list[Problem]:
    """Warnings: the same if it is uncertain, because a list may be older than a region."""
    warned = [
        ((cloud.name, key), warning)
        for cloud in clouds.CLOUDS.values()
        if (section := deployment.section(cloud.name)) is not None
        for key, warning in cloud.warnings(section, deployment.use_of(cloud.name))
    ]
    if deployment.state.backend == "s3":
        warned.append((("state", "region"), regions.aws_warning(deployment.state.region)))
    return [document.problem(path, warning) for path, warning in warned if warning]


def _mapping(document: Document, key: str) -> Mapping[str, Any]:
    value = document.data.get(key)
    return value if isinstance(value, dict) else {}


def _hot_clouds(document: Document) -> Iterator[tuple[int, str]]:
    """The index of each device, and the cloud with its hot data: "" for none."""
    default = _name(_mapping(document, "providers").get("layer_3_hot_provider"))
    devices = document.data.get("devices")
    for index, device in enumerate(devices if isinstance(devices, list) else ()):
        if isinstance(device, dict):
            yield index, _name(device.get("hot_provider")) or default


def _name(value: object) -> str:
    return value.strip().lower() if isinstance(value, str) else ""
