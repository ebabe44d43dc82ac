"""Whatever a parser is given, it refuses it by the error that it documents, or what it made of it holds."""

from __future__ import annotations

import pytest

from benchmarks.fuzz.lengths import is_full
from benchmarks.fuzz.parsers import TARGETS
from benchmarks.fuzz.parsers.mutations import mutations


@pytest.mark.parametrize("name", TARGETS)
def test_what_was_found_once_is_not_found_again(name: str) -> None:
    for seed in TARGETS[name].seeds:
        TARGETS[name].call(seed)


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_else_than_the_documented_error_comes_of_odd_input(name: str) -> None:
    for data in mutations(TARGETS[name].seeds, 1_000 if is_full() else 400, seed=1):
        try:
            TARGETS[name].call(data)
        except Exception as error:
            error.add_note(f"of {data!r:.2000}")
            raise
