"""The page for everyone: both themes, no mouse, a screen reader, and the rules that axe checks."""

from __future__ import annotations

import json
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from crosstwin.packages.places import ROOT
from tests.browser.page.conftest import ShownTwin
from tests.browser.page.test_page import opened

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
Scheme = Literal["light", "dark"]


def violations(page: Page) -> str:
    """What axe finds against WCAG 2.2 AA and its best practices, as text; nothing if all is well."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("async () => (await axe.run()).violations")
    return json.dumps(
        [{"rule": one["id"], "nodes": [node["html"] for node in one["nodes"]]} for one in found], indent=1
    ) * bool(found)


def ground(page: Page) -> str:
    """The colour behind everything."""
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, twin: ShownTwin, scheme: Scheme) -> None:
    page.emulate_media(color_scheme=scheme)
    opened(page, twin)
    page.get_by_text("Values as a table").first.click()
    assert violations(page) == ""


def test_it_is_light_or_dark_as_the_system_asks_and_a_choice_is_kept(page: Page, twin: ShownTwin) -> None:
    opened(page, twin)
    light = ground(page)
    page.emulate_media(color_scheme="dark")
    dark = ground(page)
    assert light != dark
    page.get_by_text("Light", exact=True).click()
    assert ground(page) == light
    page.reload()
    assert ground(page) == light
    page.get_by_text("System", exact=True).click()
    assert ground(page) == dark


def test_the_charts_are_drawn_in_the_colours_of_the_theme(page: Page, twin: ShownTwin) -> None:
    opened(page, twin)
    canvas = page.locator("canvas").first
    light = canvas.evaluate("canvas => canvas.toDataURL()")
    page.get_by_role("button", name="Pause").click()
    page.get_by_text("Dark", exact=True).click()
    assert canvas.evaluate("canvas => canvas.toDataURL()") != light


def test_everything_can_be_done_with_the_keyboard_alone(page: Page, twin: ShownTwin) -> None:
    opened(page, twin)

    def focused() -> str:
        text: str = page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()"
        )
        return text

    page.keyboard.press("Tab")
    assert focused() == "Skip to the devices"
    page.keyboard.press("Tab")
    assert focused() == "1 h"
    with page.expect_request(lambda request: "start=-6h" in request.url):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    assert focused() == "System"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("Tab")
    assert focused() == "Pause"
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_have_attribute("aria-pressed", "true")
    for control in ("Find", "Cloud", "Stale after"):  # a twin without types or places has no filter for them
        page.keyboard.press("Tab")
        assert focused().startswith(control)
    page.keyboard.press("Tab")
    assert focused() == "Values as a table"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    table = page.get_by_role("region", name=f"Values of {twin.deployment.devices[0].id}")
    expect(table).to_be_focused()
    expect(table.get_by_role("cell").last).to_be_attached()  # filled a moment after it is opened
    page.keyboard.press("End")
    expect(table.get_by_role("row").last).to_be_in_viewport()


def test_a_narrow_window_needs_no_scrolling_sideways(page: Page, twin: ShownTwin) -> None:
    opened(page, twin)
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_timeout(300)  # the charts follow
    assert page.evaluate("document.documentElement.scrollWidth") == 320
