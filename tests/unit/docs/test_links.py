"""Pages are read in the repository too: what they link to is there, not only on the site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crosstwin.packages.places import ROOT

PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("modules/*/README.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files_of_the_repository(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", page.read_text())
    files = {link for link in links if not link.startswith(("https:", "http:"))}
    assert [link for link in files if not (page.parent / link).exists()] == []
