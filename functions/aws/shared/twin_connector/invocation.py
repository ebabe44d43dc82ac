"""One invocation by TwinMaker, and what the two routes to a hot reader have in common."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from typing import Any, Protocol

from remote_reader.query import Query, Trace

from twin_connector.answer import Answer, Kind

# Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1
# https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
_XRAY = re.compile(r"\bRoot=1-(?P<time>[0-9a-f]{8})-(?P<random>[0-9a-f]{24})(?P<rest>.*)")


class Invocation(Query):
    """One invocation by TwinMaker."""

    def __init__(self, *, kind: Kind, trace: Trace, deadline: float) -> None:
        super().__init__(trace=trace, deadline=deadline)
        self.kind = kind


class Route(Protocol):
    """Answers a TwinMaker event in TwinMaker's form, or raises: a failure is never an empty answer."""

    name: str

    def query(self, event: Mapping[str, Any], invocation: Invocation) -> Answer: ...


def current_trace() -> Trace:
    """X-Ray's id of this invocation, so that one search finds it on both clouds; else a new one."""
    match = _XRAY.search(os.environ.get("_X_AMZN_TRACE_ID", ""))
    if match is None:
        return Trace(secrets.token_hex(16), sampled=False)
    return Trace(match["time"] + match["random"], sampled="Sampled=1" in match["rest"])
