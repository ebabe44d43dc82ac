"""What the page shows of a reader that is gone, and that it recovers by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from crosstwin.local import azure
from crosstwin.local.process import free_port
from crosstwin.local.reader import LocalReader
from crosstwin.page.server import serving_page
from crosstwin.telemetry import sample_records
from tests.page.conftest import TOKEN, ShownTwin
from tests.page.test_accessibility import violations
from tests.page.test_page import REFRESH_MS, opened, panel


def test_a_reader_that_is_gone_is_told_in_its_panel_and_comes_back_by_itself(
    page: Page, twin: ShownTwin, tmp_path: Path
) -> None:
    if missing := azure.why_not():
        pytest.skip(f"no azure reader on this machine: {missing}")
    port = free_port()
    with azure.running_cosmos(tmp_path) as cosmos:
        cosmos.create_container(azure.DATABASE, azure.CONTAINER)
        variables = azure.reader_variables(cosmos, TOKEN)
        address = f"http://127.0.0.1:{port}"
        from crosstwin.hot_stores.cosmos import CosmosWriter

        reader = LocalReader(
            "azure",
            address + azure.HOT_READER_PATH,
            address + azure.HOT_READER_LAST_ENTRY_PATH,
            TOKEN,
            CosmosWriter(cosmos.endpoint, azure.DATABASE, azure.CONTAINER, cosmos.key).put,
        )
        readers = {**twin.readers, "azure": reader}
        for device in twin.deployment.devices_on("azure"):
            reader.put(sample_records(device))
        with serving_page(twin.deployment, readers) as url:
            shown = ShownTwin(twin.deployment, readers, url)
            gone, *others = (
                panel(page, device)
                for device in sorted(
                    twin.deployment.devices, key=lambda one: twin.deployment.hot_cloud(one) != "azure"
                )
            )
            with azure.running_function_app(tmp_path, variables, port):
                opened(page, shown)
            page.clock.fast_forward(REFRESH_MS)
            expect(gone.locator(".health")).to_have_text("not answering")
            expect(gone.locator(".problem")).to_contain_text("Connection refused")
            expect(gone.locator(".timing")).to_contain_text("last answer at")
            expect(page.get_by_role("log")).to_contain_text("Azure: not answering.")
            assert violations(page) == ""
            for other in others:
                expect(other.locator(".health")).to_have_text("answering")
            with azure.running_function_app(tmp_path, variables, port):
                page.clock.fast_forward(REFRESH_MS)
                expect(gone.locator(".health")).to_have_text("answering")
                expect(gone.locator(".problem")).to_be_hidden()
                expect(page.get_by_role("log")).to_contain_text("Azure: answering again.")


def test_without_its_own_server_the_page_says_so(page: Page, twin: ShownTwin) -> None:
    with serving_page(twin.deployment, twin.readers) as url:
        opened(page, ShownTwin(twin.deployment, twin.readers, url))
    page.clock.fast_forward(REFRESH_MS)
    expect(page.locator(".device .problem").first).to_contain_text("This page's own server")
