"""Decisions are outside the navigation and dated; a superseded one says so in its first line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crosstwin.packages.places import ROOT

FOLDER = ROOT / "docs" / "decisions"
DECISIONS = sorted(FOLDER.glob("*.md"))
DATED = re.compile(r"\d{4}-\d{2}-\d{2}\b")
SUPERSEDED = re.compile(r"Superseded (?:in one point )?by \[(\d+)\]\((\d{4}-[\w-]+\.md)\)")


def test_decisions_are_outside_the_navigation() -> None:
    _, _, navigation = (ROOT / "mkdocs.yml").read_text().partition("\nnav:")
    assert navigation
    assert "decisions" not in navigation


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda file: file.stem[:4])
def test_a_decision_is_numbered_and_dated_and_names_what_supersedes_it(decision: Path) -> None:
    title, _, first, *_rest = decision.read_text(encoding="utf-8").splitlines()
    assert title.startswith(f"# {int(decision.name[:4])}. ")
    assert DATED.match(first), first
    if "uperseded" in decision.read_text():
        found = SUPERSEDED.search(first)
        assert found, first
        assert (FOLDER / found[2]).is_file()
        assert int(found[1]) == int(found[2][:4])


def test_no_two_decisions_have_one_number() -> None:
    numbers = [decision.name[:4] for decision in DECISIONS]
    assert len(set(numbers)) == len(numbers)
