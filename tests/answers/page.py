"""The cases as a page: docs/reference/answers.md."""

from __future__ import annotations

import json
from typing import Any

from crosstwin.packages.places import ROOT
from tests.answers import connectors, readers, writers
from tests.answers.case import Case

PAGE = ROOT / "docs" / "reference" / "answers.md"
COMMAND = "python -m tests.answers"
# Modules of cases, in the order of the page.
SECTIONS = [readers, writers, connectors]

_HEAD = f"""# Answers

Inputs that once had a wrong or a silent answer, and the right one. Tests run each of them. `{COMMAND}` writes
this page.
"""


def text() -> str:
    parts = [_HEAD]
    for section in SECTIONS:
        parts.append(f"## {section.TITLE}\n\n{section.INTRODUCTION}\n")
        parts += [_described(case) for case in section.CASES]
    return "\n".join(parts)


def _described(case: Case) -> str:
    blocks = [f"### {case.title}\n"]
    for label, value in (*case.given.items(), ("Answer", case.answer)):
        blocks.append(f"{label}:\n\n```json\n{_json(value)}\n```\n")
    return "\n".join(blocks)


def _json(value: Any) -> str:
    lines = value if isinstance(value, list) else [value]
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
