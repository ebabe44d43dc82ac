"""Where layer 4 is Azure Digital Twins, the page shows what the twins have beside what the readers answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from crosstwin.page.server import serving_page
from crosstwin.readers.client import read_newest
from crosstwin.readers.http import HttpReader
from crosstwin.readers.times import iso_time
from tests.browser.page.conftest import TOKEN, ShownTwin
from tests.browser.page.test_page import panel


def test_a_panel_shows_how_far_its_twin_is_behind_and_the_values_that_differ(
    page: Page, twin: ShownTwin
) -> None:
    current, behind, *others = twin.deployment.devices
    held: dict[str, dict[str, Any]] = {}
    for device in (current, behind):
        reader = twin.readers[twin.deployment.hot_cloud(device)]
        newest = read_newest(
            HttpReader(reader.hot_reader_last_entry_url, TOKEN), device.id, tuple(device.properties)
        )
        held[device.id] = {**newest.values, "observedAt": max(newest.times.values())}
    observed = datetime.fromisoformat(held[behind.id]["observedAt"].replace("Z", "+00:00"))
    changed = next(iter(behind.properties))
    held[behind.id] |= {
        "observedAt": iso_time("now", (observed - timedelta(minutes=2)).astimezone(UTC)),
        changed: 123_456,
    }
    with serving_page(twin.deployment, twin.readers, lambda: held) as url:
        page.goto(url)
        expect(page.locator(".device.answering")).to_have_count(len(twin.deployment.devices))
        expect(panel(page, current).locator(".timing")).to_contain_text("twin up to date")
        expect(panel(page, behind).locator(".timing")).to_contain_text("twin 2 min behind")
        row = panel(page, behind).locator(".property").filter(has=page.get_by_role("heading", name=changed))
        expect(row.locator(".age")).to_contain_text("twin 123,456")
        for empty in others[:1]:
            expect(panel(page, empty).locator(".timing")).to_contain_text("no values in the twin")


def test_without_such_twins_nothing_is_shown_of_them(page: Page, twin: ShownTwin) -> None:
    page.goto(twin.url)
    expect(page.locator(".device.answering")).to_have_count(len(twin.deployment.devices))
    expect(page.locator(".timing").first).not_to_contain_text("twin")
