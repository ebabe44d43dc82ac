"""The page says what the matrix says."""

from __future__ import annotations

import re

from crosstwin.grafana.matrix import NO_EMULATED_TWIN, NO_SCENES
from tests.unit.grafana.docs_table import PAGE, REWRITE_COMMAND, with_tables


def test_tables_of_the_page_are_the_matrix() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == with_tables(text), f"run: {REWRITE_COMMAND}"
    assert len(re.findall(r"^\| (?:AWS|Azure|Google Cloud)(?: \| B){4} \|$", text, flags=re.MULTILINE)) == 3


def test_the_page_says_what_is_not_available() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert NO_SCENES in text
    assert "Google has no digital-twin service" in text
    assert "aws.endpoint_url" in NO_EMULATED_TWIN
    assert "(`aws.endpoint_url`) there is no TwinMaker" in text
