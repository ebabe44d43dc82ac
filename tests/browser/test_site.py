"""The documentation site as a reader sees it: built, and opened in a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from crosstwin.packages.places import ROOT

# Material draws diagrams into a closed shadow root, into which no test could look.
OPEN_SHADOW_ROOTS = """
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function () { return attach.call(this, {mode: "open"}) };
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly: a broken link, or a page that the navigation leaves out, fails."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "GITHUB_REPOSITORY": "example/crosstwin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_page() as page:
        page.add_init_script(OPEN_SHADOW_ROOTS)
        yield page


@pytest.fixture
def faults(page: Page) -> list[str]:
    """What the browser complains of, and what it loads from elsewhere."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: None if request.url.startswith("file:") else found.append(request.url))
    return found


def test_docs_nav_contains_multi_cloud(site: Path, page: Page, faults: list[str]) -> None:
    page.goto((site / "index.html").as_uri())
    page.get_by_role("navigation").get_by_role("link", name="Multi-cloud").first.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Multi-cloud")
    assert faults == []


def test_the_search_works_in_the_sites_files(site: Path, page: Page, faults: list[str]) -> None:
    page.goto((site / "index.html").as_uri())
    # By keys, not by `fill`. The theme reads the box when it gets the focus, once when its index is ready,
    # and whenever a key goes up; it does not listen to `input` (mkdocs-material 9.8: watchSearchQuery in
    # components/search/query). It builds the index from the focus on. `fill` gives the focus first: on a
    # busy machine, its text then arrives when the index is ready, and is never searched.
    page.get_by_role("textbox", name="Search").press_sequentially("dead-letter")
    page.locator(".md-search-result__link[href*='processors.html']").first.wait_for(state="attached")
    assert faults == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("grafana", "docs/grafana.md"),
        ("modules/aws-processor", "modules/aws-processor/README.md"),
        ("changelog", "CHANGELOG.md"),
    ],
)
def test_a_page_shows_the_version_and_where_to_edit_it(
    site: Path, page: Page, name: str, source: str
) -> None:
    page.goto((site / f"{name}.html").as_uri())
    assert f"Crosstwin {version('crosstwin')}" in page.locator("footer").inner_text()
    edit = page.get_by_title("Edit this page").get_attribute("href")
    assert edit == f"https://github.com/example/crosstwin/edit/main/{source}"


@pytest.mark.parametrize("name", ["multi-cloud", "concepts"])
def test_diagrams_are_drawn(name: str, site: Path, page: Page, faults: list[str]) -> None:
    written = (ROOT / f"docs/{name}.md").read_text().count("```mermaid")
    page.goto((site / f"{name}.html").as_uri())
    drawn = page.locator(".mermaid svg")
    drawn.nth(written - 1).wait_for()
    assert drawn.count() == written
    assert all(drawn.nth(number).bounding_box()["height"] > 100 for number in range(written))  # type: ignore[index]
    assert faults == []


def test_docs_multi_cloud_renders(site: Path, page: Page, faults: list[str]) -> None:
    page.goto((site / "multi-cloud.html").as_uri())
    page.locator(".mermaid svg").first.wait_for()
    diagram = page.locator(".mermaid svg").first
    assert "X-Inter-Cloud-Token" in (diagram.text_content() or "")
    assert page.get_by_role("table").first.get_by_role("row").count() == 4
    assert faults == []
