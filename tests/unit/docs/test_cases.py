"""docs/cases.md names tests that people look for. Each is there, by that name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from crosstwin.packages.places import ROOT


def names_in(file: Path) -> Iterator[str]:
    """The functions that pytest takes for tests. Read from the source: collecting all of them takes 20 s."""
    body = ast.parse(file.read_text()).body
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            body.extend(node.body)
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name


def test_each_named_case_is_a_test() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/cases.md").read_text()))
    tests = {name for file in (ROOT / "tests").rglob("test_*.py") for name in names_in(file)}
    assert len(named) > 100
    assert named <= tests, f"no test is called {', '.join(sorted(named - tests))}"
