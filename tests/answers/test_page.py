"""docs/reference/answers.md has the cases that the tests run, and no others."""

from __future__ import annotations

from tests.answers import page


def test_the_page_has_the_cases() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.text(), (
        f"docs/reference/answers.md is out of date: run `{page.COMMAND}`"
    )


def test_each_case_has_a_title_of_its_own() -> None:
    titles = [case.title for section in page.SECTIONS for case in section.CASES]
    assert len(titles) == len(set(titles))
