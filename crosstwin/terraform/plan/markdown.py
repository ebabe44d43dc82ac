"""A plan as a comment of a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crosstwin.console import printable
from crosstwin.terraform.plan.failures import once
from crosstwin.terraform.plan.lines import code_line, field_lines, value_text
from crosstwin.terraform.plan.model import Change, StackPlan

# By this line, the workflow finds the comment that it is to update.
MARKER = "<!-- crosstwin plan -->"

# GitHub takes 65,536 characters. In bytes, the comment also fits one environment variable of Linux (128 KiB).
_MOST_BYTES = 60_000
_CUT = "\n\n**The rest is cut: it is too long for a comment.** `crosstwin plan` shows all of it."


def markdown(twin: str, plans: Sequence[StackPlan]) -> str:
    lines = [MARKER, f"## Plan of {_code(twin)}", ""]
    lines += [line for plan in once(plans) for line in _stack(plan)]
    return _fitting("\n".join(lines).rstrip())


def _stack(plan: StackPlan) -> Iterator[str]:
    if not (plan.error or plan.changed or plan.placeholder_note or plan.notes):
        yield from (f"**{plan.headline}**", "")
        return
    yield from (f"### {plan.headline}", "")
    if plan.error:
        # Indented, so that no text of Terraform's can end the block.
        yield from (f"    {printable(line)}" for line in plan.error.splitlines())
        yield ""
        return
    if plan.placeholder_note:
        yield from (f"> **Note:** {plan.placeholder_note}", "")
    if plan.notes:
        yield from (f"- {_escaped(note)}" for note in plan.notes)
        yield ""
    yield from _bullets([change for change in plan.changes if change.action != "create"])
    created = [change for change in plan.changes if change.action == "create"]
    if created:
        yield from (f"<details><summary>{len(created)} to create</summary>", "")
        yield from _bullets(created)
        yield from ("</details>", "")
    if plan.outputs:
        yield "- outputs"
        for output in plan.outputs:
            yield f"  - {_code(output.field.path)}: {_code(value_text(output.field))}"
        yield ""


def _bullets(changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        reason = f" ({_escaped(change.reason)})" if change.reason else ""
        yield f"- **{change.action}** {_code(change.address)}{reason}"
        if change.code:
            yield f"  - {_escaped(code_line(change.code))}"
        yield from (f"  - {_code(path)}: {_code(value)}" for path, value in field_lines(change))
    if changes:
        yield ""


def _code(text: str) -> str:
    """A code span that no text can leave: its fence is longer than any run of backticks inside."""
    text = printable(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    padding = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>@#|])", r"\\\1", printable(text))


def _fitting(text: str) -> str:
    encoded = text.encode()
    if len(encoded) <= _MOST_BYTES:
        return text
    kept = encoded[:_MOST_BYTES].decode(errors="ignore").rpartition("\n")[0]
    closed = "\n\n</details>" if kept.count("<details>") > kept.count("</details>") else ""
    return kept + closed + _CUT
