"""What the two readers have in common, whatever the route."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from remote_reader.query import Query

from twin_connector.answer import Answer, Kind


@dataclass(slots=True, kw_only=True)
class Invocation(Query):
    """One invocation by TwinMaker."""

    kind: Kind


class Reader(Protocol):
    """Answers a TwinMaker event in TwinMaker's form, or raises: a failure is never an empty answer."""

    route: str

    def query(self, event: Mapping[str, Any], invocation: Invocation) -> Answer: ...
