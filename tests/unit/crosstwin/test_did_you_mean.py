"""The one rule by which messages suggest a known word in the place of an unknown one."""

from __future__ import annotations

import pytest

from crosstwin.errors import did_you_mean


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("azuer", ["aws", "azure"], "; did you mean azure?"),
        ("europe/berln", ["Europe/Berlin", "Europe/Bern"], "; did you mean Europe/Berlin?"),
        ("asc", ["ascending", "descending"], "; did you mean ascending?"),
        ("eu", ["eu-central-1", "eu-west-1"], ""),
        ("frankfurt-1", ["af-south-1", "eu-central-1"], ""),
        ("", ["aws"], ""),
        ("aws", [], ""),
    ],
)
def test_a_similar_word_is_suggested_as_it_is_spelled(word: str, known: list[str], hint: str) -> None:
    assert did_you_mean(word, known) == hint
