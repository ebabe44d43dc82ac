"""The images of the page in docs/images, from the real demo: `python -m tests.browser.page.screenshot`."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import expect

from crosstwin.packages.places import ROOT
from tests.running_browser import running_browser

IMAGES = ROOT / "docs" / "images"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@contextmanager
def running_demo() -> Iterator[str]:
    """`crosstwin demo --keep`, until the block ends. Yields the page's URL."""
    command = [sys.executable, "-c", "from crosstwin.cli import main; main()", "demo", "--keep"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as demo:
        try:
            assert demo.stdout
            yield next(line.strip() for line in demo.stdout if line.startswith("  http://127.0.0.1:"))
        finally:
            demo.send_signal(signal.SIGINT)


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with running_demo() as url, running_browser() as browser:
        for scheme in SCHEMES:
            page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
            page.goto(url)
            expect(page.locator(".device")).not_to_have_count(0)
            expect(page.locator(".device:not(.answering)")).to_have_count(0)
            if scheme == "dark":
                page.locator(".chart").first.hover()  # the crosshair, with the values of that time
            page.screenshot(path=IMAGES / f"page-{scheme}.png", full_page=True)


if __name__ == "__main__":
    main()
