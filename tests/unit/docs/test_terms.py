"""Messages, docstrings and comments avoid the terms of docs/terms.json, as the documentation does."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from crosstwin.packages.places import ROOT

TERMS = [term for term, _better in json.loads((ROOT / "docs/terms.json").read_text())]
AVOIDED = re.compile(rf"\b(?:{'|'.join(TERMS)})\b", re.IGNORECASE)
PYTHONS_NONE = "is None"
FILES = sorted(
    file
    for folder in ("crosstwin", "functions", "scripts")
    for file in (ROOT / folder).rglob("*.py")
    if "node_modules" not in file.parts
)


def strings(source: str) -> Iterator[tuple[int, str]]:
    """Each string with its first line: messages, help and docstrings."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def comments(source: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def avoided(source: str) -> list[str]:
    return [
        f"line {line}: {match[0]!r} in: {' '.join(text.split())[:90]}"
        for line, text in (*strings(source), *comments(source))
        for match in AVOIDED.finditer(text)
        if match[0] != PYTHONS_NONE
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_messages_docstrings_and_comments_avoid_the_terms_of_the_list(file: Path) -> None:
    assert avoided(file.read_text()) == []


@pytest.mark.parametrize(
    "source",
    ['"""It tells the time."""', 'f"{name} is none of {names}"', "x = 1  # made anew", "#told"],
    ids=["docstring", "message", "comment", "comment-without-a-space"],
)
def test_a_term_of_the_list_is_found(source: str) -> None:
    assert len(avoided(source)) == 1
    assert avoided('told = tell("None if `made` is None")') == []
