"""A plan for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from crosstwin.terraform.plan.model import StackPlan, exit_code


def machine_json(twin: str, plans: Sequence[StackPlan]) -> str:
    """`{"digital_twin_name", "exit_code", "stacks": [{"name", "changed", "changes": [...], …}]}`."""
    stacks = [{"changed": plan.changed, **asdict(plan)} for plan in plans]
    document = {"digital_twin_name": twin, "exit_code": exit_code(plans), "stacks": stacks}
    return json.dumps(document, indent=2, ensure_ascii=False)
