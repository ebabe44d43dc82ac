"""A plan for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosstwin.console import printable
from crosstwin.terraform.plan.failures import once
from crosstwin.terraform.plan.lines import code_line, field_lines, value_text
from crosstwin.terraform.plan.model import StackPlan

_INDENT = " " * 11


def text(plans: Sequence[StackPlan]) -> str:
    return "\n".join(line for plan in once(plans) for line in _stack(plan))


def _stack(plan: StackPlan) -> Iterator[str]:
    yield plan.headline
    if plan.error:
        yield from (f"  {printable(line)}" for line in plan.error.splitlines())
        return
    if plan.placeholder_note:
        yield f"  {plan.placeholder_note}"
    yield from (f"  {printable(note)}" for note in plan.notes)
    for change in plan.changes:
        reason = f": {change.reason}" if change.reason else ""
        yield f"  {change.action:<9}{printable(change.address + reason)}"
        if change.code:
            yield f"{_INDENT}{printable(code_line(change.code))}"
        yield from (f"{_INDENT}{path}: {value}" for path, value in field_lines(change))
    for output in plan.outputs:
        yield f"  output   {printable(output.field.path)}: {value_text(output.field)}"
