"""What the Terraform state of an l3 stack says about its shared token."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crosstwin.errors import Failure

# The resources of the hot-reader modules: one instance for each generation that the readers accept, and on
# Google Cloud the secret's version, the only one of them whose state has a time.
_TOKENS = ("terraform_data", "inter_cloud_token")
_SECRET_VERSION = ("google_secret_manager_secret_version", "token")


@dataclass(frozen=True, slots=True)
class TokenState:
    """The deployed token. `made` is None if the state has no time, as for random values."""

    accepted: tuple[int, ...]  # generations, newest first
    made: datetime | None
    value: str = field(repr=False)

    @property
    def generation(self) -> int:
        """The one that connectors send, and that the stack exports."""
        return self.accepted[0]


def token_state(state: Mapping[str, Any], stack: str) -> TokenState:
    """Reads a state of version 4. Raises Failure if it contains no token."""
    generations = [
        int(instance["index_key"])
        for instance in _instances(state, _TOKENS)
        if str(instance.get("index_key", "")).isdecimal()
    ]
    outputs = state.get("outputs")
    output = outputs.get("inter_cloud_token") if isinstance(outputs, dict) else None
    value = output.get("value") if isinstance(output, dict) else None
    if not generations or not isinstance(value, str) or not value:
        raise Failure(f"the state of {stack} contains no token; deploy it: cdktf deploy {stack}")
    return TokenState(tuple(sorted(generations, reverse=True)), _made(state), value)


def _made(state: Mapping[str, Any]) -> datetime | None:
    for instance in _instances(state, _SECRET_VERSION):
        attributes = instance.get("attributes")
        text = attributes.get("create_time") if isinstance(attributes, dict) else None
        try:
            return datetime.fromisoformat(text) if isinstance(text, str) else None
        except ValueError:
            return None
    return None


def _instances(state: Mapping[str, Any], resource: tuple[str, str]) -> Iterator[Mapping[str, Any]]:
    resources = state.get("resources")
    for one in resources if isinstance(resources, list) else ():
        if isinstance(one, dict) and (one.get("type"), one.get("name")) == resource:
            for instance in one.get("instances") or ():
                # A deposed one waits for its deletion.
                if isinstance(instance, dict) and "deposed" not in instance:
                    yield instance
