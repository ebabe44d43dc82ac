"""The checks of a clean clone."""

from __future__ import annotations

import re

from crosstwin.packages.places import ROOT


def test_the_tests_that_the_checks_name_exist() -> None:
    """pytest runs no test at all if one of the paths is missing."""
    paths = re.findall(r"\btests/[\w/.]+", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))

    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
