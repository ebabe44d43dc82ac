"""Failures that stacks have in common: a registry that does not answer, missing or wrong credentials."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crosstwin.terraform.plan.model import StackPlan

# Where in a stack's file the error is: `on cdk.tf.json line 41, in provider.aws[0]:`, and that line.
_PLACE = re.compile(r"on \S+ line \d+.*|\d+: .*")
# What AWS and Microsoft Entra ID say of one request: `RequestID: 7f0c…, HostID: …`; `Trace ID: … Correlation
# ID: … Timestamp: 2026-01-15 10:30:00Z`.
_REQUEST = re.compile(r"\b((?:Request|Host|Trace|Correlation) ?ID|Timestamp): \S+(?: [\d:]+Z)?")


def once(plans: Sequence[StackPlan]) -> list[StackPlan]:
    """The plans in their order, with those that failed for the same reason as one, of all their names."""
    alike: dict[str, list[StackPlan]] = {}
    for plan in plans:
        reason = _REQUEST.sub(r"\1", " ".join(_lines(plan)))
        alike.setdefault(reason or plan.name, []).append(plan)
    return [same[0] if len(same) == 1 else _together(same) for same in alike.values()]


def _together(plans: Sequence[StackPlan]) -> StackPlan:
    return StackPlan(", ".join(plan.name for plan in plans), error="\n".join(_lines(plans[0])))


def _lines(plan: StackPlan) -> list[str]:
    return [line for line in plan.error.splitlines() if not _PLACE.fullmatch(line)]
