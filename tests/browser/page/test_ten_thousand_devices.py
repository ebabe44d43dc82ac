"""The page of ten thousand devices: filters, places, only what is in view, and which devices are stale."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from crosstwin.packages.places import ROOT
from crosstwin.page.server import serving_page
from crosstwin.readers.times import iso_time
from crosstwin.twin.deployment import Deployment, load
from crosstwin.twin.hierarchy import Hierarchy
from tests.browser.page.conftest import ShownTwin
from tests.browser.page.test_accessibility import violations
from tests.browser.page.test_page import REFRESH_MS, panel
from tests.browser.page.watched import Watched
from tests.contract.functions.connector import server as misbehaving

AT_A_TIME = 50


@pytest.fixture(scope="module")
def fleet(twin: ShownTwin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShownTwin]:
    """10,002 devices of three types in forty places; the first 60 have a record of now."""
    if len(twin.readers) < 3:
        pytest.skip("not all clouds run on this machine")
    folder: Path = tmp_path_factory.mktemp("fleet")
    shutil.copy(ROOT / "examples/fleet/twin.yaml", folder)
    program = [sys.executable, str(ROOT / "examples/fleet/generate.py"), "10000"]
    (folder / "fleet.csv").write_text(
        subprocess.run(program, capture_output=True, text=True, check=True).stdout
    )
    deployment = load(folder / "twin.yaml")
    write(twin, deployment, range(60))
    with serving_page(deployment, twin.readers) as url:
        yield ShownTwin(deployment, twin.readers, url)


def write(
    twin: ShownTwin, deployment: Deployment, numbers: range, *, before: timedelta = timedelta()
) -> None:
    time = iso_time("now", datetime.now(UTC) - before)
    values = {"double": 1.5, "integer": 900, "long": 2**40, "boolean": True}
    for device in (deployment.devices[number] for number in numbers):
        record = {name: values[kind] for name, kind in device.properties.items() if kind in values}
        if "position" in device.properties:
            record |= {"position": [1.5, 2.5], "fault": {"code": "E1"}}
        twin.readers[deployment.hot_cloud(device)].put([{"iotDeviceId": device.id, "id": time, **record}])


def asked(watched: Watched) -> list[list[str]]:
    """The devices of each request for readings."""
    urls = [answer.url for answer in watched.answers if "/api/readings?" in answer.url]
    return [parse_qs(urlsplit(url).query)["device"] for url in urls]


def opened(page: Page, fleet: ShownTwin) -> None:
    page.goto(fleet.url)
    expect(panel(page, fleet.deployment.devices[0]).locator(".health")).to_have_text("answering")


def within(deployment: Deployment, place: str) -> int:
    """How many devices are in a place."""
    hierarchy = Hierarchy(deployment)
    return sum(hierarchy.place_of(device) in hierarchy.within(place) for device in deployment.devices)


def found(page: Page, text: str) -> None:
    expect(page.locator("#found")).to_have_text(text)


def test_of_ten_thousand_devices_those_in_view_are_asked_for_in_one_request(
    page: Page, fleet: ShownTwin, watched: Watched
) -> None:
    page.set_viewport_size({"width": 1280, "height": 1400})
    opened(page, fleet)
    found(page, "10,002 devices")
    expect(page.locator(".device")).to_have_count(AT_A_TIME)
    assert page.evaluate("document.querySelectorAll('*').length") < 2000
    page.wait_for_load_state("networkidle")
    answering = page.locator(".device.answering h2").all_inner_texts()
    assert 3 <= len(answering) < 20
    assert page.locator("canvas").count() < 60  # charts of those, and of no others
    before = len(asked(watched))
    with page.expect_response(lambda response: "/api/readings?" in response.url):
        page.clock.fast_forward(REFRESH_MS)
    page.wait_for_load_state("networkidle")
    (devices,) = asked(watched)[before:]
    assert set(devices) <= set(answering)
    clouds = {fleet.deployment.hot_cloud(one) for one in fleet.deployment.devices if one.id in devices}
    assert len(clouds) > 1
    assert watched.console == []


def test_filters_by_text_type_and_cloud_are_combined(page: Page, fleet: ShownTwin) -> None:
    opened(page, fleet)
    page.get_by_label("Type").select_option("pump")
    found(page, "3,333 of 10,002 devices")
    page.get_by_role("combobox", name="Cloud").select_option("AWS")
    found(page, "0 of 10,002 devices")
    page.get_by_role("combobox", name="Cloud").select_option("Azure")
    found(page, "3,333 of 10,002 devices")
    page.get_by_label("Find").fill("PUMP 00001")  # words, in the id or the name
    found(page, "1 of 10,002 devices")
    (one,) = (device for device in fleet.deployment.devices if device.id == "pump-00001")
    expect(panel(page, one).locator(".source")).to_have_text(
        "Pump 1 · pump · plant / hall-01 / line-01-b · Azure · Cosmos DB"
    )
    expect(panel(page, one).get_by_role("heading", name="rpm (1/min)")).to_be_visible()
    page.get_by_label("Find").fill("no such device")
    found(page, "0 of 10,002 devices")
    expect(page.locator(".device")).to_have_count(0)


def test_places_are_a_tree_and_a_place_has_all_within_it(page: Page, fleet: ShownTwin) -> None:
    opened(page, fleet)
    places = page.get_by_role("navigation", name="Places")
    expect(places.get_by_role("button", name="line-01-a")).to_be_hidden()
    places.get_by_role("button", name="hall-01").and_(page.locator(".place")).click()
    found(page, f"{within(fleet.deployment, 'hall-01')} of 10,002 devices")
    opener = places.get_by_role("button", name="Places in hall-01")
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    line = places.get_by_role("button", name=re.compile("^line-01-a"))
    line.press("Space")
    expect(line).to_have_attribute("aria-pressed", "true")
    found(page, f"{within(fleet.deployment, 'line-01-a')} of 10,002 devices")
    # A component is where its device is.
    expect(page.get_by_role("region", name="press-main-vibration", exact=True)).to_be_visible()
    assert violations(page) == ""
    places.get_by_role("button", name=re.compile("^All places")).click()
    found(page, "10,002 devices")


def test_fifty_devices_are_shown_at_a_time(page: Page, fleet: ShownTwin) -> None:
    opened(page, fleet)
    more = page.get_by_role("navigation", name="More devices")
    expect(more.get_by_role("button", name="Previous")).to_be_disabled()
    more.get_by_role("button", name="Next").click()
    expect(page.locator("#shown")).to_have_text("51 to 100")
    expect(page.locator(".device h2").first).to_have_text(fleet.deployment.devices[50].id)
    expect(page.locator("#devices")).to_be_focused()
    assert page.evaluate("scrollY") == 0
    page.get_by_label("Type").select_option("press")
    expect(page.locator("#shown")).to_have_text("1 to 50")


def test_a_device_is_stale_once_its_newest_value_is_older_than_what_is_chosen(
    page: Page, fleet: ShownTwin
) -> None:
    device = fleet.deployment.devices[9_000]
    write(fleet, fleet.deployment, range(9_000, 9_001), before=timedelta(minutes=30))
    opened(page, fleet)
    page.get_by_label("Find").fill(device.id)
    staleness = panel(page, device).locator(".staleness")
    expect(staleness).to_have_text("stale: newest value 30 min ago")
    assert violations(page) == ""
    page.get_by_label("Stale after").select_option("1 h")
    expect(staleness).to_be_empty()
    page.reload()
    expect(page.get_by_label("Stale after")).to_have_value("60")
    page.get_by_label("Find").fill(fleet.deployment.devices[9_003].id)
    without = panel(page, fleet.deployment.devices[9_003]).locator(".staleness")
    expect(without).to_have_text("stale: no values")


def test_lists_and_maps_are_shown_as_json(page: Page, fleet: ShownTwin) -> None:
    opened(page, fleet)
    press = panel(page, fleet.deployment.devices[0])
    rows = press.locator(".property")
    expect(rows.filter(has_text="position").locator(".value")).to_have_text("[1.5,2.5]")
    expect(rows.filter(has_text="fault").locator(".value")).to_have_text('{"code":"E1"}')


def test_ten_thousand_devices_are_usable_in_a_narrow_window_and_without_complaints(
    page: Page, fleet: ShownTwin, watched: Watched
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    opened(page, fleet)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert violations(page) == ""
    assert watched.console == []


def test_a_cloud_that_does_not_answer_holds_back_no_other(
    page: Page, fleet: ShownTwin, watched: Watched
) -> None:
    with misbehaving.serving() as silent:
        silent.will(misbehaving.silence)
        azure = replace(
            fleet.readers["azure"], hot_reader_url=silent.url, hot_reader_last_entry_url=silent.url
        )
        with serving_page(fleet.deployment, {**fleet.readers, "azure": azure}) as url:
            page.set_viewport_size({"width": 1280, "height": 2400})
            page.goto(url)
            press = panel(page, fleet.deployment.devices[0])
            expect(press.locator(".health")).to_have_text("answering")
            page.wait_for_timeout(300)
            clouds = {one.id: fleet.deployment.hot_cloud(one) for one in fleet.deployment.devices}
            with page.expect_response(lambda response: "/api/readings?" in response.url):
                page.clock.fast_forward(REFRESH_MS)
            # While Azure has time to answer, the others are asked without it.
            assert "azure" in {clouds[name] for name in asked(watched)[0]}
            assert "azure" not in {clouds[name] for name in asked(watched)[-1]}
            expect(press.locator(".health")).to_have_text("answering")
