"""The page in a browser: what it shows of a twin on several clouds, and how it keeps up with it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from crosstwin.readers.client import read_newest
from crosstwin.readers.http import HttpReader
from crosstwin.readers.times import iso_time
from crosstwin.twin.deployment import Device
from tests.browser.page.conftest import COUNT, TOKEN, ShownTwin
from tests.browser.page.watched import Watched

CLOUDS = {"aws": "AWS", "azure": "Azure", "gcp": "Google Cloud"}
REFRESH_MS = 5_000


def panel(page: Page, device: Device) -> Locator:
    return page.get_by_role("region", name=device.id, exact=True)


def stat(page: Page, device: Device, name: str) -> Locator:
    row = panel(page, device).locator(".property").filter(has=page.get_by_role("heading", name=name))
    return row.locator(".value")


def opened(page: Page, twin: ShownTwin) -> Page:
    """The page, once every device has answered."""
    page.goto(twin.url)
    expect(page.locator(".device.answering")).to_have_count(len(twin.deployment.devices))
    return page


def write(
    twin: ShownTwin, device: Device, *, before: timedelta = timedelta(), **values: str | float | bool
) -> None:
    """A record of now, or `before` that."""
    twin.readers[twin.deployment.hot_cloud(device)].put(
        [{"iotDeviceId": device.id, "id": iso_time("now", datetime.now(UTC) - before), **values}]
    )


def as_shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:,}".removesuffix(".0") if isinstance(value, int | float) else str(value)


def test_every_device_has_its_newest_values_and_a_chart_of_each_property(page: Page, twin: ShownTwin) -> None:
    opened(page, twin)
    for device in twin.deployment.devices:
        reader = twin.readers[twin.deployment.hot_cloud(device)]
        asked = HttpReader(reader.hot_reader_last_entry_url, TOKEN)
        newest = read_newest(asked, device.id, tuple(device.properties), types=device.properties).values
        for name in device.properties:
            expect(stat(page, device, name)).to_have_text(as_shown(newest[name]))
            age = stat(page, device, name).locator("xpath=..").locator(".age")
            expect(age).to_have_text(re.compile(r"^[0-9]+ (s|min) ago$"))
            chart = panel(page, device).get_by_role("img", name=f"{name} of {device.id}: ")
            assert chart.locator("canvas").evaluate(IS_DRAWN)


# Whether a canvas has many pixels that differ from its first one.
IS_DRAWN = """canvas => {
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let other = 0;
  for (let at = 4; at < pixels.length; at += 4) other += pixels[at + 3] !== pixels[3];
  return other > 500;
}"""


def test_it_shows_which_cloud_answered_and_how_fast(page: Page, twin: ShownTwin) -> None:
    opened(page, twin)
    for device in twin.deployment.devices:
        cloud = CLOUDS[twin.deployment.hot_cloud(device)]
        expect(panel(page, device).locator(".source")).to_contain_text(cloud)
        expect(panel(page, device).locator(".timing")).to_have_text(
            re.compile(r"history \d+ ms · newest \d+ ms · at \d\d:\d\d:\d\d")
        )
        summary = page.get_by_role("listitem").filter(has_text=f"{cloud} answered in")
        expect(summary).to_have_text(re.compile(r"\d+ ms"))


def test_the_table_has_the_rows_of_the_chart_newest_first(page: Page, twin: ShownTwin) -> None:
    opened(page, twin)
    page.get_by_text("6 h", exact=True).click()  # an hour's first records soon leave the range of an hour
    device = twin.deployment.devices[0]
    panel(page, device).get_by_text("Values as a table").click()
    table = panel(page, device).get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(["time", *device.properties])
    expect(table.locator("tbody tr").nth(COUNT - 1)).to_be_attached()
    times = table.locator("tbody td:first-child").all_inner_texts()
    assert len(times) >= COUNT
    assert times == sorted(times, reverse=True)


def test_the_range_that_is_picked_is_asked_for_with_as_many_values_as_the_chart_has_pixels(
    page: Page, twin: ShownTwin
) -> None:
    opened(page, twin)
    page.get_by_role("button", name="Pause").click()  # so that it is not asked for anyway
    with page.expect_request(lambda request: "start=-6h" in request.url) as asked:
        page.get_by_text("6 h", exact=True).click()
    query = parse_qs(urlsplit(asked.value.url).query)
    canvas = page.locator("canvas").first.bounding_box()
    assert canvas is not None
    assert canvas["width"] / 2 < int(query["points"][0]) < canvas["width"]


def test_a_value_that_is_written_appears_and_a_new_state_is_announced(page: Page, twin: ShownTwin) -> None:
    opened(page, twin)
    device = twin.deployment.devices[0]
    before = stat(page, device, "temperature").inner_text()
    write(twin, device, temperature=99.5, humidity=1.25, status="calibrating")
    assert before != "99.5"
    page.clock.fast_forward(REFRESH_MS)
    expect(stat(page, device, "temperature")).to_have_text("99.5")
    expect(page.get_by_role("log")).to_contain_text(f"{device.id}: status is calibrating.")


def test_a_text_of_a_device_is_never_markup(page: Page, twin: ShownTwin) -> None:
    device = twin.deployment.devices[0]
    write(twin, device, before=timedelta(days=3), status="<b>bold</b>")
    opened(page, twin)
    page.get_by_text("7 d", exact=True).click()
    panel(page, device).get_by_text("Values as a table").click()
    expect(panel(page, device).get_by_role("cell", name="<b>bold</b>")).to_be_visible()
    timeline = panel(page, device).get_by_role("img", name="status of")
    box = timeline.bounding_box()
    assert box is not None
    timeline.hover(position={"x": box["width"] * 0.8, "y": 20})  # now the tooltip has the text, too
    page.wait_for_timeout(300)
    expect(page.locator("b")).to_have_count(0)


def test_an_integer_that_javascript_would_round_is_shown_to_the_last_digit(
    page: Page, twin: ShownTwin
) -> None:
    if "aws" not in twin.readers:
        pytest.skip("no aws reader on this machine")
    press = twin.deployment.devices_on("aws")[0]
    write(twin, press, force=50.5, strokes=2**53 + 1)
    opened(page, twin)
    expect(stat(page, press, "strokes")).to_have_text("9007199254740993")


def test_only_devices_in_view_are_asked_for(page: Page, twin: ShownTwin) -> None:
    devices = twin.deployment.devices
    if len(devices) < 3:
        pytest.skip("the page is not long enough: not all clouds run on this machine")
    first, last = panel(page, devices[0]), panel(page, devices[-1])
    page.set_viewport_size({"width": 1280, "height": 200})
    page.goto(twin.url)
    expect(first.locator(".health")).to_have_text("answering")
    page.wait_for_load_state("networkidle")
    expect(last.locator(".health")).to_have_text("querying …")
    last.scroll_into_view_if_needed()
    expect(last.locator(".health")).to_have_text("answering")


def test_while_paused_it_asks_nothing_and_then_goes_on(page: Page, twin: ShownTwin, watched: Watched) -> None:
    opened(page, twin)
    pause = page.get_by_role("button", name="Pause")
    pause.click()
    expect(pause).to_have_attribute("aria-pressed", "true")
    before = len(watched.answers)
    page.clock.fast_forward(10 * REFRESH_MS)
    page.wait_for_timeout(200)
    assert len(watched.answers) == before
    with page.expect_response(lambda response: "/api/readings?" in response.url):
        pause.click()


def test_nothing_is_asked_elsewhere_nothing_complained_of_and_the_token_never_seen(
    page: Page, twin: ShownTwin, watched: Watched
) -> None:
    opened(page, twin)
    page.locator(".chart").first.hover()  # draws the crosshair and the tooltips
    page.get_by_text("7 d", exact=True).click()
    page.get_by_text("Dark", exact=True).click()
    expect(page.locator(".device.answering")).to_have_count(len(twin.deployment.devices))
    page.wait_for_load_state("networkidle")
    assert watched.console == []
    assert {urlsplit(answer.url).netloc for answer in watched.answers} == {urlsplit(twin.url).netloc}
    seen = [page.content(), *watched.texts()]
    assert len(seen) > 10
    assert not any(TOKEN in text for text in seen)
