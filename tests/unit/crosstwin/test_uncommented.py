"""A packed module does what its source does, on the same lines."""

from __future__ import annotations

from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from crosstwin.packages.places import ROOT
from crosstwin.packages.uncommented import uncommented

MODULES = sorted((ROOT / "functions").rglob("*.py"))


def instructions(code: CodeType) -> tuple[Any, ...]:
    """What the code does, with the line of each instruction."""
    constants = [instructions(item) if isinstance(item, CodeType) else item for item in code.co_consts]
    return code.co_name, code.co_code, [*code.co_lines()], code.co_names, code.co_varnames, constants


@pytest.mark.parametrize("module", MODULES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_module_keeps_its_instructions_and_their_lines(module: Path) -> None:
    source = module.read_bytes()
    packed = uncommented(source)
    # Level 2 leaves out docstrings.
    of_source, of_packed = (compile(text, "module", "exec", optimize=2) for text in (source, packed))
    assert instructions(of_packed) == instructions(of_source)
    assert uncommented(packed) == packed


def test_only_comments_and_docstrings_go() -> None:
    source = b'''"""Of the module,
on two lines."""
A = "# not one"  # one
B = """
  # not one
"""
def f():  # two
    """Of f: \xc3\xa4."""
    # three
    return "kept"
'''
    packed = b'''""

A = "# not one"
B = """
  # not one
"""
def f():
    ""

    return "kept"
'''
    assert uncommented(source) == packed
