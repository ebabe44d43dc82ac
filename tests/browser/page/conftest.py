"""The page over real hot readers, each of its own cloud, and a browser to look at it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from crosstwin.local import aws, azure, gcp
from crosstwin.local.reader import RunningReader
from crosstwin.packages.places import ROOT
from crosstwin.page.files import why_not
from crosstwin.page.server import serving_page
from crosstwin.readers.hot_stores.telemetry import sample_records
from crosstwin.twin.deployment import Deployment, load
from crosstwin.twin.fields import Cloud
from tests.browser.page.watched import Watched, watch

TOKEN = "the-token-that-stays-on-the-server"
CLOUDS: dict[Cloud, Any] = {"aws": aws, "azure": azure, "gcp": gcp}
COUNT = 120
SLOWEST_MS = 20_000  # on a machine with much else to do


@dataclass(frozen=True, slots=True)
class ShownTwin:
    """A twin with an hour of telemetry, and the page that shows it."""

    deployment: Deployment
    readers: dict[Cloud, RunningReader]
    url: str


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShownTwin]:
    """Devices on all the clouds that run on this machine."""
    if missing := why_not():
        pytest.skip(f"no page on this machine: {missing}")
    folder = tmp_path_factory.mktemp("page")
    wanted = load(ROOT / "examples/mixed/twin.yaml")
    with ExitStack() as stack:
        here: list[Cloud] = []
        for cloud, module in CLOUDS.items():
            if missing := module.why_not():
                print(f"without {cloud}: {missing}")  # noqa: T201 - pytest shows it when a test fails
            else:
                here.append(cloud)
        with ThreadPoolExecutor() as pool:  # they take their time to start, most of it waiting
            started = pool.map(
                lambda cloud: stack.enter_context(CLOUDS[cloud].running_reader(folder / cloud, TOKEN)), here
            )
        readers: dict[Cloud, RunningReader] = dict(zip(here, started, strict=True))
        if not readers:
            pytest.skip("no hot reader runs on this machine")
        devices = tuple(device for device in wanted.devices if wanted.hot_cloud(device) in readers)
        deployment = wanted.model_copy(update={"devices": devices})
        for device in devices:
            readers[deployment.hot_cloud(device)].put(sample_records(device, COUNT))
        url = stack.enter_context(serving_page(deployment, readers))
        yield ShownTwin(deployment, readers, url)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser window whose clock a test can wind forward."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    context.set_default_timeout(SLOWEST_MS)
    expect.set_options(timeout=SLOWEST_MS)
    window = context.new_page()
    window.clock.install()
    yield window
    context.close()


@pytest.fixture
def watched(page: Page) -> Watched:
    return watch(page)
