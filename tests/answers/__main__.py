"""Writes docs/reference/answers.md: `python -m tests.answers`."""

from __future__ import annotations

from tests.answers import page

page.PAGE.write_text(page.text(), encoding="utf-8")
