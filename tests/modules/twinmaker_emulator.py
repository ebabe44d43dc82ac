"""What CloudFormation makes of AWS IoT TwinMaker's resources, for the emulator of AWS.

A workspace, component types and entities, with the order that TwinMaker insists on: what is named exists, and
what others name stays (API_DeleteEntity and its neighbours in TwinMaker's API reference). Each call is one
line in a file, so that a test sees their order.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

Json = dict[str, Any]
_REGION, _ACCOUNT = "eu-central-1", "000000000000"
_BUILT_IN = "com.amazon."
_KEYS = {"Workspace": "WorkspaceId", "ComponentType": "ComponentTypeId", "Entity": "EntityId"}


class TwinMaker:
    def __init__(self, log: Path, fails: Callable[[str], bool]) -> None:
        """`fails` says whether the next call of a name is to fail."""
        self._log = log
        self._fails = fails
        self._lock = threading.Lock()
        self._there: dict[tuple[str, str, str], Json] = {}  # by workspace, kind and id

    def handlers(self) -> dict[str, dict[str, Callable[..., Any]]]:
        """ministack's handlers of the resource types."""
        return {
            f"AWS::IoTTwinMaker::{kind}": {
                "create": lambda _, properties, stack, kind=kind: self._put(
                    "create", kind, properties, stack
                ),
                "update": lambda _, old, new, stack, kind=kind: self._update(kind, old, new, stack),
                "delete": lambda _, properties, kind=kind: self._delete(kind, properties),
            }
            for kind in _KEYS
        }

    def _update(self, kind: str, old: Json, new: Json, stack: str) -> tuple[str, Json]:
        if old[_KEYS[kind]] != new[_KEYS[kind]]:
            raise ValueError(f"{kind}: an id does not change")
        return self._put("update", kind, new, stack)

    def _put(self, action: str, kind: str, properties: Json, stack: str) -> tuple[str, Json]:
        with self._lock:
            if self._fails("UpdateStack"):
                raise ValueError("TwinMaker did not answer")
            workspace, name = properties["WorkspaceId"], properties[_KEYS[kind]]
            if isinstance(workspace, dict):
                raise ValueError(f"{name}: WorkspaceId is not resolved")
            if action == "create" and (workspace, kind, name) in self._there:
                raise ValueError(f"ConflictException: {kind} {name} exists already")
            if kind != "Workspace":
                self._check(workspace, "Workspace", workspace)
            for type_id in properties.get("ExtendsFrom", []):
                self._check(workspace, "ComponentType", type_id)
            for component in properties.get("Components", {}).values():
                self._check(workspace, "ComponentType", component["ComponentTypeId"])
            if parent := properties.get("ParentEntityId"):
                self._check(workspace, "Entity", parent)
            self._there[workspace, kind, name] = properties
            self._write(action, kind, name, stack)
            arn = f"arn:aws:iottwinmaker:{_REGION}:{_ACCOUNT}:workspace/{workspace}"
            return name, {"Arn": arn}

    def _delete(self, kind: str, properties: Json) -> None:
        with self._lock:
            workspace, name = properties["WorkspaceId"], properties[_KEYS[kind]]
            for (where, _, other), found in self._there.items():
                if where == workspace and _names(found, kind, name):
                    raise ValueError(f"ConflictException: {kind} {name} is in use by {other}")
            if self._there.pop((workspace, kind, name), None) is not None:
                self._write("delete", kind, name, "")

    def _check(self, workspace: str, kind: str, name: str) -> None:
        if not name.startswith(_BUILT_IN) and (workspace, kind, name) not in self._there:
            raise ValueError(f"ResourceNotFoundException: there is no {kind} {name}")

    def _write(self, action: str, kind: str, name: str, stack: str) -> None:
        with self._log.open("a", encoding="utf-8") as log:
            log.write(json.dumps([action, kind, name, stack]) + "\n")


def _names(found: Json, kind: str, name: str) -> bool:
    """Whether a resource names another one of this kind."""
    if kind == "Workspace":
        return "EntityId" in found or "ComponentTypeId" in found
    if kind == "Entity":
        return bool(found.get("ParentEntityId") == name)
    used = [component["ComponentTypeId"] for component in found.get("Components", {}).values()]
    return name in used or name in found.get("ExtendsFrom", [])
