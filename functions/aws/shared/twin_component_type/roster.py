"""Which devices a component type has: an object in the workspace's bucket, which the deployment writes.

{"<component type>": {"externalIds": ["iotDeviceId"],
                      "devices": {"<cloud>": [["<device>", "<entity>", "<component>"], …]}}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from twin_component_type.errors import RosterUnavailable, UnknownComponentType

_CONFIG = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})


@dataclass(frozen=True, slots=True)
class Member:
    """A device, and where TwinMaker has it."""

    device: str
    entity: str
    component: str


@dataclass(frozen=True, slots=True)
class Members:
    """The devices of a component type by cloud, and the names of the properties that hold their ids."""

    external_ids: tuple[str, ...]
    by_cloud: Mapping[str, tuple[Member, ...]]


class Roster:
    """Kept for as long as the container lives; each query asks S3 whether it is still the same."""

    def __init__(self, bucket: str, key: str) -> None:
        self._place = {"Bucket": bucket, "Key": key}
        self._s3 = boto3.client("s3", config=_CONFIG)
        self._etag = ""
        self._types: Mapping[str, Any] = {}

    def members(self, component_type: str) -> Members:
        """The devices of a type, or of `<type>.<cloud>`, which extends it.

        Raises RosterUnavailable or UnknownComponentType.
        """
        types = self._read()
        base, _, cloud = component_type.rpartition(".")
        try:
            if component_type in types:
                return _members(types[component_type])
            if cloud in types.get(base, {}).get("devices", {}):
                found = _members(types[base])
                return Members(found.external_ids, {cloud: found.by_cloud[cloud]})
        except (AttributeError, KeyError, TypeError):
            raise RosterUnavailable(
                "the list of devices is not in the form that a deployment writes"
            ) from None
        raise UnknownComponentType(f"the twin has no devices of the component type {component_type:.128}")

    def _read(self) -> Mapping[str, Any]:
        condition = {"IfNoneMatch": self._etag} if self._etag else {}
        try:
            response = self._s3.get_object(**self._place, **condition)
            self._types = json.loads(response["Body"].read())
            self._etag = response["ETag"]
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("304", "NotModified"):
                code = error.response["Error"]["Code"]
                raise RosterUnavailable(f"the list of devices cannot be read: {code}") from None
        except (BotoCoreError, ValueError, RecursionError) as error:
            raise RosterUnavailable(f"the list of devices cannot be read: {type(error).__name__}") from None
        return self._types


def _members(found: Mapping[str, Any]) -> Members:
    by_cloud = {
        cloud: tuple(Member(*names) for names in devices) for cloud, devices in found["devices"].items()
    }
    return Members(tuple(found["externalIds"]), by_cloud)
