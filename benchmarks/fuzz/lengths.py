"""The two lengths of these tests: seconds, always the same, or what `--hypothesis-profile=full` asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

FULL = 200  # examples of a test
_Case = TypeVar("_Case")


def is_full() -> bool:
    return settings().max_examples >= FULL


def length(share: float, least: int) -> Callable[[Any], Any]:
    """`share` of the examples of the long tests; of the short ones `least`, the same each time."""
    return settings(
        max_examples=int(FULL * share) if is_full() else least,
        derandomize=not is_full(),
        database=None,
        phases=set(Phase) - {Phase.explain},  # which traces every line
        deadline=None,
        suppress_health_check=[*HealthCheck],
    )


def each(share: float, least: int, cases: st.SearchStrategy[_Case], check: Callable[[_Case], object]) -> None:
    """Checks as many cases as `length` says."""

    @length(share, least)
    @given(cases)
    def one(case: _Case) -> None:
        check(case)

    one()
