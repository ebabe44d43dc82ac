"""What the page shows of a reader that is gone, and that it recovers by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from crosstwin.local import azure
from crosstwin.local.process import free_port
from crosstwin.local.reader import RunningReader
from crosstwin.page.server import serving_page
from crosstwin.readers.hot_stores.cosmos import CosmosWriter
from crosstwin.readers.hot_stores.telemetry import sample_records
from tests.browser.page.conftest import TOKEN, ShownTwin
from tests.browser.page.test_accessibility import violations
from tests.browser.page.test_page import REFRESH_MS, opened, panel

Start = Callable[[], AbstractContextManager[str]]


@pytest.fixture
def azure_reader(tmp_path: Path) -> Iterator[tuple[RunningReader, Start]]:
    """A reader on Azure that does not run yet, and what starts it: always at the same address."""
    if missing := azure.why_not():
        pytest.skip(f"no azure reader on this machine: {missing}")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with azure.running_cosmos(tmp_path) as cosmos:
        cosmos.create_container(azure.DATABASE, azure.CONTAINER)
        reader = RunningReader(
            cloud="azure",
            hot_reader_url=address + azure.HOT_READER_PATH,
            hot_reader_last_entry_url=address + azure.HOT_READER_LAST_ENTRY_PATH,
            inter_cloud_token=TOKEN,
            put=CosmosWriter(cosmos.endpoint, azure.DATABASE, azure.CONTAINER, cosmos.key).put,
        )
        variables = azure.reader_variables(cosmos, TOKEN)
        yield reader, lambda: azure.running_function_app(tmp_path, variables, port)


def test_a_reader_that_is_gone_is_reported_in_its_panel_and_comes_back_by_itself(
    page: Page, twin: ShownTwin, azure_reader: tuple[RunningReader, Start]
) -> None:
    reader, start = azure_reader
    device = twin.deployment.devices_on("azure")[0]
    reader.put(sample_records(device))
    readers = {**twin.readers, "azure": reader}
    gone, log = panel(page, device), page.get_by_role("log")
    with serving_page(twin.deployment, readers) as url:
        with start():
            opened(page, ShownTwin(twin.deployment, readers, url))
        page.clock.fast_forward(REFRESH_MS)
        expect(gone.locator(".health")).to_have_text("not answering")
        expect(gone.locator(".problem")).to_be_visible()
        expect(gone.locator(".problem")).to_contain_text("Connection refused")
        expect(gone.locator(".timing")).to_contain_text("last answer at")
        expect(log).to_contain_text(f"{device.id} on Azure: not answering.")
        assert violations(page) == ""
        for other in twin.deployment.devices:
            if other is not device:
                expect(panel(page, other).locator(".health")).to_have_text("answering")
        with start():
            page.clock.fast_forward(REFRESH_MS)
            expect(gone.locator(".health")).to_have_text("answering")
            expect(gone.locator(".problem")).to_be_hidden()
            expect(log).to_contain_text(f"{device.id} on Azure: answering again.")


def test_without_its_own_server_the_page_says_so(page: Page, twin: ShownTwin) -> None:
    with serving_page(twin.deployment, twin.readers) as url:
        opened(page, ShownTwin(twin.deployment, twin.readers, url))
    page.clock.fast_forward(REFRESH_MS)
    expect(page.locator(".device .problem").first).to_contain_text("The page's server")
