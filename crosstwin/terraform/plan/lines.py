"""The words that the text and the Markdown of a plan have in common."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from crosstwin.console import printable
from crosstwin.terraform.plan.model import Change, Code, Field

_LONGEST_VALUE = 160


def code_line(code: Code) -> str:
    return f"code of {code.name}: {code.before} → {code.after or '(known after apply)'}"


def field_lines(change: Change) -> Iterator[tuple[str, str]]:
    """What is before and after the colon, for each field. All that is known only after apply is one line."""
    later = []
    for field in change.fields:
        if field.known_after_apply and not field.sensitive and not field.forces_replacement:
            later.append(field.path)
        else:
            yield printable(field.path), value_text(field)
    if later:
        yield "known after apply", printable(", ".join(later))


def value_text(field: Field) -> str:
    if field.sensitive:
        text = "(sensitive)"
    else:
        after = "(known after apply)" if field.known_after_apply else _shown(field.after)
        text = f"{_shown(field.before)} → {after}"
    return f"{text} (forces replacement)" if field.forces_replacement else text


def _shown(value: Any) -> str:
    if value is None:
        return "(none)"
    text = printable(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
