"""Messages, docstrings, comments, modules and pages avoid the terms of docs/terms.json."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from crosstwin.packages.places import ROOT

TERMS = [term for term, _better in json.loads((ROOT / "docs/terms.json").read_text())]
AVOIDED = re.compile(rf"\b(?:{'|'.join(TERMS)})\b", re.IGNORECASE)
PYTHONS_NONE = ("is None", "are None")
FILES = sorted(
    file
    for folder in ("crosstwin", "functions", "scripts")
    for file in (ROOT / folder).rglob("*.py")
    if "node_modules" not in file.parts
)
HCL = sorted(file for file in (ROOT / "modules").rglob("*.tf") if ".terraform" not in file.parts)
PAGES = sorted(
    page
    for pattern in ("*.md", "docs/**/*.md", "modules/*/README.md", "examples/**/*.md", "examples/**/*.yaml")
    for page in ROOT.glob(pattern)
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


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Of a page or of HCL, whose names are in plain English too. Code in backquotes is left out."""
    for match in re.finditer(r"(?:^.+\n?)+", text, flags=re.MULTILINE):
        yield text.count("\n", 0, match.start()) + 1, re.sub(r"`[^`]*`", "", match[0])


def avoided_in(texts: Iterable[tuple[int, str]]) -> list[str]:
    return [
        f"line {line}: {match[0]!r} in: …{words[max(0, match.start() - 60) : match.end() + 60]}…"
        for line, text in texts
        for words in (" ".join(text.split()),)
        for match in AVOIDED.finditer(words)
        if match[0] not in PYTHONS_NONE
    ]


def avoided(source: str) -> list[str]:
    return avoided_in((*strings(source), *comments(source)))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_messages_docstrings_and_comments_avoid_the_terms_of_the_list(file: Path) -> None:
    assert avoided(file.read_text()) == []


@pytest.mark.parametrize("file", [*HCL, *PAGES], ids=lambda file: file.relative_to(ROOT).as_posix())
def test_modules_and_pages_avoid_the_terms_of_the_list(file: Path) -> None:
    assert avoided_in(paragraphs(file.read_text(encoding="utf-8"))) == []


def test_a_term_of_the_list_is_found_in_a_module_and_on_a_page() -> None:
    assert len(avoided_in(paragraphs('description = "ARN, as TwinMaker wants it."'))) == 1
    assert (
        len(avoided_in(paragraphs("A number that is no record.\n\nIt is no longer used: `it tells`."))) == 1
    )


@pytest.mark.parametrize(
    "source",
    ['"""It tells the time."""', 'f"{name} is none of {names}"', "x = 1  # made anew", "#told"],
    ids=["docstring", "message", "comment", "comment-without-a-space"],
)
def test_a_term_of_the_list_is_found(source: str) -> None:
    assert len(avoided(source)) == 1
    assert avoided('told = tell("None if `made` is None")') == []
